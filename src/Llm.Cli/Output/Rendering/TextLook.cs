namespace Llm.Cli.Output.Rendering;

/// <summary>How a piece of rendered text looks; several may go together.</summary>
[Flags]
internal enum TextLook
{
    Plain = 0,
    Bold = 1,
    Italic = 2,
    Strike = 4,

    /// <summary>Beside the point: rules, bars, addresses, comments.</summary>
    Faint = 8,
    Link = 16,
    Heading = 32,
    Code = 64,
    Keyword = 128,
    String = 256,
    Number = 512,
    Added = 1024,
    Removed = 2048,
}

/// <summary>A piece of text with one look.</summary>
/// <remarks>A class, as lists of structures would be compiled while the first word waits.</remarks>
internal sealed record StyledText(string Text, TextLook Look);
