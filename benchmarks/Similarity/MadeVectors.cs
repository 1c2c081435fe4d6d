namespace Llm.Benchmarks.Similarity;

/// <summary>Vectors that lie in clusters, as those of texts do; always the same ones.</summary>
internal static class MadeVectors
{
    private const int ItemsInCluster = 100;

    /// <summary>Makes vectors of length about 1 around random centres.</summary>
    /// <param name="count">The number of vectors, which decides the number of centres.</param>
    /// <param name="dimensions">The numbers of each.</param>
    /// <param name="more">The number of further vectors around the same centres.</param>
    public static IEnumerable<float[]> Make(int count, int dimensions, int more)
    {
        var random = new Random(1);
        var centres = Enumerable.Range(0, Math.Max(1, count / ItemsInCluster)).Select(_ => Normal(random, dimensions)).ToArray();
        for (var i = 0; i < count + more; i++)
        {
            var vector = Normal(random, dimensions);
            var centre = centres[random.Next(centres.Length)];
            for (var j = 0; j < dimensions; j++) vector[j] = (vector[j] + centre[j]) / MathF.Sqrt(2 * dimensions);
            yield return vector;
        }
    }

    private static float[] Normal(Random random, int dimensions)
    {
        var numbers = new float[dimensions];
        // Box and Muller's method.
        for (var i = 0; i < dimensions; i++)
            numbers[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return numbers;
    }
}
