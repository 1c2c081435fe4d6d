namespace Llm.Embeddings.Mapping;

/// <summary>The nearest neighbours of each point, with how strongly they are connected.</summary>
internal sealed class NeighbourGraph
{
    private const int SearchSteps = 40;

    private NeighbourGraph(int points, int neighbours)
    {
        Neighbours = neighbours;
        Indices = new int[points * neighbours];
        Weights = new float[points * neighbours];
    }

    /// <summary>The neighbours of each point.</summary>
    public int Neighbours { get; }

    /// <summary>The neighbours of all points, one point after the other.</summary>
    public int[] Indices { get; }

    /// <summary>How strongly each neighbour attracts, from 0 to 1; at first, the squares of distances.</summary>
    public float[] Weights { get; }

    /// <summary>Compares all rows with each other.</summary>
    public static NeighbourGraph Of(Matrix rows, int neighbours, CancellationToken cancellationToken)
    {
        var graph = new NeighbourGraph(rows.Rows, neighbours);
        var squares = new float[rows.Rows];
        for (var row = 0; row < rows.Rows; row++) squares[row] = Matrix.Dot(rows.Row(row), rows.Row(row));
        for (var row = 0; row < rows.Rows; row++)
        {
            if (row % 256 == 0) cancellationToken.ThrowIfCancellationRequested();
            graph.FindNeighbours(rows, squares, row);
            graph.ConvertToWeights(row);
        }

        return graph;
    }

    private void FindNeighbours(Matrix rows, float[] squares, int row)
    {
        var indices = Indices.AsSpan(row * Neighbours, Neighbours);
        var distances = Weights.AsSpan(row * Neighbours, Neighbours);
        distances.Fill(float.MaxValue);
        var vector = rows.Row(row);
        for (var other = 0; other < rows.Rows; other++)
        {
            if (other == row) continue;
            var distance = Math.Max(0, squares[row] + squares[other] - (2 * Matrix.Dot(vector, rows.Row(other))));
            if (distance >= distances[^1]) continue;
            var place = distances.Length - 1;
            for (; place > 0 && distances[place - 1] > distance; place--)
                (distances[place], indices[place]) = (distances[place - 1], indices[place - 1]);
            (distances[place], indices[place]) = (distance, other);
        }
    }

    /// <summary>
    /// The nearest neighbour has weight 1, and the weights fall so fast that they add up to the logarithm of the number of neighbours,
    /// as in UMAP: dense and sparse regions get the same attraction.
    /// </summary>
    private void ConvertToWeights(int row)
    {
        var weights = Weights.AsSpan(row * Neighbours, Neighbours);
        foreach (ref var weight in weights) weight = MathF.Sqrt(weight);
        var nearest = weights[0];
        var wanted = Math.Max(1.001, Math.Log2(Neighbours));
        var (low, high, scale) = (0.0, double.PositiveInfinity, 1.0);
        for (var step = 0; step < SearchSteps; step++)
        {
            var sum = 0.0;
            foreach (var distance in weights) sum += Math.Exp(-(distance - nearest) / scale);
            if (sum > wanted) (high, scale) = (scale, (low + scale) / 2);
            else (low, scale) = (scale, double.IsInfinity(high) ? scale * 2 : (scale + high) / 2);
        }

        foreach (ref var weight in weights) weight = (float)Math.Exp(-(weight - nearest) / Math.Max(scale, 1e-9));
    }
}
