using System.Globalization;

namespace Llm.Yaml;

/// <summary>Writes plain, literal and single-quoted scalars, and breaks long ones where PyYAML does.</summary>
internal static class YamlScalarWriter
{
    /// <summary>Writes text in the simplest style that reads back as this text.</summary>
    /// <param name="output">The output.</param>
    /// <param name="value">The text.</param>
    /// <param name="isSimpleKey">Whether the text is a key, which must not be broken.</param>
    public static void WriteText(YamlOutput output, string value, bool isSimpleKey)
    {
        var text = CodePoints(value);
        var analysis = YamlScalarAnalysis.Of(text);
        if (analysis.AllowsPlain && YamlResolver.Resolve(value) == YamlScalarKind.Text) WritePlain(output, text, !isSimpleKey);
        else if (analysis.AllowsSingleQuotes && !(isSimpleKey && analysis.IsMultiline)) WriteSingleQuoted(output, text, !isSimpleKey);
        else YamlDoubleQuotes.Write(output, text, !isSimpleKey);
    }

    /// <summary>Writes text with several lines unchanged after a <c>|</c>, or in double quotes if that style cannot represent it.</summary>
    public static void WriteLines(YamlOutput output, string value)
    {
        var text = CodePoints(value);
        if (!YamlScalarAnalysis.Of(text).AllowsLiteral)
        {
            YamlDoubleQuotes.Write(output, text, mayBreak: true);
            return;
        }

        // The indentation must be stated only if the first line begins with a space or is empty.
        var indentation = value[0] is ' ' or '\n' ? output.BestIndent.ToString(CultureInfo.InvariantCulture) : "";
        var end = !value.EndsWith('\n') ? "-" : value is "\n" || value.EndsWith("\n\n", StringComparison.Ordinal) ? "+" : "";
        output.Indicator($"|{indentation}{end}", needsSpace: true);
        output.LineBreak();
        foreach (var line in (value.EndsWith('\n') ? value[..^1] : value).Split('\n'))
        {
            if (line.Length > 0) output.Indent();
            output.Append(line);
            output.LineBreak();
        }

        output.IsOpenEnded = end == "+";
    }

    /// <summary>Whether the text can be a key before a colon; other keys are written after a question mark.</summary>
    public static bool IsSimpleKey(string value)
    {
        // PyYAML counts the tag too, which is not written: !!str.
        const int TagLength = 5;
        var text = CodePoints(value);
        return text.Length > 0 && text.Length + TagLength < 128 && !YamlScalarAnalysis.Of(text).IsMultiline;
    }

    /// <summary>The characters as Python counts them; half a surrogate pair is kept.</summary>
    private static int[] CodePoints(string value)
    {
        var result = new List<int>(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            result.Add(char.IsSurrogatePair(value, i) ? char.ConvertToUtf32(value[i], value[++i]) : value[i]);
        }

        return [.. result];
    }

    private static void WritePlain(YamlOutput output, ReadOnlySpan<int> text, bool mayBreak)
    {
        output.StartPlain();
        var start = 0;
        while (start < text.Length)
        {
            var end = start + Run(text[start..], text[start] == ' ');
            if (text[start] == ' ' && end == start + 1 && mayBreak && output.IsBeyondWidth())
            {
                output.Indent();
                output.StartText();
            }
            else
            {
                output.Append(text[start..end]);
            }

            start = end;
        }
    }

    private static void WriteSingleQuoted(YamlOutput output, ReadOnlySpan<int> text, bool mayBreak)
    {
        output.Indicator("'", needsSpace: true);
        var start = 0;
        while (start < text.Length)
        {
            var end = start + 1;
            switch (text[start])
            {
                case '\'':
                    output.Append("''");
                    break;
                case '\n':
                    while (end < text.Length && text[end] == '\n') end++;
                    // A single line break would be read as a space.
                    for (var i = start; i <= end; i++) output.LineBreak();
                    output.Indent();
                    break;
                case ' ':
                    end = start + Run(text[start..], spaces: true);
                    if (end == start + 1 && start > 0 && end < text.Length && mayBreak && output.IsBeyondWidth()) output.Indent();
                    else output.Append(text[start..end]);
                    break;
                default:
                    while (end < text.Length && text[end] is not (' ' or '\n' or '\'')) end++;
                    output.Append(text[start..end]);
                    break;
            }

            start = end;
        }

        output.Indicator("'", needsSpace: false);
    }

    /// <summary>The number of leading characters that are spaces, or that are not.</summary>
    private static int Run(ReadOnlySpan<int> text, bool spaces)
    {
        var length = spaces ? text.IndexOfAnyExcept(' ') : text.IndexOf(' ');
        return length < 0 ? text.Length : length;
    }
}
