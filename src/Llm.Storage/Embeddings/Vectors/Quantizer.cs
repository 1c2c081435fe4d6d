using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Llm.Storage.Embeddings.Vectors;

/// <summary>Turns vectors into codes of 8 bits.</summary>
internal static unsafe class Quantizer
{
    private const int Largest = 127;
    private const double Step = 1.0 / Largest;

    /// <summary>So many numbers are added up as floats, and the sums as doubles.</summary>
    private const int Block = 256;

    /// <summary>The most that rounding a float changes, relative to it.</summary>
    private const double Rounding = 1.0 / (1 << 24);

    /// <summary>
    /// Bounds the relative error of a sum of squares, in units of <see cref="Rounding"/>: of eight numbers at once, each is added to a sum
    /// of its own, and two sums to each other; a square is rounded, and so was the number of which it is, which counts twice.
    /// </summary>
    private const double SumRoundings = (Block / 8) + 4;

    /// <summary>
    /// Bounds the error of a difference, in units of <see cref="Rounding"/>: that of the scaled number, which is at most 1, of the step and
    /// of its multiple, and of the difference, which is small.
    /// </summary>
    private const double DifferenceRoundings = 3.2;

    /// <summary>Writes the codes of a vector.</summary>
    /// <param name="vector">The vector; it is treated as if its length were 1.</param>
    /// <param name="codes">Receives a code for each number.</param>
    /// <param name="scale">What a code of 1 stands for.</param>
    /// <param name="error">A bound of the distance between the vector and what the codes stand for.</param>
    /// <returns>False if the vector has no direction: it is zero, or a number of it is infinite or NaN.</returns>
    public static bool TryQuantize(ReadOnlySpan<float> vector, Span<sbyte> codes, out double scale, out double error)
    {
        (scale, error) = (0, 0);
        var largest = LargestMagnitude(vector);
        if (!(largest > 0) || !float.IsFinite(largest)) return false;
        // With the largest number at 1, squares neither overflow nor vanish, however long or short the vector is.
        var (squares, errors) = Quantize(vector, largest, codes);
        if (!double.IsFinite(squares)) return false;
        var length = Math.Sqrt(squares);
        scale = Step / length;
        // A root halves the relative error of its square; 0.51 leaves room for what is of second order.
        const double Relative = 0.51 * SumRoundings * Rounding;
        var distance = (Math.Sqrt(errors) * (1 + Relative)) + (DifferenceRoundings * Rounding * Math.Sqrt(vector.Length));
        // A length that is off by some part moves what the codes stand for, which is about 1 long, by as much.
        error = (distance / length) + Relative;
        return true;
    }

    /// <summary>
    /// Writes codes; returns the squares of the numbers times a factor, and of their differences from the codes, added up.
    /// </summary>
    private static (double Squares, double Errors) Quantize(ReadOnlySpan<float> vector, float largest, Span<sbyte> codes)
    {
        // Any factor will do, as only the direction counts, so its own rounding is no error.
        double factor = 1f / largest;
        var (squares, errors, done) = (0.0, 0.0, 0);
        if (!float.IsNormal((float)factor)) factor = 1.0 / largest;
        else if (Sse2.IsSupported) (squares, errors, done) = QuantizeSse2(vector, (float)factor, codes);
        for (var i = done; i < vector.Length; i++)
        {
            var scaled = vector[i] * factor;
            var whole = Math.Round(scaled * Largest);
            var difference = scaled - (whole * Step);
            codes[i] = double.IsFinite(whole) ? (sbyte)whole : (sbyte)0;
            squares += scaled * scaled;
            errors += difference * difference;
        }

        return (squares, errors);
    }

    /// <summary>The same for as many numbers as can be done eight at a time, as floats.</summary>
    private static (double Squares, double Errors, int Done) QuantizeSse2(ReadOnlySpan<float> vector, float factor, Span<sbyte> codes)
    {
        var factors = Vector128.Create(factor);
        var largests = Vector128.Create((float)Largest);
        var steps = Vector128.Create((float)Step);
        var squares = Vector128<double>.Zero;
        var errors = Vector128<double>.Zero;
        var end = vector.Length & ~7;
        fixed (float* source = vector)
        fixed (sbyte* target = codes)
        {
            for (var start = 0; start < end; start += Block)
            {
                var (lowSquares, highSquares) = (Vector128<float>.Zero, Vector128<float>.Zero);
                var (lowErrors, highErrors) = (Vector128<float>.Zero, Vector128<float>.Zero);
                var stop = Math.Min(start + Block, end);
                for (var i = start; i < stop; i += 8)
                {
                    var low = Sse.Multiply(Sse.LoadVector128(source + i), factors);
                    var high = Sse.Multiply(Sse.LoadVector128(source + i + 4), factors);
                    var lowCodes = Sse2.ConvertToVector128Int32(Sse.Multiply(low, largests));
                    var highCodes = Sse2.ConvertToVector128Int32(Sse.Multiply(high, largests));
                    lowSquares = Sse.Add(lowSquares, Sse.Multiply(low, low));
                    highSquares = Sse.Add(highSquares, Sse.Multiply(high, high));
                    low = Sse.Subtract(low, Sse.Multiply(Sse2.ConvertToVector128Single(lowCodes), steps));
                    high = Sse.Subtract(high, Sse.Multiply(Sse2.ConvertToVector128Single(highCodes), steps));
                    lowErrors = Sse.Add(lowErrors, Sse.Multiply(low, low));
                    highErrors = Sse.Add(highErrors, Sse.Multiply(high, high));
                    var eight = Sse2.PackSignedSaturate(lowCodes, highCodes);
                    Sse2.StoreScalar((long*)(target + i), Sse2.PackSignedSaturate(eight, eight).AsInt64());
                }

                squares = Sse2.Add(squares, Pairs(Sse.Add(lowSquares, highSquares)));
                errors = Sse2.Add(errors, Pairs(Sse.Add(lowErrors, highErrors)));
            }
        }

        return (Vector128.Sum(squares), Vector128.Sum(errors), end);

        static Vector128<double> Pairs(Vector128<float> four) => Sse2.Add(
            Sse2.ConvertToVector128Double(four), Sse2.ConvertToVector128Double(Sse.MoveHighToLow(four, four)));
    }

    /// <summary>The largest absolute value; NaN may be missed, and shows in the squares then.</summary>
    private static float LargestMagnitude(ReadOnlySpan<float> vector)
    {
        var largest = 0f;
        var i = 0;
        if (Sse.IsSupported)
        {
            var signs = Vector128.Create(-0f);
            var maxima = Vector128<float>.Zero;
            fixed (float* source = vector)
            {
                for (; i <= vector.Length - 4; i += 4) maxima = Sse.Max(maxima, Sse.AndNot(signs, Sse.LoadVector128(source + i)));
            }

            for (var lane = 0; lane < 4; lane++) largest = Math.Max(largest, maxima[lane]);
        }

        for (; i < vector.Length; i++) largest = Math.Max(largest, Math.Abs(vector[i]));
        return largest;
    }
}
