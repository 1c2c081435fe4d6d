namespace Llm.Storage.Embeddings.Vectors;

/// <summary>A vector to search for, at length 1, as whole numbers of 16 bits and the scale that they have in common.</summary>
internal sealed class QuantizedQuery
{
    /// <summary>What rounding may add to a score that is computed from whole numbers.</summary>
    private const double Rounding = 1e-6;

    private readonly short[] numbers;
    private readonly double scale;
    private readonly double error;

    private QuantizedQuery(short[] numbers, double scale, double error) => (this.numbers, this.scale, this.error) = (numbers, scale, error);

    /// <summary>The numbers, as many as the codes of a row.</summary>
    public ReadOnlySpan<short> Numbers => numbers;

    /// <summary>What 1 stands for.</summary>
    public double Scale => scale;

    /// <summary>Returns null for a vector without a direction: it is zero, or a number of it is infinite or NaN.</summary>
    public static QuantizedQuery? Create(ReadOnlySpan<float> vector)
    {
        var largest = 0f;
        foreach (var number in vector)
        {
            if (!float.IsFinite(number)) return null;
            largest = Math.Max(largest, Math.Abs(number));
        }

        if (largest == 0) return null;
        var numbers = new short[QuantizedRow.CodeCount(vector.Length)];
        // An eighth of the products are added up in 32 bits.
        var limit = Math.Min(short.MaxValue, int.MaxValue / (128 * ((numbers.Length / 8) + 1)));
        var (squares, errors) = (0.0, 0.0);
        var (factor, step) = (1.0 / largest, 1.0 / limit);
        for (var i = 0; i < vector.Length; i++)
        {
            var part = vector[i] * factor;
            var whole = Math.Round(part * limit);
            numbers[i] = (short)whole;
            squares += part * part;
            var difference = part - (whole * step);
            errors += difference * difference;
        }

        var length = Math.Sqrt(squares);
        return new QuantizedQuery(numbers, 1 / (limit * length), Math.Sqrt(errors) / length);
    }

    /// <summary>Returns what the numbers stand for.</summary>
    public float[] ToVector(int dimensions)
    {
        var vector = new float[dimensions];
        for (var i = 0; i < vector.Length; i++) vector[i] = (float)(numbers[i] * scale);
        return vector;
    }

    /// <summary>Returns the bounds of the cosine similarity to a row.</summary>
    /// <param name="row">The head of the row.</param>
    /// <param name="product">The product of the row's codes with <see cref="Numbers"/>.</param>
    public (double Lower, double Upper) Bounds(in QuantizedHead row, long product)
    {
        var score = product * scale * row.Scale;
        var bound = row.Error + (error * (1 + row.Error)) + Rounding;
        return (score - bound, score + bound);
    }
}
