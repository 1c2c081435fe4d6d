using System.Globalization;

namespace Llm.Embeddings.Mapping;

/// <summary>The colours of clusters, which people with any kind of colour vision can distinguish (after Okabe and Ito).</summary>
internal static class MapColours
{
    private static readonly int[] All = [0x0072B2, 0xE69F00, 0x009E73, 0xCC79A7, 0x56B4E9, 0xD55E00, 0xB8A800, 0x7A7A7A];

    /// <summary>The colour of a cluster as 0xRRGGBB.</summary>
    public static int Of(int cluster) => All[cluster % All.Length];

    /// <summary>The colour of a cluster for CSS.</summary>
    public static string Css(int cluster) => "#" + Of(cluster).ToString("x6", CultureInfo.InvariantCulture);
}
