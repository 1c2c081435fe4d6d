using System.Buffers;
using System.Globalization;
using System.Text;

namespace Llm.Cli.Output;

/// <summary>Makes characters visible that would act on a terminal, because a model, a server or a plugin may have written them.</summary>
/// <remarks>
/// Control characters (C0 but for tabs and line feeds, DEL, C1) could move the cursor, clear the screen, set the window's title or write
/// to the clipboard, and direction marks could show a text in another order than it has. They are shown as in Python: <c>\x1b</c>,
/// <c>\u202e</c>.
/// </remarks>
internal static class VisibleText
{
    private static readonly SearchValues<char> Acting = SearchValues.Create(string.Concat(
        Enumerable.Range(0, 0xA0).Where(c => c is < 0x20 and not ('\t' or '\n') or >= 0x7F).Select(c => (char)c))
        + "\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069");

    /// <summary>The text with every such character made visible; a carriage return before a line feed is dropped.</summary>
    public static string Of(string text) => text.AsSpan().ContainsAny(Acting) ? Escape(text) : text;

    /// <inheritdoc cref="Of(string)"/>
    public static ReadOnlySpan<char> Of(ReadOnlySpan<char> text) => text.ContainsAny(Acting) ? Escape(text) : text;

    /// <summary>The text on one line: line feeds and tabs are made visible too.</summary>
    public static string OneLine(string text) =>
        Of(text).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal);

    private static string Escape(ReadOnlySpan<char> text)
    {
        var output = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (!Acting.Contains(c)) output.Append(c);
            else if (c != '\r') output.Append(CultureInfo.InvariantCulture, $"{(c < 0x100 ? $"\\x{(int)c:x2}" : $"\\u{(int)c:x4}")}");
            else if (i + 1 == text.Length || text[i + 1] != '\n') output.Append("\\r");
        }

        return output.ToString();
    }
}
