using System.Text.Json.Nodes;

namespace Llm;

/// <summary>Completes the messages that were assembled from events.</summary>
internal static class AnswerMessages
{
    /// <summary>
    /// Adds the calls that the model registered without streaming them, gives every call on this side an id, so that its result can name
    /// it, and marks an answer that was cut short.
    /// </summary>
    public static IReadOnlyList<Message> Complete(
        IReadOnlyList<Message> assembled, IReadOnlyList<ToolCall> registered, UlidGenerator ids, string? incomplete)
    {
        var messages = new List<List<Part>>();
        foreach (var message in assembled)
        {
            var parts = new List<Part>();
            foreach (var part in message.Parts) parts.Add(Named(part, ids));
            messages.Add(parts);
        }

        foreach (var call in registered)
        {
            if (call.ToolCallId is { } id && messages.Exists(parts => parts.Exists(part => (part as ToolCallPart)?.ToolCallId == id)))
                continue;
            if (messages.Count == 0) messages.Add([]);
            var arguments = call.Arguments.DeepClone().AsObject();
            messages[^1].Add(Named(new ToolCallPart { Name = call.Name, Arguments = arguments, ToolCallId = call.ToolCallId }, ids));
        }

        if (incomplete is not null && messages.Count > 0)
        {
            var last = messages[^1];
            var metadata = last[^1].ProviderMetadata?.DeepClone().AsObject() ?? [];
            metadata["llm"] = new JsonObject { ["incomplete"] = incomplete };
            last[^1] = last[^1].WithMetadata(metadata);
        }

        return [.. messages.Select(Message.Assistant)];
    }

    private static Part Named(Part part, UlidGenerator ids) =>
        part is ToolCallPart { ServerExecuted: false } call && string.IsNullOrEmpty(call.ToolCallId)
            ? call.WithId("tc_" + ids.Next())
            : part;
}
