namespace Llm.Embeddings.Chunking;

/// <summary>Finds the boundaries of Markdown: headings, paragraphs, list items; code in fences is kept whole if it fits.</summary>
internal static class MarkdownBoundaries
{
    /// <summary>The strength of a heading of level 6; each level above is stronger by one.</summary>
    private const int LowestHeading = Boundaries.Paragraph + 1;

    public static void Mark(Boundaries boundaries, string text, int limit)
    {
        List<TextLine> lines = [.. TextLine.Of(text, 0, text.Length)];
        var (blank, afterHeading) = (true, false);
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            if (line.IsBlank)
            {
                blank = true;
                continue;
            }

            if (MarkdownLine.Fence(line.Content) is { IsEmpty: false } marks)
            {
                if (!afterHeading) boundaries.Raise(line.Start, Boundaries.Paragraph);
                i = EndOfFence(lines, i, marks);
                MarkFence(boundaries, text, line, lines[i], limit);
                (blank, afterHeading) = (true, false);
                continue;
            }

            var heading = Heading(lines, i, blank);
            // What follows a heading belongs to it, and a heading right after one does too.
            if (heading > 0) boundaries.Raise(line.Start, (byte)(LowestHeading + 6 - heading));
            else if (!afterHeading) boundaries.Raise(line.Start, StrengthOf(line, blank));
            else boundaries.Weaken(line.Start, line.Start + 1);
            afterHeading = heading > 0 || (afterHeading && !blank && MarkdownLine.Underlines(line.Content));
            blank = false;
        }
    }

    private static int Heading(List<TextLine> lines, int i, bool blank) => MarkdownLine.HeadingLevel(lines[i].Content) is > 0 and var level
        ? level
        : blank && i + 1 < lines.Count && MarkdownLine.Underlines(lines[i + 1].Content)
            ? lines[i + 1].Content.TrimStart()[0] == '=' ? 1 : 2
            : 0;

    private static byte StrengthOf(TextLine line, bool blank) =>
        blank && !char.IsWhiteSpace(line.Text[line.Start]) ? Boundaries.Paragraph
        : MarkdownLine.IsListItem(line.Content) ? Boundaries.Item
        : Boundaries.Line;

    /// <summary>The line that closes a fence; a fence without one lasts until the end.</summary>
    private static int EndOfFence(List<TextLine> lines, int opening, ReadOnlySpan<char> marks)
    {
        for (var i = opening + 1; i < lines.Count; i++)
        {
            if (MarkdownLine.Closes(lines[i].Content, marks)) return i;
        }

        return lines.Count - 1;
    }

    private static void MarkFence(Boundaries boundaries, string text, TextLine first, TextLine last, int limit)
    {
        boundaries.Weaken(first.Start + 1, last.End);
        if (last.End - first.Start <= limit || last.Start <= first.End) return;
        // Lines are better places than characters; the strengths of functions would outdo those of headings nearby.
        foreach (var line in TextLine.Of(text, first.End, last.Start)) boundaries.Raise(line.Start, Boundaries.Line);
        var blank = false;
        foreach (var line in TextLine.Of(text, first.End, last.Start))
        {
            if (blank && !line.IsBlank) boundaries.Raise(line.Start, Boundaries.Item);
            blank = line.IsBlank;
        }
    }
}
