namespace Llm.Embeddings.Mapping;

/// <summary>Places vectors in a plane.</summary>
internal static class Layout
{
    /// <summary>Neighbours are searched along this many principal components, which hold what groups have in common.</summary>
    private const int Components = 32;

    private const int Neighbours = 15;
    private const int FewestForRefinement = 5;
    private const double GoldenAngle = 2.399963229728653;

    /// <summary>A row of two coordinates from -1 to 1 for each vector.</summary>
    public static Matrix Place(List<MapItem> items, CancellationToken cancellationToken)
    {
        var positions = new Matrix(items.Count, 2);
        if (items.Count < 2) return positions;
        var rows = new Matrix(items.Count, items[0].Vector.Length);
        for (var i = 0; i < items.Count; i++)
        {
            items[i].Vector.Span.CopyTo(rows.Row(i));
            Matrix.Normalize(rows.Row(i));
        }

        var components = PrincipalComponents.Project(rows, Components, cancellationToken);
        if (IsPoint(components)) PlaceInSpiral(positions);
        else
        {
            for (var i = 0; i < items.Count; i++) components.Row(i)[..Math.Min(2, components.Columns)].CopyTo(positions.Row(i));
            FitIntoSquare(positions);
            if (items.Count >= FewestForRefinement) Refine(positions, components, cancellationToken);
        }

        FitIntoSquare(positions);
        return positions;
    }

    private static void Refine(Matrix positions, Matrix components, CancellationToken cancellationToken)
    {
        var graph = NeighbourGraph.Of(components, Math.Min(Neighbours, positions.Rows - 1), cancellationToken);
        NeighbourLayout.Refine(positions, graph, cancellationToken);
    }

    /// <summary>Whether all vectors have the same direction.</summary>
    private static bool IsPoint(Matrix components)
    {
        for (var i = 0; i < components.Rows; i++)
        {
            if (Matrix.Dot(components.Row(i), components.Row(i)) > 1e-9f) return false;
        }

        return true;
    }

    /// <summary>Equal vectors are placed like the seeds of a sunflower, so that each can be seen.</summary>
    private static void PlaceInSpiral(Matrix positions)
    {
        for (var i = 0; i < positions.Rows; i++)
        {
            var radius = Math.Sqrt(i + 0.5);
            positions.Row(i)[0] = (float)(radius * Math.Cos(i * GoldenAngle));
            positions.Row(i)[1] = (float)(radius * Math.Sin(i * GoldenAngle));
        }
    }

    /// <summary>Moves and scales the points, both directions by the same factor, to fill the square from -1 to 1.</summary>
    private static void FitIntoSquare(Matrix positions)
    {
        Span<float> least = [float.MaxValue, float.MaxValue];
        Span<float> most = [float.MinValue, float.MinValue];
        for (var i = 0; i < positions.Rows; i++)
        {
            for (var axis = 0; axis < 2; axis++)
            {
                least[axis] = Math.Min(least[axis], positions.Row(i)[axis]);
                most[axis] = Math.Max(most[axis], positions.Row(i)[axis]);
            }
        }

        var scale = 2 / Math.Max(Math.Max(most[0] - least[0], most[1] - least[1]), 1e-12f);
        for (var i = 0; i < positions.Rows; i++)
        {
            for (var axis = 0; axis < 2; axis++)
                positions.Row(i)[axis] = Math.Clamp((positions.Row(i)[axis] - ((least[axis] + most[axis]) / 2)) * scale, -1, 1);
        }
    }
}
