namespace Llm.Embeddings.Mapping;

/// <summary>Measures how well groups of points are separated.</summary>
internal static class SilhouetteScore
{
    private const int MostMeasured = 2_000;

    /// <summary>The mean silhouette; null if there are fewer than two groups.</summary>
    public static double? Of(Matrix positions, int[] groups)
    {
        var numbers = groups.Distinct().Order().ToArray();
        if (numbers.Length < 2) return null;
        var places = numbers.Select((number, place) => (number, place)).ToDictionary(pair => pair.number, pair => pair.place);
        var stride = Math.Max(1, (positions.Rows + MostMeasured - 1) / MostMeasured);
        int[] measured = [.. Enumerable.Range(0, (positions.Rows + stride - 1) / stride).Select(i => i * stride)];
        int[] group = [.. measured.Select(i => places[groups[i]])];
        var sizes = new int[numbers.Length];
        foreach (var number in group) sizes[number]++;
        if (sizes.Count(size => size > 0) < 2) return null;

        var total = 0.0;
        var sums = new double[numbers.Length];
        for (var i = 0; i < measured.Length; i++)
        {
            Array.Clear(sums);
            for (var j = 0; j < measured.Length; j++)
                sums[group[j]] += Distance(positions.Row(measured[i]), positions.Row(measured[j]));
            total += Of(sums, sizes, group[i]);
        }

        return total / measured.Length;
    }

    /// <summary>The silhouette of a point; that of the only one in its group is 0.</summary>
    private static double Of(double[] sums, int[] sizes, int own)
    {
        if (sizes[own] == 1) return 0;
        var within = sums[own] / (sizes[own] - 1);
        var nearest = double.MaxValue;
        for (var i = 0; i < sums.Length; i++)
        {
            if (i != own && sizes[i] > 0) nearest = Math.Min(nearest, sums[i] / sizes[i]);
        }

        var larger = Math.Max(within, nearest);
        return larger > 0 ? (nearest - within) / larger : 0;
    }

    private static double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double x = a[0] - b[0], y = a[1] - b[1];
        return Math.Sqrt((x * x) + (y * y));
    }
}
