using System.Text;

namespace Llm.Cli.Output.Rendering;

/// <summary>Makes text safe to show on a terminal.</summary>
internal static class PlainText
{
    /// <summary>Replaces control characters with symbols, except tabs and line ends, which become <c>\n</c>.</summary>
    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\0', '\x1f') && !text.AsSpan().ContainsAnyInRange('\x7f', '\x9f')) return text;
        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is '\n' or '\t') clean.Append(c);
            else if (c < ' ') clean.Append(c == '\r' ? "" : ((char)('\u2400' + c)).ToString());
            else clean.Append(c == '\x7f' ? '\u2421' : c is >= '\x80' and <= '\x9f' ? '\ufffd' : c);
        }

        return clean.ToString();
    }
}
