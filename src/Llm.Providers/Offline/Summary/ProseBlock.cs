namespace Llm.Providers.Offline.Summary;

/// <summary>Running text of a document, on one line: a paragraph or an item of a list.</summary>
internal readonly record struct ProseBlock(string Text, bool IsListItem);
