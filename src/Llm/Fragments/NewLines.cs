namespace Llm;

/// <summary>Line ends as Python reads them from text files: hashes of fragments and messages depend on it.</summary>
public static class NewLines
{
    /// <summary>The text with <c>\n</c> in place of <c>\r\n</c> and <c>\r</c>.</summary>
    public static string Normalise(string text) => text.Contains('\r', StringComparison.Ordinal)
        ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n')
        : text;
}
