using System.Globalization;
using System.Text;

namespace Llm.Embeddings.Mapping;

/// <summary>Writes a map as a page, from the template <c>map.html</c>.</summary>
internal static class MapPage
{
    private const int LongestLabel = 300;

    public static string Write(EmbeddingMap map, string title)
    {
        var parts = Template().Split("{{", StringSplitOptions.None);
        var page = new StringBuilder(parts[0]);
        foreach (var part in parts.AsSpan(1))
        {
            var end = part.IndexOf("}}", StringComparison.Ordinal);
            page.Append(part[..end] switch
            {
                "title" => EscapeHtml(title),
                "summary" => EscapeHtml(Summary(map)),
                "data" => Data(map),
                var name => throw new InvalidOperationException($"The template of the map has an unknown place: {name}"),
            }).Append(part, end + 2, part.Length - end - 2);
        }

        return page.ToString();
    }

    private static string Summary(EmbeddingMap map)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{map.Points.Count:N0} {(map.Points.Count == 1 ? "point" : "points")}");
        if (map.Clusters > 1)
            text += string.Create(CultureInfo.InvariantCulture, $" in {map.Clusters} clusters (silhouette {map.Silhouette ?? 0:0.00})");
        return map.Omitted > 0 ? text + string.Create(CultureInfo.InvariantCulture, $"; {map.Omitted:N0} more are not shown") : text;
    }

    /// <summary>The points as JSON, in which no label can end the element that holds it.</summary>
    private static string Data(EmbeddingMap map)
    {
        var json = new StringBuilder("{\"points\":[");
        for (var i = 0; i < map.Points.Count; i++)
        {
            var point = map.Points[i];
            if (i > 0) json.Append(",\n");
            json.Append(CultureInfo.InvariantCulture, $"[{point.X:0.####},{point.Y:0.####},{point.Cluster},");
            AppendText(json, point.Label);
            json.Append(']');
        }

        json.Append("],\"clusters\":[");
        var clusters = ClusterLabels.Of(map);
        for (var i = 0; i < clusters.Length; i++)
        {
            if (i > 0) json.Append(',');
            json.Append(CultureInfo.InvariantCulture, $"{{\"colour\":\"{MapColours.Css(i)}\",\"size\":{clusters[i].Size},\"label\":");
            AppendText(json, clusters[i].Label);
            json.Append('}');
        }

        return json.Append("]}").ToString();
    }

    private static void AppendText(StringBuilder json, string text)
    {
        json.Append('"');
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (length++ == LongestLabel)
            {
                json.Append('…');
                break;
            }

            if (rune.Value is '"' or '\\' or '<' or '>' or '&' or < ' ' or 0x2028 or 0x2029)
                json.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            else json.Append(rune.ToString());
        }

        json.Append('"');
    }

    private static string EscapeHtml(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal);

    private static string Template()
    {
        using var stream = typeof(MapPage).Assembly.GetManifestResourceStream("Llm.Embeddings.Mapping.map.html")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
