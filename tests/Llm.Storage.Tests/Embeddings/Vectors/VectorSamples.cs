namespace Llm.Storage.Tests.Embeddings.Vectors;

/// <summary>Made vectors of the kinds that searches find hard.</summary>
internal static class VectorSamples
{
    public static readonly string[] Kinds =
        ["random", "clustered", "duplicates", "one large number", "all equal", "nearly opposite", "tiny", "huge", "few values"];

    /// <summary>Makes vectors, always the same for the same arguments.</summary>
    public static float[][] Make(string kind, int count, int dimensions, int seed)
    {
        var random = new Random(seed);
        var centres = Rows(random, 8, dimensions);
        float[] Row(int index) => kind switch
        {
            "random" => Numbers(random, dimensions),
            "clustered" => Mix(centres[index % 8], Numbers(random, dimensions), 0.02f),
            "duplicates" => [.. centres[random.Next(8)]],
            // The codes of all others round to nothing.
            "one large number" => Large(Numbers(random, dimensions)),
            "all equal" => [.. Enumerable.Repeat(0.25f, dimensions)],
            "nearly opposite" => Mix(index % 2 == 0 ? centres[0] : [.. centres[0].Select(number => -number)], Numbers(random, dimensions), 1e-4f),
            "tiny" => [.. Numbers(random, dimensions).Select(number => number * 1e-42f)],
            "huge" => [.. Numbers(random, dimensions).Select(number => number * 3e38f)],
            "few values" => [.. Enumerable.Range(0, dimensions).Select(_ => random.Next(3) - 1f)],
            _ => throw new ArgumentException(kind, nameof(kind)),
        };
        return [.. Enumerable.Range(0, count).Select(Row)];
    }

    private static float[] Large(float[] numbers)
    {
        numbers[0] = 1000;
        return numbers;
    }

    private static float[] Mix(float[] one, float[] other, float part) => [.. one.Zip(other, (a, b) => a + (part * b))];

    private static float[][] Rows(Random random, int count, int dimensions) =>
        [.. Enumerable.Range(0, count).Select(_ => Numbers(random, dimensions))];

    private static float[] Numbers(Random random, int dimensions) =>
        [.. Enumerable.Range(0, dimensions).Select(_ => (float)((random.NextDouble() * 2) - 1))];
}
