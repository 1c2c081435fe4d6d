namespace Llm.Cli.Output.Rendering;

/// <summary>The lines of a rendered answer, each behind the bars and markers of what holds it.</summary>
internal sealed class RenderedPage(StyledWriter writer, List<Container> containers, int width, bool hasColour)
{
    private const int Narrowest = 10;

    private bool inLine;
    private bool isEmpty = true;
    private List<Container>? blankWithin;

    /// <summary>Whether code keeps its backticks, as no colour shows what it is.</summary>
    public bool MarksCode => !hasColour;

    /// <summary>The cells of a line that are left for text.</summary>
    public int Width => Math.Max(Narrowest, width - containers.Sum(container => container.Width));

    public void Write(string text, TextLook look)
    {
        BeginLine();
        writer.Write(text, look);
    }

    /// <summary>Ends the line, whether anything is on it or not.</summary>
    public void EndLine()
    {
        BeginLine();
        writer.EndLine();
        inLine = false;
    }

    /// <summary>Ends the line if anything is on it.</summary>
    public void FinishLine()
    {
        if (inLine) EndLine();
    }

    /// <summary>Leaves a line free before what comes next, if anything does.</summary>
    public void BlankLine() => blankWithin = [.. containers];

    public void WriteHeading(string text, int level)
    {
        // Marks at the end are ornament.
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

    /// <summary>Writes a line as it stands, however long it is, so that it can be copied.</summary>
    public void WriteCodeLine(IEnumerable<StyledText> pieces)
    {
        foreach (var piece in pieces) Write(piece.Text, piece.Look);
        EndLine();
    }

    /// <summary>Ends the answer; a whole one that says nothing is an empty line.</summary>
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

    /// <summary>The bars of the quotes that were open before the free line and are open behind it.</summary>
    private void WriteBlank(List<Container> before)
    {
        var common = before.TakeWhile((container, i) => i < containers.Count && containers[i] == container);
        var bars = string.Concat(common.Select(container => container.IsQuote ? "│ " : new string(' ', container.Width))).TrimEnd();
        writer.Write(bars, TextLook.Faint);
        writer.EndLine();
    }
}
