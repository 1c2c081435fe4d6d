using System.Text;

namespace Llm.Cli.Output.Rendering;

/// <summary>Writes text with looks as terminals understand it. What is written depends on the text alone, not on when it is flushed.</summary>
/// <param name="write">Takes what is ready.</param>
/// <param name="hasColour">Whether colours are wanted; bold, italic, faint and underlined are no colours.</param>
internal sealed class StyledWriter(Action<string> write, bool hasColour)
{
    private const string Reset = "\e[0m";

    private readonly StringBuilder ready = new();
    private string current = "";

    public void Write(ReadOnlySpan<char> text, TextLook look)
    {
        if (text.IsEmpty) return;
        Change(look == TextLook.Plain ? "" : Codes(look));
        ready.Append(text);
    }

    /// <summary>Ends the line; no look reaches over it.</summary>
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
