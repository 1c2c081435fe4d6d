namespace Llm;

/// <summary>Computes the cosine similarity of two vectors, to the last bit as the Python tool does.</summary>
/// <remarks>
/// The sums are those of Python's <c>sum</c> since version 3.12, which adds floats with a compensation for lost digits. Scores are
/// printed with all their digits and sorted by them, so another order of additions would show.
/// </remarks>
public static class CosineSimilarity
{
    /// <summary>
    /// Returns a number from -1 to 1, or NaN if a vector contains NaN, is infinite, or has no direction because all its numbers are 0.
    /// If one vector is longer, its further numbers count for its length only.
    /// </summary>
    public static double Of(ReadOnlySpan<float> first, ReadOnlySpan<float> second) => Of(first, Magnitude(first), second);

    /// <summary>Returns the similarity to a vector whose magnitude is known.</summary>
    public static double Of(ReadOnlySpan<float> first, double firstMagnitude, ReadOnlySpan<float> second)
    {
        // Two sums at once take hardly longer than one, because each addition waits for the one before.
        var (product, squares) = (new CompensatedSum(), new CompensatedSum());
        for (var i = 0; i < second.Length; i++)
        {
            var number = (double)second[i];
            if (i < first.Length) product.Add(number * first[i]);
            squares.Add(number * number);
        }

        return product.Value / (Math.Pow(squares.Value, 0.5) * firstMagnitude);
    }

    /// <summary>Returns the length of a vector in space.</summary>
    public static double Magnitude(ReadOnlySpan<float> vector)
    {
        var squares = new CompensatedSum();
        foreach (var number in vector) squares.Add((double)number * number);
        return Math.Pow(squares.Value, 0.5);
    }

    /// <summary>Neumaier's sum.</summary>
    private struct CompensatedSum
    {
        private double sum;
        private double lost;

        public readonly double Value => lost != 0 && double.IsFinite(lost) ? sum + lost : sum;

        public void Add(double number)
        {
            var next = sum + number;
            lost += Math.Abs(sum) >= Math.Abs(number) ? sum - next + number : number - next + sum;
            sum = next;
        }
    }
}
