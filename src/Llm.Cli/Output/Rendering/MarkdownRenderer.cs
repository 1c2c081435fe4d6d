using System.Text;

namespace Llm.Cli.Output.Rendering;

/// <summary>
/// Renders Markdown on a terminal while it is received, without ever moving the cursor back: paragraphs word by word, code line by line,
/// headings and tables when they are complete. The output does not depend on the pieces in which the text is received.
/// </summary>
/// <remarks>
/// The input is CommonMark as models write it: a line end inside a paragraph is kept, tables begin with a pipe, and HTML and reference
/// links are shown unchanged. Control characters are shown as symbols, so that an answer cannot control the terminal.
/// </remarks>
internal sealed class MarkdownRenderer
{
    /// <summary>The maximum depth of nesting; deeper blocks are text, because a line has no room for them.</summary>
    private const int MaxDepth = 16;

    private readonly RenderedPage page;
    private readonly StringBuilder line = new();
    private readonly List<Container> containers = [];
    private Leaf? leaf;
    private int? matched;
    private bool inText;
    private bool waitsForEnd;

    /// <param name="write">Receives the output.</param>
    /// <param name="width">The width of a line in cells.</param>
    /// <param name="hasColour">Whether colours are used.</param>
    public MarkdownRenderer(Action<string> write, int width, bool hasColour)
    {
        page = new RenderedPage(new StyledWriter(write, hasColour), containers, width, hasColour);
    }

    /// <summary>Adds the next piece of the answer, and shows the text that is certain.</summary>
    public void Add(string text)
    {
        text = PlainText.Clean(text);
        for (var place = 0; place < text.Length;)
        {
            var end = text.IndexOf('\n', place);
            var piece = text[place..(end < 0 ? text.Length : end)];
            if (inText) leaf!.Add(piece);
            else line.Append(piece);
            // A line that can only be read as a whole is not read before it is complete.
            if (!inText && (end >= 0 || (leaf is not CodeLeaf && !waitsForEnd))) Begin(isWhole: end >= 0);
            if (end < 0) break;
            (inText, waitsForEnd) = (false, false);
            place = end + 1;
        }

        page.Flush();
    }

    /// <summary>Shows the rest and ends the line; nothing more may be added.</summary>
    /// <param name="isWhole">Whether the answer is complete; a complete answer without text is shown as an empty line.</param>
    public void Finish(bool isWhole = true)
    {
        if (!inText && (line.Length > 0 || matched is not null)) Begin(isWhole: true);
        inText = false;
        Close(0);
        page.EndAnswer(isWhole);
        page.Flush();
    }

    /// <summary>Reads the beginning of the line, or waits for more if it is not certain yet.</summary>
    private void Begin(bool isWhole)
    {
        if (leaf is CodeLeaf && ReadCode(line.ToString()))
        {
            line.Clear();
            return;
        }

        if (matched is null)
        {
            matched = Match(line.ToString(), isWhole, out var place);
            if (matched is null) return;
            line.Remove(0, place);
        }

        if (!ReadRest(isWhole)) return;
        line.Clear();
        matched = null;
    }

    /// <summary>Finds how many of the open containers the line continues; null if more text is needed.</summary>
    private int? Match(string text, bool isWhole, out int place)
    {
        place = 0;
        for (var i = 0; i < containers.Count; i++)
        {
            var rest = text.AsSpan(place);
            var blanks = rest.IndexOfAnyExcept(' ', '\t');
            if (blanks < 0 && !isWhole && rest.Length < LineStart.Longest) return null;
            if (blanks < 0) blanks = rest.Length;
            if (containers[i].IsQuote)
            {
                if (blanks == rest.Length || rest[blanks] != '>') return i;
                if (blanks + 1 == rest.Length && !isWhole) return null;
                place += blanks + (blanks + 1 < rest.Length && rest[blanks + 1] == ' ' ? 2 : 1);
            }
            else if (LineStart.Columns(rest[..blanks]) >= containers[i].Indent)
            {
                for (var columns = 0; columns < containers[i].Indent; place++) columns += text[place] == '\t' ? 4 : 1;
            }
            else if (blanks < rest.Length)
            {
                return i;
            }
        }

        return containers.Count;
    }

    /// <summary>Reads the line after the marks of the containers that it continues; returns false if more of it is needed.</summary>
    private bool ReadRest(bool isWhole)
    {
        while (true)
        {
            var text = line.ToString();
            var kept = matched!.Value;
            var start = LineStart.Of(text, isWhole);
            if (start.Kind == LineKind.IndentedCode && (leaf is not null || containers.Count > 0))
            {
                // Models indent lists freely, so this is not code.
                start = LineStart.Of(text.AsSpan(start.Length), isWhole) is var inner && inner.Kind == LineKind.Unknown
                    ? inner
                    : inner with { Length = start.Length + inner.Length };
            }

            switch (start.Kind)
            {
                case LineKind.Unknown:
                    return false;
                case LineKind.Heading or LineKind.TableRow or LineKind.Fence or LineKind.IndentedCode when !isWhole:
                    waitsForEnd = true;
                    return false;
                case LineKind.Quote or LineKind.Bullet or LineKind.Number when kept == MaxDepth:
                    ReadText(text, kept);
                    return true;
                case LineKind.Quote:
                    Open(kept, Container.Quote(), start.Length);
                    continue;
                case LineKind.Number when start.Count != 1 && leaf is TextLeaf
                    && !containers.Exists(container => container.Number is not null):
                    // The number happens to begin a line of a paragraph.
                    ReadText(text, kept);
                    return true;
                case LineKind.Bullet or LineKind.Number:
                    Open(kept, Item(start, text, kept), start.Length);
                    continue;
                case LineKind.Blank:
                    ReadBlank(kept);
                    return true;
                case LineKind.Heading:
                    Close(kept);
                    page.WriteHeading(text[start.Length..], start.Count);
                    return true;
                case LineKind.Rule:
                    Close(kept);
                    page.WriteRule();
                    return true;
                case LineKind.Fence:
                    Close(kept);
                    leaf = new CodeLeaf(page, start, text[start.Length..]);
                    return true;
                case LineKind.TableRow:
                    ReadRow(text[start.Length..], kept);
                    return true;
                case LineKind.IndentedCode:
                    page.WriteCodeLine([new StyledText(text[(text[0] == '\t' ? 1 : 4)..], TextLook.Code)]);
                    return true;
                default:
                    // The first line of a paragraph loses its indentation, and the following lines keep theirs.
                    ReadText(leaf is TextLeaf ? text : text[start.Length..], kept);
                    return true;
            }
        }
    }

    /// <summary>Opens a quote or a list item, and leaves the text after its mark in the line.</summary>
    private void Open(int kept, Container container, int length)
    {
        Close(kept);
        containers.Add(container);
        matched = containers.Count;
        line.Remove(0, length);
    }

    private Container Item(LineStart start, string text, int kept)
    {
        var indent = LineStart.Columns(text.AsSpan(0, start.Length));
        if (start.Kind == LineKind.Number)
        {
            // Items are numbered consecutively from the first, as CommonMark specifies.
            var number = containers.ElementAtOrDefault(kept)?.Number is { } last ? last + 1 : start.Count;
            return new Container(indent, $"{number}{start.Mark} ", number);
        }

        var level = containers.Take(kept).Count(container => !container.IsQuote && container.Number is null);
        return new Container(indent, level % 2 == 0 ? "• " : "◦ ");
    }

    private void ReadBlank(int kept)
    {
        // A blank line without a quote mark ends the quote; list items continue after blank lines.
        CloseLeaf();
        while (kept < containers.Count && !containers[kept].IsQuote) kept++;
        Close(kept);
        page.BlankLine();
    }

    private void ReadText(string text, int kept)
    {
        // A paragraph continues even without the marks of its containers.
        if (leaf is TextLeaf open)
        {
            open.NextLine();
        }
        else
        {
            Close(kept);
            leaf = new TextLeaf(page);
        }

        leaf.Add(text);
        inText = true;
    }

    private void ReadRow(string text, int kept)
    {
        if (leaf is not TableLeaf || kept < containers.Count)
        {
            Close(kept);
            leaf = new TableLeaf(page);
        }

        leaf.Add(text);
        if (!((TableLeaf)leaf).MayBeTable) CloseLeaf();
    }

    /// <summary>
    /// Reads a line of fenced code, whose indentation inside list items is optional because models forget it; returns false if the code has
    /// ended.
    /// </summary>
    private bool ReadCode(string text)
    {
        var place = 0;
        foreach (var container in containers)
        {
            var rest = text.AsSpan(place);
            var blanks = rest.IndexOfAnyExcept(' ', '\t') is var found && found < 0 ? rest.Length : found;
            if (!container.IsQuote)
            {
                for (var columns = 0; columns < container.Indent && blanks > 0; blanks--, place++) columns += text[place] == '\t' ? 4 : 1;
            }
            else if (blanks < rest.Length && rest[blanks] == '>')
            {
                place += blanks + (blanks + 1 < rest.Length && rest[blanks + 1] == ' ' ? 2 : 1);
            }
            else
            {
                // The end of the quote ends the code too.
                CloseLeaf();
                return false;
            }
        }

        leaf!.Add(text[place..]);
        if (((CodeLeaf)leaf).IsClosed) CloseLeaf();
        return true;
    }

    /// <summary>Closes the open leaf and all containers except the first <paramref name="kept"/>.</summary>
    private void Close(int kept)
    {
        CloseLeaf();
        while (containers.Count > kept)
        {
            if (containers[^1].HasPendingMarker) page.EndLine();
            containers.RemoveAt(containers.Count - 1);
        }
    }

    private void CloseLeaf()
    {
        leaf?.Close();
        leaf = null;
    }
}
