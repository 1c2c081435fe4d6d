using System.Buffers;
using System.Net;

namespace Llm.Cli.Output.Rendering;

/// <summary>
/// Reads the inline elements of a paragraph as they are received: emphasis, code and links. Text is passed on as soon as it is certain, and
/// held back from a mark that may still be closed. A mark that is not closed within <see cref="Reach"/> characters is literal text, so that
/// little is held back and scanned again.
/// </summary>
/// <param name="write">Receives text.</param>
/// <param name="endLine">Called at the end of a line.</param>
/// <param name="marksCode">Whether code keeps its backticks because nothing else marks it.</param>
internal sealed class InlineText(Action<string, TextLook> write, Action endLine, bool marksCode)
{
    /// <summary>The distance within which a mark must be closed.</summary>
    public const int Reach = 1000;

    private static readonly SearchValues<char> Marks = SearchValues.Create("\\`*_~[!<&\n");

    private string held = "";
    private char previous = '\n';

    /// <summary>Adds text of the paragraph.</summary>
    public void Add(string text, TextLook look)
    {
        held += text;
        var done = Read(held, ref previous, look, isWhole: false);
        held = held[done..];
    }

    /// <summary>Ends the paragraph.</summary>
    public void End(TextLook look)
    {
        Read(held, ref previous, look, isWhole: true);
        (held, previous) = ("", '\n');
    }

    /// <summary>Passes on the text that is certain, and returns its length.</summary>
    private int Read(string text, ref char before, TextLook look, bool isWhole)
    {
        var place = 0;
        while (place < text.Length)
        {
            var plain = text.AsSpan(place).IndexOfAny(Marks);
            if (plain < 0) plain = text.Length - place;
            // A high surrogate waits for its low surrogate.
            if (plain > 0 && !isWhole && place + plain == text.Length && char.IsHighSurrogate(text[^1])) plain--;
            if (plain > 0)
            {
                write(text.Substring(place, plain), look);
                place += plain;
            }
            else if (place < text.Length && !isWhole && char.IsHighSurrogate(text[place]))
            {
                break;
            }

            if (place > 0) before = text[place - 1];
            if (place == text.Length) break;
            var length = ReadMark(new InlineScan(text, place, before, isWhole), look);
            if (length == 0) break;
            place += length;
            before = text[place - 1];
        }

        return place;
    }

    /// <summary>Passes on the element that begins with a mark, and returns its length; 0 if more text is needed.</summary>
    private int ReadMark(InlineScan scan, TextLook look)
    {
        switch (scan.First)
        {
            case '\n':
                endLine();
                return 1;
            case '\\':
                return ReadEscape(scan, look);
            case '&':
                return ReadEntity(scan, look);
            case '<':
                return ReadAngle(scan, look);
            case '`':
                return ReadCode(scan, look);
            case '[':
                return ReadLink(scan, 0, look);
            case '!':
                if (scan.At(1) is not { } next) return scan.IsWhole ? Literal(scan, 1, look) : 0;
                return next == '[' ? ReadLink(scan, 1, look) : Literal(scan, 1, look);
            default:
                return ReadEmphasis(scan, look);
        }
    }

    private int Literal(InlineScan scan, int length, TextLook look)
    {
        write(scan.Text.Substring(scan.Place, length), look);
        return length;
    }

    private int ReadEscape(InlineScan scan, TextLook look)
    {
        if (scan.At(1) is not { } next) return scan.IsWhole ? Literal(scan, 1, look) : 0;
        // A backslash before a line end is dropped. The brackets of formulas keep theirs.
        if (next == '\n' || !char.IsAscii(next) || !char.IsPunctuation(next) && !char.IsSymbol(next))
            return next == '\n' ? 1 : Literal(scan, 1, look);
        if (next is '(' or ')' or '[' or ']') return Literal(scan, 2, look);
        write(next.ToString(), look);
        return 2;
    }

    private int ReadEntity(InlineScan scan, TextLook look)
    {
        const int longest = 32;
        for (var i = 1; i < longest; i++)
        {
            if (scan.At(i) is not { } c)
            {
                if (scan.IsWhole) break;
                return 0;
            }

            if (c == ';')
            {
                var text = WebUtility.HtmlDecode(scan.Text.Substring(scan.Place, i + 1));
                if (text.Any(char.IsControl)) break;
                write(text, look);
                return i + 1;
            }

            if (!char.IsAsciiLetterOrDigit(c) && c != '#') break;
        }

        return Literal(scan, 1, look);
    }

    /// <summary>
    /// Reads a URL or an email address in angle brackets, or an HTML line break; everything else in angle brackets is text.
    /// </summary>
    private int ReadAngle(InlineScan scan, TextLook look)
    {
        for (var i = 1; i < Reach; i++)
        {
            if (scan.At(i) is not { } c)
            {
                if (scan.IsWhole) break;
                return 0;
            }

            if (c == '>')
            {
                var inside = scan.Text.Substring(scan.Place + 1, i - 1);
                if (inside.TrimEnd('/', ' ').Equals("br", StringComparison.OrdinalIgnoreCase)) endLine();
                else if (inside.Contains("://", StringComparison.Ordinal) || inside.Contains('@', StringComparison.Ordinal))
                    write(inside, look | TextLook.Link);
                else break;
                return i + 1;
            }

            if (c is '<' or '\n' || (c == ' ' && i != 3)) break;
        }

        return Literal(scan, 1, look);
    }

    private int ReadCode(InlineScan scan, TextLook look)
    {
        var run = scan.Run(scan.Place);
        var end = scan.CodeEnd(scan.Place);
        if (end == InlineScan.Unknown) return 0;
        if (end == InlineScan.None) return Literal(scan, run, look);
        var code = scan.Text[(scan.Place + run)..(end - run)].Replace('\n', ' ');
        if (code is [' ', _, .., ' '] && !string.IsNullOrWhiteSpace(code)) code = code[1..^1];
        write(marksCode ? $"`{code}`" : code, look | TextLook.Code);
        return end - scan.Place;
    }

    /// <param name="scan">The scan at the beginning of the link.</param>
    /// <param name="mark">1 if an exclamation mark makes it an image; otherwise 0.</param>
    /// <param name="look">The look of the surrounding text.</param>
    private int ReadLink(InlineScan scan, int mark, TextLook look)
    {
        var start = scan.Place + mark;
        var end = scan.LinkEnd(start, out var textEnd);
        if (end == InlineScan.Unknown) return 0;
        if (end == InlineScan.None) return Literal(scan, 1 + mark, look);
        var text = scan.Text[(start + 1)..textEnd];
        var address = scan.Text[(textEnd + 2)..(end - 1)].Trim();
        // A title may follow the URL.
        if (address.IndexOf(' ', StringComparison.Ordinal) is > 0 and var blank) address = address[..blank];
        address = address.Trim('<', '>');
        var before = '[';
        Read(text.Length == 0 ? address : text, ref before, look | TextLook.Link, isWhole: true);
        if (text.Length > 0 && address.Length > 0 && address != text && address != $"mailto:{text}") write($" ({address})", TextLook.Faint);
        return end - scan.Place;
    }

    private int ReadEmphasis(InlineScan scan, TextLook look)
    {
        var run = scan.Run(scan.Place);
        if (scan.At(run) is null && !scan.IsWhole) return 0;
        var (length, end) = scan.EmphasisEnd(run);
        if (end == InlineScan.Unknown) return 0;
        if (end == InlineScan.None) return Literal(scan, run, look);
        var added = scan.First == '~'
            ? TextLook.Strike
            : length switch { 1 => TextLook.Italic, 2 => TextLook.Bold, _ => TextLook.Bold | TextLook.Italic };
        var before = scan.First;
        Read(scan.Text[(scan.Place + length)..(end - length)], ref before, look | added, isWhole: true);
        return end - scan.Place;
    }
}
