namespace Llm.Cli.Output.Rendering;

/// <summary>An open leaf block of Markdown, which contains text.</summary>
internal abstract class Leaf
{
    /// <summary>Adds text: a piece of a paragraph, or a whole line of code or of a table.</summary>
    public abstract void Add(string text);

    /// <summary>Writes the rest of the text.</summary>
    public abstract void Close();
}

/// <summary>A paragraph, shown word by word.</summary>
internal sealed class TextLeaf : Leaf
{
    private readonly RenderedPage page;
    private readonly WordWrap wrap;
    private readonly InlineText inline;

    public TextLeaf(RenderedPage page)
    {
        this.page = page;
        wrap = new WordWrap(page.Width, page.Write, page.EndLine);
        inline = new InlineText(wrap.Add, wrap.Break, page.MarksCode);
    }

    public override void Add(string text) => inline.Add(text, TextLook.Plain);

    /// <summary>Starts the next line.</summary>
    public void NextLine() => Add("\n");

    public override void Close()
    {
        inline.End(TextLook.Plain);
        wrap.End();
        page.FinishLine();
    }
}

/// <summary>Code between fences, shown line by line and never wrapped.</summary>
internal sealed class CodeLeaf : Leaf
{
    private const string Edge = "───";

    private readonly RenderedPage page;
    private readonly LineStart fence;
    private readonly CodeHighlighter highlighter;

    /// <param name="page">The page that shows it.</param>
    /// <param name="fence">The fence that opened it.</param>
    /// <param name="information">The text after the fence, which begins with the language.</param>
    public CodeLeaf(RenderedPage page, LineStart fence, string information)
    {
        (this.page, this.fence) = (page, fence);
        information = information.Trim();
        highlighter = new CodeHighlighter(CodeLanguage.Find(information.Split(' ', '{', ',')[0]));
        page.WriteLine(information.Length == 0 ? Edge : $"{Edge} {information}", TextLook.Faint);
    }

    /// <summary>Whether the closing fence has been received.</summary>
    public bool IsClosed { get; private set; }

    public override void Add(string text)
    {
        var bare = text.AsSpan().Trim();
        IsClosed = bare.Length >= fence.Count && bare.IndexOfAnyExcept(fence.Mark) < 0
            && LineStart.Columns(text.AsSpan(0, text.IndexOf(fence.Mark))) < 4;
        if (IsClosed) return;
        // Lines lose as much indentation as the fence has.
        var indent = Math.Min(fence.Length - fence.Count, text.Length - text.AsSpan().TrimStart(' ').Length);
        page.WriteCodeLine(highlighter.Read(text[indent..]));
    }

    public override void Close() => page.WriteLine(Edge, TextLook.Faint);
}
