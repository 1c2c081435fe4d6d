namespace Llm.Cli.Output.Rendering;

/// <summary>The kind of block that a line of Markdown begins.</summary>
internal enum LineKind
{
    /// <summary>More of the line is needed to decide.</summary>
    Unknown,
    Blank,
    Text,
    Heading,
    Rule,
    Fence,
    TableRow,
    Quote,
    Bullet,
    Number,
    IndentedCode,
}

/// <summary>The beginning of a line, or of the rest of a line after the marks of quotes and lists.</summary>
/// <param name="Kind">The kind of block.</param>
/// <param name="Length">The length of the mark and the blanks around it.</param>
/// <param name="Count">The number of marks, or the number of a list item.</param>
/// <param name="Mark">The mark.</param>
internal readonly record struct LineStart(LineKind Kind, int Length = 0, int Count = 0, char Mark = ' ')
{
    /// <summary>The length from which a line that contains only marks is text, so that its rest is not held back.</summary>
    public const int Longest = 1000;

    private const int CodeIndent = 4;

    /// <summary>Finds how a line begins. A result other than <see cref="LineKind.Unknown"/> holds whatever text follows.</summary>
    /// <param name="line">The part of the line that has been received.</param>
    /// <param name="isWhole">Whether the line is complete.</param>
    public static LineStart Of(ReadOnlySpan<char> line, bool isWhole)
    {
        var indent = line.IndexOfAnyExcept(' ', '\t');
        if (indent < 0 && line.Length < Longest) return new LineStart(isWhole ? LineKind.Blank : LineKind.Unknown);
        if (indent < 0) return new LineStart(LineKind.Text, line.Length);
        var text = line[indent..];
        if (Columns(line[..indent]) >= CodeIndent) return new LineStart(LineKind.IndentedCode, indent);
        if (IsRule(text, isWhole) is var isRule && isRule != false) return isRule == true ? new LineStart(LineKind.Rule) : default;
        return text[0] switch
        {
            '#' => Heading(text, indent, isWhole),
            '>' => text.Length == 1 && !isWhole ? default : new LineStart(LineKind.Quote, indent + (text is ['>', ' ', ..] ? 2 : 1)),
            '-' or '*' or '+' => Item(line, indent, 1, isWhole) with { Mark = text[0] },
            >= '0' and <= '9' => Numbered(line, indent, isWhole),
            '`' or '~' => Fence(text, indent, isWhole),
            '|' => new LineStart(LineKind.TableRow, indent),
            _ => new LineStart(LineKind.Text, indent),
        };
    }

    /// <summary>The width of blanks in columns; a tab counts as four.</summary>
    public static int Columns(ReadOnlySpan<char> blanks) => blanks.Length + (3 * blanks.Count('\t'));

    /// <summary>
    /// Whether the line contains only three or more of <c>- * _</c>, or equals signs below a title; null if more text is needed.
    /// </summary>
    private static bool? IsRule(ReadOnlySpan<char> text, bool isWhole)
    {
        if (text[0] is not ('-' or '*' or '_' or '=')) return false;
        var most = text[..Math.Min(text.Length, Longest)];
        if (most.IndexOfAnyExcept(text[0], ' ') >= 0 || text.Length >= Longest) return false;
        if (!isWhole) return null;
        return text.Count(text[0]) >= 3 && (text[0] != '=' || text.IndexOf("= ") < 0 || text.Trim(' ').IndexOf(' ') < 0);
    }

    private static LineStart Heading(ReadOnlySpan<char> text, int indent, bool isWhole)
    {
        var level = text.IndexOfAnyExcept('#');
        if (level < 0) level = text.Length;
        if (level > 6) return new LineStart(LineKind.Text, indent);
        if (level == text.Length && !isWhole) return default;
        return level == text.Length || text[level] is ' ' or '\t'
            ? new LineStart(LineKind.Heading, indent + level, level)
            : new LineStart(LineKind.Text, indent);
    }

    private static LineStart Fence(ReadOnlySpan<char> text, int indent, bool isWhole)
    {
        var count = text.IndexOfAnyExcept(text[0]);
        if (count < 0) count = text.Length;
        if (count < 3) return count == text.Length && !isWhole ? default : new LineStart(LineKind.Text, indent);
        // Backticks that are closed on the same line are code in a paragraph.
        var isCode = text[0] == '`' && text[count..].Contains('`');
        return isCode ? new LineStart(LineKind.Text, indent) : new LineStart(LineKind.Fence, indent + count, count, text[0]);
    }

    private static LineStart Numbered(ReadOnlySpan<char> line, int indent, bool isWhole)
    {
        var digits = line[indent..].IndexOfAnyExceptInRange('0', '9');
        if (digits < 0) digits = line.Length - indent;
        if (digits > 9) return new LineStart(LineKind.Text, indent);
        if (indent + digits == line.Length) return isWhole ? new LineStart(LineKind.Text, indent) : default;
        var mark = line[indent + digits];
        if (mark is not ('.' or ')')) return new LineStart(LineKind.Text, indent);
        var item = Item(line, indent, digits + 1, isWhole);
        return item.Kind == LineKind.Bullet
            ? item with
            {
                Kind = LineKind.Number,
                Mark = mark,
                Count = int.Parse(line.Slice(indent, digits), System.Globalization.CultureInfo.InvariantCulture),
            }
            : item;
    }

    /// <summary>
    /// Reads the mark of a list item, which needs a blank after it; of more than four blanks, only the first belongs to the mark.
    /// </summary>
    private static LineStart Item(ReadOnlySpan<char> line, int indent, int mark, bool isWhole)
    {
        var rest = line[(indent + mark)..];
        if (rest.IsEmpty) return isWhole ? new LineStart(LineKind.Bullet, line.Length) : default;
        if (rest[0] is not (' ' or '\t')) return new LineStart(LineKind.Text, indent);
        var blanks = rest.IndexOfAnyExcept(' ', '\t');
        if (blanks < 0)
            return isWhole
                ? new LineStart(LineKind.Bullet, indent + mark + 1)
                : rest.Length < Longest
                ? default
                : new LineStart(LineKind.Text, indent);
        return new LineStart(LineKind.Bullet, indent + mark + (blanks > CodeIndent ? 1 : blanks));
    }
}
