namespace Llm.Embeddings.Mapping;

/// <summary>Finds a point that stands for each cluster.</summary>
internal static class ClusterLabels
{
    /// <summary>The size of each cluster and the label of the point nearest to its middle.</summary>
    public static (int Size, string Label)[] Of(EmbeddingMap map)
    {
        var clusters = new (int Size, string Label)[map.Clusters];
        var middles = new (double X, double Y)[map.Clusters];
        foreach (var point in map.Points)
        {
            clusters[point.Cluster].Size++;
            middles[point.Cluster].X += point.X;
            middles[point.Cluster].Y += point.Y;
        }

        var nearest = new double[map.Clusters];
        Array.Fill(nearest, double.MaxValue);
        foreach (var point in map.Points)
        {
            var (size, middle) = (clusters[point.Cluster].Size, middles[point.Cluster]);
            var square = Math.Pow(point.X - (middle.X / size), 2) + Math.Pow(point.Y - (middle.Y / size), 2);
            if (square >= nearest[point.Cluster]) continue;
            nearest[point.Cluster] = square;
            clusters[point.Cluster].Label = point.Label;
        }

        return clusters;
    }
}
