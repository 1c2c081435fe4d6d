namespace Llm.Storage.Logs;

/// <summary>A conversation by its id and name.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">How its first prompt begins; null if it has no name.</param>
public sealed record ConversationName(string Id, string? Name);
