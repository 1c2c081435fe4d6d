using System.Text;

namespace Llm.Cli.Output.Rendering;

/// <summary>Writes styled text with terminal escape sequences. The output depends only on the text, not on when it is flushed.</summary>
/// <param name="write">Receives the output.</param>
/// <param name="hasColour">Whether colours are used; bold, italic, faint and underlined text does not count as colour.</param>
internal sealed class StyledWriter(Action<string> write, bool hasColour)
{
    private const string Reset = "\e[0m";

    private readonly StringBuilder ready = new();
    private string current = "";

    public void Write(ReadOnlySpan<char> text, TextLook look)
    {
        if (text.IsEmpty) return;
        Change(look == TextLook.Plain ? "" : Codes(look));
        ready.Append(VisibleText.Of(text));
    }

    /// <summary>Ends the line; looks do not extend over line ends.</summary>
    public void EndLine()
    {
        Change("");
        ready.Append('\n');
    }

    public void Flush()
    {
        if (ready.Length == 0) return;
        var text = ready.ToString();
        ready.Clear();
        write(text);
    }

    private void Change(string codes)
    {
        if (codes == current) return;
        if (current.Length > 0) ready.Append(Reset);
        if (codes.Length > 0) ready.Append($"\e[{codes}m");
        current = codes;
    }

    private string Codes(TextLook look)
    {
        var codes = new List<string>();
        Add(TextLook.Bold | TextLook.Heading, "1");
        Add(TextLook.Faint, "2");
        Add(TextLook.Italic, "3");
        Add(TextLook.Link, "4");
        Add(TextLook.Strike, "9");
        if (!hasColour) return string.Join(';', codes);
        Add(TextLook.Removed, "31");
        Add(TextLook.String | TextLook.Added, "32");
        Add(TextLook.Number, "33");
        Add(TextLook.Keyword | TextLook.Heading, "35");
        Add(TextLook.Code, "36");
        return string.Join(';', codes);

        void Add(TextLook looks, string code)
        {
            if ((look & looks) != 0) codes.Add(code);
        }
    }
}
