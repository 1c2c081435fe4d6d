using System.Globalization;
using System.Text;

namespace Llm.Embeddings.Mapping;

/// <summary>Writes a map as SVG.</summary>
internal static class MapSvg
{
    private const int Size = 1000;
    private const int Margin = 30;
    private const int LongestLabel = 300;

    public static string Write(EmbeddingMap map, string title)
    {
        var radius = map.Points.Count switch { <= 100 => 7, <= 1_000 => 5, <= 5_000 => 3.5, _ => 2.2 };
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Size} {Size}" role="img">
            <title>{Escape(title)}</title>
            <rect width="{Size}" height="{Size}" fill="#ffffff"/>

            """);
        foreach (var point in map.Points)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{Place(point.X):0.##}\" cy=\"{Place(-point.Y):0.##}\" r=\"{radius}\"");
            svg.Append(CultureInfo.InvariantCulture, $" fill=\"{MapColours.Css(point.Cluster)}\" fill-opacity=\"0.8\" stroke=\"#ffffff\"");
            svg.Append(CultureInfo.InvariantCulture, $" stroke-width=\"0.7\"><title>{Escape(point.Label)}</title></circle>\n");
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static double Place(double coordinate) => Margin + ((coordinate + 1) / 2 * (Size - (2 * Margin)));

    /// <summary>A text for XML, without the characters that XML does not allow.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (escaped.Length >= LongestLabel) break;
            escaped.Append(rune.Value switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '"' => "&quot;",
                '\t' or '\n' or '\r' => " ",
                < ' ' or 0xFFFE or 0xFFFF => "\uFFFD",
                _ => rune.ToString(),
            });
        }

        return escaped.ToString();
    }
}
