namespace Llm;

/// <summary>An attachment with an explicit media type, as templates hold it.</summary>
/// <param name="Type">The media type.</param>
/// <param name="Value">A path or an address.</param>
public sealed record TypedAttachment(string Type, string Value);
