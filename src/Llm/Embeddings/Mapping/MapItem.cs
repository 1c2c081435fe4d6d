namespace Llm;

/// <summary>A vector to place on a map.</summary>
/// <param name="Label">What is shown for it: an id, or the beginning of its text.</param>
/// <param name="Vector">The vector.</param>
public sealed record MapItem(string Label, ReadOnlyMemory<float> Vector);
