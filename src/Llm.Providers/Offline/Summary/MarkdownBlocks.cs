using System.Text;

namespace Llm.Providers.Offline.Summary;

/// <summary>Finds the running text of a Markdown document, which excludes headings, code, tables, HTML, images and front matter.</summary>
internal sealed class MarkdownBlocks(string text)
{
    /// <summary>No document that people write begins more lists on one line.</summary>
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

    /// <summary>The blocks in their order; a block that code interrupts counts as two.</summary>
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
            // The line is indented code; within a paragraph, indentation has no meaning.
        }
        else
        {
            ReadContent(line);
        }
    }

    /// <summary>The indentation of the list at this line, which a line with less indentation ends.</summary>
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
            // The line above was the header of the table, not the end of a paragraph.
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

/// <summary>A paragraph or list item of a document, on one line.</summary>
internal readonly record struct ProseBlock(string Text, bool IsListItem);

/// <summary>The settings that many tools put at the start of a Markdown file, between <c>---</c> or <c>+++</c>.</summary>
internal static class FrontMatter
{
    /// <summary>The number of its lines; 0 if there is none.</summary>
    public static int Length(string[] lines)
    {
        var mark = lines[0].TrimStart('\uFEFF').TrimEnd();
        if (mark is not ("---" or "+++") || lines.Length < 3 || !IsSetting(lines[1])) return 0;
        var end = Array.FindIndex(lines, 1, line => line.TrimEnd() == mark || (mark == "---" && line.TrimEnd() == "..."));
        return end < 0 ? 0 : end + 1;
    }

    /// <summary>Whether the line is a setting; otherwise the mark before it is a rule that is followed by text.</summary>
    private static bool IsSetting(string line)
    {
        var end = line.AsSpan().IndexOfAny(':', '=');
        return line.StartsWith('#') || line.StartsWith('[') || (end > 0 && !line.AsSpan(0, end).TrimEnd().Contains(' '));
    }
}
