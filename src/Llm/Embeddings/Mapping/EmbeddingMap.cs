using Llm.Embeddings.Mapping;

namespace Llm;

/// <summary>Vectors in a plane, where vectors that are near each other have points near each other, and clusters of these points.</summary>
/// <remarks>
/// The layout keeps neighbours together: principal components, then a refinement in which each point is drawn to its nearest neighbours
/// and pushed away from random others. Distances between far points mean little. The same vectors have the same map on the same kind of
/// machine. Twenty thousand vectors take some seconds.
/// </remarks>
public sealed class EmbeddingMap
{
    private EmbeddingMap(IReadOnlyList<MapPoint> points, int omitted, int clusters, double? silhouette)
    {
        Points = points;
        Omitted = omitted;
        Clusters = clusters;
        Silhouette = silhouette;
    }

    /// <summary>The most clusters of a map, which is the number of colours that most people can distinguish.</summary>
    public const int MaxClusters = 8;

    /// <summary>The points, in the order of the vectors.</summary>
    public IReadOnlyList<MapPoint> Points { get; }

    /// <summary>
    /// How many vectors have no point: those above <see cref="MapOptions.MaxPoints"/>, of another length than most, or with a component
    /// that is not a finite number.
    /// </summary>
    public int Omitted { get; }

    /// <summary>The number of clusters; 0 without points.</summary>
    public int Clusters { get; }

    /// <summary>How well the clusters are separated, from -1 to 1 (see <see cref="SilhouetteOf"/>); null for fewer than two.</summary>
    public double? Silhouette { get; }

    /// <summary>Places vectors on a map, which keeps a processor busy for the time.</summary>
    /// <param name="items">The vectors with their labels.</param>
    /// <param name="options">The settings; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public static EmbeddingMap Create(
        IReadOnlyList<MapItem> items, MapOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        options ??= new MapOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxPoints, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Clusters ?? 1, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Clusters ?? 1, MaxClusters, nameof(options));

        var chosen = ChosenItems.Of(items, options.MaxPoints);
        var positions = Layout.Place(chosen, cancellationToken);
        var clusters = Clustering.Find(positions, options.Clusters, cancellationToken);
        var points = new MapPoint[chosen.Count];
        for (var i = 0; i < points.Length; i++)
            points[i] = new MapPoint(chosen[i].Label, positions.Row(i)[0], positions.Row(i)[1], clusters.Labels[i]);
        return new EmbeddingMap(points, items.Count - points.Length, clusters.Count, clusters.Silhouette);
    }

    /// <summary>
    /// The mean silhouette of points with given groups: near 1 if each point is far nearer to its own group than to the nearest other
    /// one, 0 if groups overlap. Of more than 2,000 points, every n-th is measured.
    /// </summary>
    /// <param name="points">The points.</param>
    /// <param name="groups">The group of each point, in the same order.</param>
    /// <returns>The silhouette from -1 to 1; null if there are fewer than two groups.</returns>
    public static double? SilhouetteOf(IReadOnlyList<MapPoint> points, IReadOnlyList<int> groups)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(groups);
        if (points.Count != groups.Count) throw new ArgumentException("Each point needs a group.", nameof(groups));
        var positions = new Matrix(points.Count, 2);
        for (var i = 0; i < points.Count; i++) (positions.Row(i)[0], positions.Row(i)[1]) = ((float)points[i].X, (float)points[i].Y);
        return SilhouetteScore.Of(positions, [.. groups]);
    }

    /// <summary>A page with the map, complete in one file: it shows labels, zooms, and finds points by their labels.</summary>
    /// <param name="title">The title of the page.</param>
    public string ToHtml(string title) => MapPage.Write(this, title);

    /// <summary>The map as an SVG image; the label of a point is its tooltip.</summary>
    /// <param name="title">The title of the image.</param>
    public string ToSvg(string title) => MapSvg.Write(this, title);

    /// <summary>The map as a PNG image with a white background and without text.</summary>
    /// <param name="width">The width in pixels, from 16 to 8,192.</param>
    /// <param name="height">The height in pixels, from 16 to 8,192.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    public byte[] ToPng(int width = 1600, int height = 1200)
    {
        foreach (var size in (int[])[width, height])
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(size, 16);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 8192);
        }

        return MapPng.Write(this, width, height);
    }
}
