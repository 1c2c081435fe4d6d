namespace Llm.Storage.Logs;

/// <summary>A conversation in a list.</summary>
/// <param name="Id">The id, a ULID.</param>
/// <param name="Name">The name; null if it has none.</param>
/// <param name="Model">The model of its newest turn.</param>
/// <param name="Turns">How many turns it has.</param>
/// <param name="NewestAt">When the newest turn started; null if that is not stored.</param>
public sealed record ConversationSummary(string Id, string? Name, string? Model, long Turns, DateTimeOffset? NewestAt);
