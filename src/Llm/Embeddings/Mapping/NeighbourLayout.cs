namespace Llm.Embeddings.Mapping;

/// <summary>Moves points so that neighbours come together, as UMAP and LargeVis do.</summary>
/// <remarks>
/// In each round, the ends of each connection are drawn together, with the probability of its weight, and the point is pushed away from
/// a few random points. The steps become smaller from round to round.
/// </remarks>
internal static class NeighbourLayout
{
    private const int RepulsionsForEach = 5;
    private const double LargestMove = 4;

    /// <summary>The size of the plane at the start, in which a distance of 1 is that of close neighbours.</summary>
    private const float StartSize = 10;

    public static void Refine(Matrix positions, NeighbourGraph graph, CancellationToken cancellationToken)
    {
        var random = new RandomNumbers(2);
        var rounds = positions.Rows switch { <= 2_000 => 500, <= 10_000 => 250, _ => 150 };
        for (var i = 0; i < positions.Rows; i++)
        {
            // Equal vectors begin at different places, for they could not leave each other otherwise.
            foreach (ref var value in positions.Row(i)) value = (value * StartSize) + (float)((random.NextDouble() - 0.5) * 0.01);
        }

        for (var round = 0; round < rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var step = 1 - ((double)round / rounds);
            for (var edge = 0; edge < graph.Indices.Length; edge++)
            {
                if (random.NextDouble() >= graph.Weights[edge]) continue;
                var point = positions.Row(edge / graph.Neighbours);
                Move(point, positions.Row(graph.Indices[edge]), step, attract: true);
                for (var i = 0; i < RepulsionsForEach; i++)
                {
                    var other = random.Next(positions.Rows);
                    if (other != edge / graph.Neighbours) Move(point, positions.Row(other), step, attract: false);
                }
            }
        }
    }

    /// <summary>A step along the gradient of the probability 1 / (1 + distance²) that two points are neighbours.</summary>
    private static void Move(Span<float> point, Span<float> other, double step, bool attract)
    {
        double x = point[0] - other[0], y = point[1] - other[1];
        var square = (x * x) + (y * y);
        var force = attract ? -2 / (1 + square) : 2 / ((0.01 + square) * (1 + square));
        var (moveX, moveY) = (Limited(force * x) * step, Limited(force * y) * step);
        point[0] += (float)moveX;
        point[1] += (float)moveY;
        if (!attract) return;
        other[0] -= (float)moveX;
        other[1] -= (float)moveY;
    }

    private static double Limited(double move) => Math.Clamp(move, -LargestMove, LargestMove);
}
