using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Llm.Storage.Embeddings.Vectors;

/// <summary>Turns vectors into codes of 8 bits.</summary>
internal static unsafe class Quantizer
{
    private const int Largest = 127;
    private const double Step = 1.0 / Largest;

    /// <summary>Writes the codes of a vector.</summary>
    /// <param name="vector">The vector; it is treated as if its length were 1.</param>
    /// <param name="codes">Receives a code for each number.</param>
    /// <param name="scale">What a code of 1 stands for.</param>
    /// <param name="error">The distance between the vector and what the codes stand for.</param>
    /// <returns>False if the vector has no direction: it is zero, or a number of it is infinite or NaN.</returns>
    public static bool TryQuantize(ReadOnlySpan<float> vector, Span<sbyte> codes, out double scale, out double error)
    {
        (scale, error) = (0, 0);
        var largest = LargestMagnitude(vector);
        if (!(largest > 0) || !float.IsFinite(largest)) return false;
        // With the largest number at 1, squares neither overflow nor vanish, however long or short the vector is.
        var (squares, errors) = Quantize(vector, 1.0 / largest, codes);
        if (!double.IsFinite(squares)) return false;
        var length = Math.Sqrt(squares);
        scale = Step / length;
        error = Math.Sqrt(errors) / length;
        return true;
    }

    /// <summary>
    /// Writes codes; returns the squares of the numbers times a factor, and of their differences from the codes, added up.
    /// </summary>
    private static (double Squares, double Errors) Quantize(ReadOnlySpan<float> vector, double factor, Span<sbyte> codes)
    {
        var (squares, errors, done) = Sse41.IsSupported ? QuantizeSse41(vector, factor, codes) : (0, 0, 0);
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

    /// <summary>The same for as many numbers as can be done eight at a time.</summary>
    private static (double Squares, double Errors, int Done) QuantizeSse41(ReadOnlySpan<float> vector, double factor, Span<sbyte> codes)
    {
        var factors = Vector128.Create(factor);
        var (largests, steps) = (Vector128.Create((double)Largest), Vector128.Create(Step));
        var (squares, errors) = (Vector128<double>.Zero, Vector128<double>.Zero);
        var i = 0;
        fixed (float* source = vector)
        fixed (sbyte* target = codes)
        {
            for (; i <= vector.Length - 8; i += 8)
            {
                var four = Sse2.UnpackLow(Two(source + i).AsInt64(), Two(source + i + 2).AsInt64()).AsInt32();
                var more = Sse2.UnpackLow(Two(source + i + 4).AsInt64(), Two(source + i + 6).AsInt64()).AsInt32();
                var eight = Sse2.PackSignedSaturate(four, more);
                Sse2.StoreScalar((long*)(target + i), Sse2.PackSignedSaturate(eight, eight).AsInt64());
            }
        }

        return (Vector128.Sum(squares), Vector128.Sum(errors), i);

        // Double precision throughout: the error is a bound, and must not be too small.
        Vector128<int> Two(float* numbers)
        {
            var pair = Sse2.LoadScalarVector128((double*)numbers).AsSingle();
            var scaled = Sse2.Multiply(Sse2.ConvertToVector128Double(pair), factors);
            var whole = Sse41.RoundToNearestInteger(Sse2.Multiply(scaled, largests));
            var differences = Sse2.Subtract(scaled, Sse2.Multiply(whole, steps));
            squares = Sse2.Add(squares, Sse2.Multiply(scaled, scaled));
            errors = Sse2.Add(errors, Sse2.Multiply(differences, differences));
            return Sse2.ConvertToVector128Int32(whole);
        }
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
