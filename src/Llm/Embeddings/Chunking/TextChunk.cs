namespace Llm;

/// <summary>A part of a text.</summary>
/// <param name="Start">Where the part begins, in UTF-16 units.</param>
/// <param name="Text">The part, unchanged, with the white space at its end.</param>
public sealed record TextChunk(int Start, string Text)
{
    /// <summary>Where the part ends, in UTF-16 units.</summary>
    public int End => Start + Text.Length;
}
