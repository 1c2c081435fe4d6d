namespace Llm.Embeddings.Mapping;

/// <summary>The clusters of points.</summary>
/// <param name="Labels">The number of each point's cluster; 0 is the largest.</param>
/// <param name="Count">The number of clusters.</param>
/// <param name="Silhouette">How well they are separated; null for fewer than two.</param>
internal sealed record Clustering(int[] Labels, int Count, double? Silhouette)
{
    /// <summary>Below this silhouette, points are taken for one cluster; a disc that is divided into sectors has about 0.4.</summary>
    private const double LeastSilhouette = 0.45;

    /// <summary>Finds a number of clusters, or the number that separates the points best.</summary>
    public static Clustering Find(Matrix positions, int? wanted, CancellationToken cancellationToken)
    {
        var one = new Clustering(new int[positions.Rows], Math.Min(1, positions.Rows), null);
        if (wanted is { } count) return count == 1 || positions.Rows == 0 ? one : Of(positions, Math.Min(count, positions.Rows));
        var best = one;
        // Fewer than ten points are too few to decide.
        for (var number = 2; number <= EmbeddingMap.MaxClusters && positions.Rows >= 10 && number * 2 < positions.Rows; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var next = Of(positions, number);
            if (next.Silhouette >= LeastSilhouette && next.Silhouette > (best.Silhouette ?? 0)) best = next;
        }

        return best;
    }

    private static Clustering Of(Matrix positions, int count)
    {
        var labels = KMeans.Run(positions, count);
        var sizes = new int[count];
        foreach (var label in labels) sizes[label]++;
        int[] order = [.. Enumerable.Range(0, count).Where(label => sizes[label] > 0).OrderByDescending(label => sizes[label])];
        var numbers = new int[count];
        for (var i = 0; i < order.Length; i++) numbers[order[i]] = i;
        for (var i = 0; i < labels.Length; i++) labels[i] = numbers[labels[i]];
        return new Clustering(labels, order.Length, SilhouetteScore.Of(positions, labels));
    }
}
