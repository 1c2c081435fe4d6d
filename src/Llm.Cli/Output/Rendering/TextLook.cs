namespace Llm.Cli.Output.Rendering;

/// <summary>The look of a piece of rendered text; looks can be combined.</summary>
[Flags]
internal enum TextLook
{
    Plain = 0,
    Bold = 1,
    Italic = 2,
    Strike = 4,

    /// <summary>Secondary text: rules, bars, URLs and comments.</summary>
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

/// <summary>A piece of text in one look.</summary>
/// <remarks>A class, because the code for lists of structures would be compiled while the user waits for the first word.</remarks>
internal sealed record StyledText(string Text, TextLook Look);
