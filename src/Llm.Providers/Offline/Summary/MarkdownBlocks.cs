using System.Text;

namespace Llm.Providers.Offline.Summary;

/// <summary>Finds the running text of a Markdown document: everything but headings, code, tables, HTML, images and front matter.</summary>
internal sealed class MarkdownBlocks(string text)
{
    /// <summary>More lists than this do not begin on one line in a document that people read.</summary>
    private const int MaximumDepth = 20;

    private readonly StringBuilder paragraph = new();
    private readonly List<ProseBlock> finished = [];
    private MarkdownFence fence;
    private string? htmlEnd;
    private bool isListItem;
    private bool isNumbered;
    private bool isTable;
    private int paragraphLines;
    private int lastLineStart;
    private int listIndent;
    private int quoteDepth;

    /// <summary>The blocks in their order; a block that code interrupts is two.</summary>
    public IEnumerable<ProseBlock> Read()
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = FrontMatter.Length(lines); i < lines.Length; i++)
        {
            ReadLine(new MarkdownLine(lines[i]));
            foreach (var block in finished) yield return block;
            finished.Clear();
        }

        Close();
        foreach (var block in finished) yield return block;
    }

    private void ReadLine(MarkdownLine line)
    {
        if (fence.IsOpen && (line.QuoteDepth >= fence.QuoteDepth))
        {
            if (fence.IsClosedBy(line)) fence = default;
            return;
        }

        fence = default;
        if (htmlEnd is not null)
        {
            if (htmlEnd.Length == 0 ? line.IsBlank : line.Text.Contains(htmlEnd, StringComparison.OrdinalIgnoreCase)) htmlEnd = null;
            return;
        }

        if (line.QuoteDepth > quoteDepth || (line.QuoteDepth < quoteDepth && paragraphLines == 0)) Leave(line.QuoteDepth);
        if (line.IsBlank)
        {
            Close();
            isTable = false;
        }
        else if (paragraphLines == 0 && line.Indent >= IndentOf(line) + 4)
        {
            // Indented code; within a paragraph the indentation would mean nothing.
        }
        else
        {
            ReadContent(line);
        }
    }

    /// <summary>The column that the list at this line reaches to; a line further left ends it.</summary>
    private int IndentOf(MarkdownLine line) => listIndent = Math.Min(listIndent, paragraphLines == 0 ? line.Indent : listIndent);

    private void ReadContent(MarkdownLine line, int depth = 0)
    {
        if (MarkdownFence.TryOpen(line, out var opened))
        {
            Close();
            fence = opened;
        }
        else if (line.IsUnderline && paragraphLines == 1 && !isListItem && !SentenceMarks.EndsSentence(paragraph.ToString()))
        {
            Discard();
        }
        else if (HtmlBlock.End(line) is { } end)
        {
            Close();
            htmlEnd = end.Length > 0 && line.Text.Contains(end, StringComparison.OrdinalIgnoreCase) ? null : end;
        }
        else if (line.IsHeading || line.IsRule || line.IsUnderline || line.IsReference || line.IsPicture)
        {
            Close();
        }
        else if (isTable || line.IsTableRow)
        {
            Close();
            isTable = true;
        }
        else if (line.IsTableRuler)
        {
            // The line above was the head of the table, not the end of a paragraph.
            paragraph.Length = lastLineStart;
            Close();
            isTable = true;
        }
        else if (depth < MaximumDepth && line.ItemWidth(isInText: paragraphLines > 0 && !isNumbered) is > 0 and var width)
        {
            Close();
            isListItem = true;
            isNumbered = line.IsNumbered;
            listIndent = line.Indent + width;
            var content = line.From(width);
            if (!content.IsBlank) ReadContent(content, depth + 1);
        }
        else
        {
            Append(line.Text.TrimEnd().TrimEnd('\\'));
        }
    }

    private void Append(string words)
    {
        if (words.Length == 0) return;
        lastLineStart = paragraph.Length;
        if (paragraph.Length > 0 && !(Scripts.JoinsWithoutSpace(paragraph[^1]) && Scripts.JoinsWithoutSpace(words[0])))
            paragraph.Append(' ');
        paragraph.Append(words);
        paragraphLines++;
    }

    private void Leave(int depth)
    {
        Close();
        quoteDepth = depth;
        listIndent = 0;
    }

    private void Close()
    {
        if (paragraph.ToString().Trim() is { Length: > 0 } words) finished.Add(new ProseBlock(words, isListItem));
        Discard();
    }

    private void Discard()
    {
        paragraph.Clear();
        paragraphLines = 0;
        lastLineStart = 0;
        isListItem = false;
        isNumbered = false;
    }
}
