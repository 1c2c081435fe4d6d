namespace Llm.Cli.Output.Rendering;

/// <summary>The lines of a rendered answer, each after the bars and markers of its containers.</summary>
internal sealed class RenderedPage(StyledWriter writer, List<Container> containers, int width, bool hasColour)
{
    private const int Narrowest = 10;

    private bool inLine;
    private bool isEmpty = true;
    private List<Container>? blankWithin;

    /// <summary>Whether code keeps its backticks because no colour marks it.</summary>
    public bool MarksCode => !hasColour;

    /// <summary>The number of cells of a line that are left for text.</summary>
    public int Width => Math.Max(Narrowest, width - containers.Sum(container => container.Width));

    public void Write(string text, TextLook look)
    {
        BeginLine();
        writer.Write(text, look);
    }

    /// <summary>Ends the line, even if it is empty.</summary>
    public void EndLine()
    {
        BeginLine();
        writer.EndLine();
        inLine = false;
    }

    /// <summary>Ends the line unless it is empty.</summary>
    public void FinishLine()
    {
        if (inLine) EndLine();
    }

    /// <summary>Leaves a blank line before the next text, if there is any.</summary>
    public void BlankLine() => blankWithin = [.. containers];

    public void WriteHeading(string text, int level)
    {
        // Number signs at the end do not belong to the title.
        var title = text.Trim();
        if (title.TrimEnd('#') is var bare && (bare.Length == 0 || bare.EndsWith(' '))) title = bare.TrimEnd();
        var wrap = new WordWrap(Width, Write, EndLine);
        var inline = new InlineText(wrap.Add, wrap.Break, MarksCode);
        inline.Add(title, level == 1 ? TextLook.Heading | TextLook.Link : TextLook.Heading);
        inline.End(level == 1 ? TextLook.Heading | TextLook.Link : TextLook.Heading);
        wrap.End();
        FinishLine();
    }

    public void WriteRule() => WriteLine(new string('─', Width), TextLook.Faint);

    public void WriteLine(string text, TextLook look)
    {
        Write(text, look);
        EndLine();
    }

    /// <summary>Writes a line without wrapping it, so that it can be copied.</summary>
    public void WriteCodeLine(IEnumerable<StyledText> pieces)
    {
        foreach (var piece in pieces) Write(piece.Text, piece.Look);
        EndLine();
    }

    /// <summary>Ends the answer; a complete answer without text is shown as an empty line.</summary>
    public void EndAnswer(bool isWhole)
    {
        FinishLine();
        if (isEmpty && isWhole) EndLine();
    }

    public void Flush() => writer.Flush();

    private void BeginLine()
    {
        if (inLine) return;
        if (blankWithin is not null && !isEmpty) WriteBlank(blankWithin);
        blankWithin = null;
        (inLine, isEmpty) = (true, false);
        foreach (var container in containers) writer.Write(container.TakePrefix(), container.IsQuote ? TextLook.Faint : TextLook.Plain);
    }

    /// <summary>Writes the bars of the quotes that are open both before and after the blank line.</summary>
    private void WriteBlank(List<Container> before)
    {
        var common = before.TakeWhile((container, i) => i < containers.Count && containers[i] == container);
        var bars = string.Concat(common.Select(container => container.IsQuote ? "│ " : new string(' ', container.Width))).TrimEnd();
        writer.Write(bars, TextLook.Faint);
        writer.EndLine();
    }
}
