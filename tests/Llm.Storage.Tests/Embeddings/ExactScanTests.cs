using Llm.Storage.Embeddings;

namespace Llm.Storage.Tests.Embeddings;

/// <summary>The scan returns what comparing each vector exactly and sorting everything returns.</summary>
public class ExactScanTests
{
    private static readonly string[] Kinds = ["random", "clustered", "equal", "opposite", "one large", "bad"];

    public static TheoryData<string, int, int> Cases()
    {
        var cases = new TheoryData<string, int, int>();
        foreach (var kind in Kinds)
        {
            foreach (var dimensions in (int[])[1, 3, 16, 37, 384])
            {
                foreach (var number in (int[])[-1, 0, 1, 10, 1000]) cases.Add(kind, dimensions, number);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_nearest_rows_and_their_order_are_exact(string kind, int dimensions, int number)
    {
        var random = new Random(HashCode.Combine(Array.IndexOf(Kinds, kind), dimensions, 7) & 0xffff);
        var query = Vector(random, "random", dimensions);
        var vectors = Enumerable.Range(0, 300).Select(_ => Vector(random, kind, dimensions, query)).ToList();
        var scan = new ExactScan(query, number);
        for (var i = 0; i < vectors.Count; i++) scan.Offer(i, EmbeddingEncoding.Encode(vectors[i]));

        var expected = vectors.Select((vector, i) => (Row: (long)i, Score: Finite(CosineSimilarity.Of(query, vector))))
            .OrderByDescending(row => row.Score).ThenBy(row => row.Row).Take(number < 0 ? int.MaxValue : number).ToList();
        var found = scan.Finish();
        found.Select(row => row.Row).ShouldBe(expected.Select(row => row.Row));
        found.Select(row => row.Score).ShouldBe(expected.Select(row => row.Score));
    }

    [Fact]
    public void A_bad_row_hides_no_other_wherever_it_lies()
    {
        float[] query = [1, 2, 3, 4];
        foreach (var bad in (float[][])[[0, 0, 0, 0], [float.NaN, 0, 0, 0], [float.PositiveInfinity, 1, 1, 1], []])
        {
            foreach (var place in (int[])[0, 1, 50, 98, 99])
            {
                var scan = new ExactScan(query, 3);
                for (var i = 0; i < 100; i++) scan.Offer(i, EmbeddingEncoding.Encode(i == place ? bad : [1, 2, 3, 4 + i]));
                scan.Finish().Select(row => row.Row).ShouldBe(Enumerable.Range(0, 100).Where(i => i != place).Take(3).Select(i => (long)i));
            }
        }
    }

    private static double Finite(double score) => double.IsNaN(score) ? double.NegativeInfinity : score;

    private static float[] Vector(Random random, string kind, int dimensions, float[]? near = null)
    {
        var vector = new float[dimensions];
        for (var i = 0; i < dimensions; i++) vector[i] = (float)((random.NextDouble() * 2) - 1);
        switch (kind)
        {
            case "clustered":
                for (var i = 0; i < dimensions; i++) vector[i] = near![i] + (vector[i] * 1e-6f);
                return vector;
            case "equal":
                return [.. near!];
            case "opposite":
                for (var i = 0; i < dimensions; i++) vector[i] = -near![i] + (vector[i] * 1e-7f);
                return vector;
            case "one large":
                vector[random.Next(dimensions)] = 1e30f;
                return vector;
            case "bad":
                return random.Next(6) switch
                {
                    0 => new float[dimensions],
                    1 => [.. vector[1..], float.NaN],
                    2 => [.. vector[1..], float.NegativeInfinity],
                    3 => vector[..(dimensions / 2)],
                    4 => [.. vector, 1, 2],
                    _ => vector,
                };
            default:
                return vector;
        }
    }
}
