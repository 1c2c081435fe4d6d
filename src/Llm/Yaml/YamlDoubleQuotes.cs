using System.Globalization;

namespace Llm.Yaml;

/// <summary>Writes double-quoted scalars with PyYAML's escapes and line breaks; all characters beyond ASCII are escaped.</summary>
internal static class YamlDoubleQuotes
{
    public static void Write(YamlOutput output, ReadOnlySpan<int> text, bool mayBreak)
    {
        output.Indicator("\"", needsSpace: true);
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '"' or '\\' or < ' ' or > '~')
            {
                output.Append(text[start..i]);
                output.Append(Escape(text[i]));
                start = i + 1;
            }

            // PyYAML may end a line at a space, after an escape, or after the first character that follows an escape.
            if (mayBreak && i > 0 && i < text.Length - 1 && (text[i] == ' ' || start >= i) && output.IsBeyondWidth(i - start))
            {
                if (start < i)
                {
                    output.Append(text[start..i]);
                    start = i;
                }

                output.Append("\\");
                output.Indent();
                output.StartText();
                // A space at the start of a line would be read as indentation.
                if (text[start] == ' ') output.Append("\\");
            }
        }

        output.Append(text[start..]);
        output.Indicator("\"", needsSpace: false);
    }

    private static string Escape(int c) => c switch
    {
        0 => "\\0",
        7 => "\\a",
        8 => "\\b",
        9 => "\\t",
        10 => "\\n",
        11 => "\\v",
        12 => "\\f",
        13 => "\\r",
        27 => "\\e",
        '"' => "\\\"",
        '\\' => "\\\\",
        0x85 => "\\N",
        0xA0 => "\\_",
        0x2028 => "\\L",
        0x2029 => "\\P",
        <= 0xFF => "\\x" + c.ToString("X2", CultureInfo.InvariantCulture),
        <= 0xFFFF => "\\u" + c.ToString("X4", CultureInfo.InvariantCulture),
        _ => "\\U" + c.ToString("X8", CultureInfo.InvariantCulture),
    };
}
