namespace Llm.Cli.Output.Rendering;

/// <summary>
/// Colours code line by line: strings, comments, keywords and numbers. It does not parse the code, and leaves unknown languages plain.
/// </summary>
internal sealed class CodeHighlighter(CodeLanguage? language)
{
    private (string Close, TextLook Look)? open;

    /// <summary>Returns the next line in styled pieces.</summary>
    public List<StyledText> Read(string line)
    {
        var pieces = new List<StyledText>();
        if (language is null) pieces.Add(new StyledText(line, TextLook.Plain));
        else if (language.IsDiff) pieces.Add(new StyledText(line, DiffLook(line)));
        else Read(line, language, pieces);
        return pieces;
    }

    private static TextLook DiffLook(string line) => line switch
    {
        ['+', ..] => TextLook.Added,
        ['-', ..] => TextLook.Removed,
        ['@', '@', ..] => TextLook.Faint,
        _ => TextLook.Plain,
    };

    private void Read(string line, CodeLanguage language, List<StyledText> pieces)
    {
        var start = 0;
        for (var place = 0; place < line.Length;)
        {
            var (length, look) = Token(line, place, language);
            if (look != TextLook.Plain)
            {
                if (place > start) pieces.Add(new StyledText(line[start..place], TextLook.Plain));
                pieces.Add(new StyledText(line.Substring(place, length), look));
                start = place + length;
            }

            place += length;
        }

        if (start < line.Length) pieces.Add(new StyledText(line[start..], TextLook.Plain));
    }

    private (int Length, TextLook Look) Token(string line, int place, CodeLanguage language)
    {
        if (open is { } inside) return Inside(line, place, 0, inside);
        foreach (var (mark, close, look) in language.MultilineMarks)
        {
            if (StartsWith(line, place, mark)) return Inside(line, place, mark.Length, (close, look));
        }

        foreach (var comment in language.LineComments)
        {
            // In shells and YAML, a # inside a word does not begin a comment.
            if (StartsWith(line, place, comment) && (comment.Length > 1 || place == 0 || char.IsWhiteSpace(line[place - 1])))
            {
                return (line.Length - place, TextLook.Faint);
            }
        }

        var c = line[place];
        if (language.Quotes.Contains(c, StringComparison.Ordinal)) return (StringLength(line, place), TextLook.String);
        if (!IsWord(c)) return (1, TextLook.Plain);
        var end = place;
        while (end < line.Length && (IsWord(line[end]) || (line[end] == '.' && char.IsAsciiDigit(c)))) end++;
        if (char.IsAsciiDigit(c)) return (end - place, TextLook.Number);
        return (end - place, language.Keywords.Contains(line[place..end]) ? TextLook.Keyword : TextLook.Plain);
    }

    /// <summary>Reads a comment or a string that may extend over lines.</summary>
    private (int Length, TextLook Look) Inside(string line, int place, int mark, (string Close, TextLook Look) kind)
    {
        var end = line.IndexOf(kind.Close, place + mark, StringComparison.Ordinal);
        open = end < 0 ? kind : null;
        return ((end < 0 ? line.Length : end + kind.Close.Length) - place, kind.Look);
    }

    private static int StringLength(string line, int place)
    {
        for (var end = place + 1; end < line.Length; end++)
        {
            if (line[end] == '\\') end++;
            else if (line[end] == line[place]) return end + 1 - place;
        }

        return line.Length - place;
    }

    private static bool StartsWith(string line, int place, string mark) => line.AsSpan(place).StartsWith(mark);

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
}
