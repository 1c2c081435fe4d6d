using System.Collections.Frozen;

namespace Llm.Providers.Offline.Summary;

/// <summary>Recognises blocks of HTML within Markdown, as CommonMark does.</summary>
internal static class HtmlBlock
{
    private static readonly FrozenSet<string> BlockTags = """
        address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset
        figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link main menu
        menuitem nav noframes ol optgroup option p param picture search section summary svg table tbody td tfoot th thead title tr track
        ul video
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> RawTags = new[] { "pre", "script", "style", "textarea" }.ToFrozenSet(
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The text that ends the block beginning on this line, or empty if a blank line ends it; null if no block begins.</summary>
    public static string? End(MarkdownLine line)
    {
        var text = line.Text;
        if (text[0] != '<' || text.Length < 3) return null;
        if (text.StartsWith("<!--", StringComparison.Ordinal)) return "-->";
        if (text[1] == '?') return "?>";
        if (text[1] == '!') return ">";
        var start = text[1] == '/' ? 2 : 1;
        var tag = string.Concat(text.Skip(start).TakeWhile(char.IsAsciiLetterOrDigit));
        if (RawTags.Contains(tag) && start == 1) return $"</{tag}>";
        return BlockTags.Contains(tag) ? "" : null;
    }
}
