using System.Text;

namespace Llm.Cli.Output.Rendering;

/// <summary>
/// Shows Markdown on a terminal while it comes, without ever going back: paragraphs word by word, code line by line, headings when their
/// line is there, tables when they are complete. What is written does not depend on the pieces in which the text comes.
/// </summary>
/// <remarks>
/// It is CommonMark as models write it: a line end inside a paragraph stays one, tables begin with a pipe, HTML and references are shown
/// as they stand. Control characters are shown as pictures, so that an answer cannot command the terminal.
/// </remarks>
internal sealed class MarkdownRenderer
{
    /// <summary>What is nested deeper than this is text: there is no room for it on a line anyway.</summary>
    private const int Deepest = 16;

    private readonly RenderedPage page;
    private readonly StringBuilder line = new();
    private readonly List<Container> containers = [];
    private Leaf? leaf;
    private int? holders;
    private bool inText;
    private bool waitsForEnd;

    /// <param name="write">Takes what can be shown.</param>
    /// <param name="width">The cells of a line.</param>
    /// <param name="hasColour">Whether colours are wanted.</param>
    public MarkdownRenderer(Action<string> write, int width, bool hasColour)
    {
        page = new RenderedPage(new StyledWriter(write, hasColour), containers, width, hasColour);
    }

    /// <summary>Takes the next piece of the answer and shows what is certain.</summary>
    public void Add(string text)
    {
        text = PlainText.Clean(text);
        for (var place = 0; place < text.Length;)
        {
            var end = text.IndexOf('\n', place);
            var piece = text[place..(end < 0 ? text.Length : end)];
            if (inText) leaf!.Add(piece);
            else line.Append(piece);
            // A line that waits for its end is not looked at before.
            if (!inText && (end >= 0 || (leaf is not CodeLeaf && !waitsForEnd))) Begin(isWhole: end >= 0);
            if (end < 0) break;
            (inText, waitsForEnd) = (false, false);
            place = end + 1;
        }

        page.Flush();
    }

    /// <summary>Shows the rest and ends the line; nothing more may be added.</summary>
    /// <param name="isWhole">Whether the answer was complete: then one that says nothing is an empty line.</param>
    public void Finish(bool isWhole = true)
    {
        if (!inText && (line.Length > 0 || holders is not null)) Begin(isWhole: true);
        inText = false;
        Close(0);
        page.EndAnswer(isWhole);
        page.Flush();
    }

    /// <summary>Reads the line's beginning; what is not certain yet waits for more.</summary>
    private void Begin(bool isWhole)
    {
        if (leaf is CodeLeaf && ReadCode(line.ToString()))
        {
            line.Clear();
            return;
        }

        if (holders is null)
        {
            holders = Match(line.ToString(), isWhole, out var place);
            if (holders is null) return;
            line.Remove(0, place);
        }

        if (!ReadRest(isWhole)) return;
        line.Clear();
        holders = null;
    }

    /// <summary>Finds how many of the open quotes and items hold the line; null if that is not certain.</summary>
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

    /// <summary>Reads what stands behind the marks of the quotes and items that hold the line; false if more of it is needed.</summary>
    private bool ReadRest(bool isWhole)
    {
        while (true)
        {
            var text = line.ToString();
            var held = holders!.Value;
            var start = LineStart.Of(text, isWhole);
            if (start.Kind == LineKind.IndentedCode && (leaf is not null || containers.Count > 0))
            {
                // Models indent as they like: in a list this is no code.
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
                case LineKind.Quote or LineKind.Bullet or LineKind.Number when held == Deepest:
                    ReadText(text, held);
                    return true;
                case LineKind.Quote:
                    Hold(held, Container.Quote(), start.Length);
                    continue;
                case LineKind.Number when start.Count != 1 && leaf is TextLeaf && !containers.Exists(container => container.Number is not null):
                    // A number that happens to stand at the beginning of a line.
                    ReadText(text, held);
                    return true;
                case LineKind.Bullet or LineKind.Number:
                    Hold(held, Item(start, text, held), start.Length);
                    continue;
                case LineKind.Blank:
                    ReadBlank(held);
                    return true;
                case LineKind.Heading:
                    Close(held);
                    page.WriteHeading(text[start.Length..], start.Count);
                    return true;
                case LineKind.Rule:
                    Close(held);
                    page.WriteRule();
                    return true;
                case LineKind.Fence:
                    Close(held);
                    leaf = new CodeLeaf(page, start, text[start.Length..]);
                    return true;
                case LineKind.TableRow:
                    ReadRow(text[start.Length..], held);
                    return true;
                case LineKind.IndentedCode:
                    page.WriteCodeLine([new StyledText(text[(text[0] == '\t' ? 1 : 4)..], TextLook.Code)]);
                    return true;
                default:
                    // The first line of a paragraph is not indented, those that follow are as they stand.
                    ReadText(leaf is TextLeaf ? text : text[start.Length..], held);
                    return true;
            }
        }
    }

    /// <summary>Opens a quote or an item, which holds what comes behind its mark.</summary>
    private void Hold(int held, Container container, int length)
    {
        Close(held);
        containers.Add(container);
        holders = containers.Count;
        line.Remove(0, length);
    }

    private Container Item(LineStart start, string text, int held)
    {
        var indent = LineStart.Columns(text.AsSpan(0, start.Length));
        if (start.Kind == LineKind.Number)
        {
            // Items are counted on from the first, as Markdown wants it.
            var number = containers.ElementAtOrDefault(held)?.Number is { } last ? last + 1 : start.Count;
            return new Container(indent, $"{number}{start.Mark} ", number);
        }

        var level = containers.Take(held).Count(container => !container.IsQuote && container.Number is null);
        return new Container(indent, level % 2 == 0 ? "• " : "◦ ");
    }

    private void ReadBlank(int held)
    {
        // A blank line without its mark ends a quote; items go on behind blank lines.
        CloseLeaf();
        while (held < containers.Count && !containers[held].IsQuote) held++;
        Close(held);
        page.BlankLine();
    }

    private void ReadText(string text, int held)
    {
        // A paragraph goes on without the marks of what holds it.
        if (leaf is TextLeaf open)
        {
            open.NextLine();
        }
        else
        {
            Close(held);
            leaf = new TextLeaf(page);
        }

        leaf.Add(text);
        inText = true;
    }

    private void ReadRow(string text, int held)
    {
        if (leaf is not TableLeaf || held < containers.Count)
        {
            Close(held);
            leaf = new TableLeaf(page);
        }

        leaf.Add(text);
        if (!((TableLeaf)leaf).MayBeTable) CloseLeaf();
    }

    /// <summary>Reads a line of a fenced code, whose items need not be kept to, as models forget it; false if the code is over.</summary>
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
                // The quote is over, and the code with it.
                CloseLeaf();
                return false;
            }
        }

        leaf!.Add(text[place..]);
        if (((CodeLeaf)leaf).IsClosed) CloseLeaf();
        return true;
    }

    /// <summary>Closes what is open, and all quotes and items but the first <paramref name="kept"/>.</summary>
    private void Close(int kept)
    {
        CloseLeaf();
        while (containers.Count > kept)
        {
            if (containers[^1].WaitsForLine) page.EndLine();
            containers.RemoveAt(containers.Count - 1);
        }
    }

    private void CloseLeaf()
    {
        leaf?.Close();
        leaf = null;
    }
}
