using System.Text.RegularExpressions;

namespace Llm.Providers.Offline.Summary;

/// <summary>A line of Markdown without its quote marks and indentation.</summary>
internal sealed partial class MarkdownLine
{
    public MarkdownLine(string line)
        : this(line, 0, 0)
    {
    }

    private MarkdownLine(string line, int column, int depth)
    {
        var i = 0;
        Indent = column;
        for (; i < line.Length; i++)
        {
            if (line[i] == '>' && Indent < column + 4)
            {
                depth++;
                Indent = 0;
                column = 0;
                if (i + 1 < line.Length && line[i + 1] == ' ') i++;
            }
            else if (line[i] == '\t') Indent += 4 - (Indent % 4);
            else if (char.IsWhiteSpace(line[i])) Indent++;
            else break;
        }

        Text = line[i..];
        QuoteDepth = depth;
    }

    /// <summary>The line from its first character.</summary>
    public string Text { get; }

    /// <summary>The column of the first character, counted from the quote mark.</summary>
    public int Indent { get; }

    public int QuoteDepth { get; }

    public bool IsBlank => Text.Length == 0;

    public bool IsHeading =>
        Text[0] == '#' && Text.TrimStart('#') is var rest && Text.Length - rest.Length <= 6
            && (rest.Length == 0 || char.IsWhiteSpace(rest[0]));

    /// <summary>Whether the line makes the line above a heading.</summary>
    public bool IsUnderline => Text.TrimEnd() is var line && (line.Trim('=').Length == 0 || line.Trim('-').Length == 0);

    /// <summary>Whether the line is a horizontal rule.</summary>
    public bool IsRule =>
        Text[0] is '*' or '-' or '_' && Text.Length > 2 && Text.Replace(" ", "", StringComparison.Ordinal).TrimEnd()
            .Trim(Text[0]).Length == 0;

    public bool IsReference => Reference().IsMatch(Text);

    /// <summary>Whether the line contains only images, badges and tags.</summary>
    public bool IsPicture => Text[0] is '!' or '[' or '<' && Picture().IsMatch(Text);

    public bool IsTableRow =>
        Text[0] == '|' || Text.StartsWith("+-", StringComparison.Ordinal) || Text.StartsWith("+=", StringComparison.Ordinal);

    public bool IsTableRuler =>
        Text[0] is '-' or ':' or '|' && Text.Contains('|', StringComparison.Ordinal) && Text.AsSpan().IndexOfAnyExcept("-:| \t") < 0;

    /// <summary>The length of a list item's mark, with the space and check box after it; 0 if the line is not a list item.</summary>
    /// <param name="isInText">Whether the line may continue a paragraph, in which case a number other than 1 is part of the text.</param>
    public int ItemWidth(bool isInText)
    {
        var match = Item().Match(Text);
        return match.Success && (!isInText || match.Groups["number"].Value is "" or "1") ? match.Length : 0;
    }

    /// <summary>Whether the line begins with a number, as the items of a numbered list do.</summary>
    public bool IsNumbered => char.IsAsciiDigit(Text[0]);

    /// <summary>The text after the mark of a list item.</summary>
    public MarkdownLine From(int start) => new(Text[start..], Indent + start, QuoteDepth);

    [GeneratedRegex(@"^\[[^\]]+\]:\s*\S+", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();

    // Atomic, because backtracking through a long line would try every possible division.
    [GeneratedRegex("""
        ^(?>\[?!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])(?:\](?:\([^)]*\)|\[[^\]]*\]))?
        |</?[A-Za-z][^>]*>
        |<!--.*?-->
        |[ \t])+$
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Picture();

    [GeneratedRegex(@"^(?:[-*+•]|(?<number>[0-9]{1,9})[.)])(?:[ \t]+\[[ xX]\])?(?:[ \t]{1,4}|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Item();
}
