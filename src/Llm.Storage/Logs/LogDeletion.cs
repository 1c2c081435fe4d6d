namespace Llm.Storage.Logs;

/// <summary>What deleting turns takes away.</summary>
/// <param name="Turns">Model calls, of both generations of tables.</param>
/// <param name="Conversations">Conversations of which nothing is left.</param>
/// <param name="Messages">Messages that no other turn needs.</param>
/// <param name="Attachments">Attachments that no other message needs.</param>
public sealed record LogDeletion(long Turns, long Conversations, long Messages, long Attachments);
