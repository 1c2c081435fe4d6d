using System.ComponentModel;
using System.Globalization;
using System.Text;

namespace Llm.Json;

/// <summary>Quotes text as Python's <c>repr</c> does, which the Python tool's messages use.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PythonQuote
{
    /// <summary>
    /// Puts text in single quotes, or in double quotes if it contains only single ones, and escapes unprintable characters.
    /// </summary>
    public static string Quote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var output = new StringBuilder(text.Length + 2).Append(quote);
        for (var i = 0; i < text.Length;)
        {
            var length = char.IsSurrogatePair(text, i) ? 2 : 1;
            Append(output, length == 2 ? char.ConvertToUtf32(text, i) : text[i], CharUnicodeInfo.GetUnicodeCategory(text, i), quote);
            i += length;
        }

        return output.Append(quote).ToString();
    }

    private static void Append(StringBuilder output, int code, UnicodeCategory category, char quote)
    {
        if (code == quote || code == '\\') output.Append('\\').Append((char)code);
        else if (code == '\n') output.Append("\\n");
        else if (code == '\r') output.Append("\\r");
        else if (code == '\t') output.Append("\\t");
        else if (code == ' ' || IsPrintable(category)) output.Append(char.ConvertFromUtf32(code));
        else if (code < 0x100) output.Append(CultureInfo.InvariantCulture, $"\\x{code:x2}");
        else if (code < 0x10000) output.Append(CultureInfo.InvariantCulture, $"\\u{code:x4}");
        else output.Append(CultureInfo.InvariantCulture, $"\\U{code:x8}");
    }

    private static bool IsPrintable(UnicodeCategory category) => category is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or
        UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or
        UnicodeCategory.SpaceSeparator);
}
