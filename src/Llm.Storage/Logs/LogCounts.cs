namespace Llm.Storage.Logs;

/// <summary>How much is logged.</summary>
/// <param name="Threads">Conversations.</param>
/// <param name="Turns">Model calls.</param>
/// <param name="LegacyConversations">Conversations of versions before 0.32.</param>
/// <param name="LegacyResponses">Model calls of versions before 0.32.</param>
public sealed record LogCounts(long Threads, long Turns, long LegacyConversations, long LegacyResponses);
