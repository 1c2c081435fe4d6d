using System.Text;

namespace Llm.Cli.Output.Rendering;

/// <summary>Writes text with looks as terminals understand it. What is written depends on the text alone, not on when it is flushed.</summary>
/// <param name="write">Takes what is ready.</param>
/// <param name="hasColour">Whether colours are wanted; bold, italic, faint and underlined are no colours.</param>
internal sealed class StyledWriter(Action<string> write, bool hasColour)
{
    private const string Reset = "\e[0m";

    private readonly StringBuilder ready = new();
    private TextLook current;

    public void Write(ReadOnlySpan<char> text, TextLook look)
    {
        if (look != current)
        {
            if (current != TextLook.Plain) ready.Append(Reset);
            if (Codes(look) is { Length: > 0 } codes) ready.Append($"\e[{codes}m");
            current = look;
        }

        ready.Append(text);
    }

    /// <summary>Ends the line; no look reaches over it.</summary>
    public void EndLine()
    {
        Write("", TextLook.Plain);
        ready.Append('\n');
    }

    public void Flush()
    {
        if (ready.Length == 0) return;
        var text = ready.ToString();
        ready.Clear();
        write(text);
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
