using Microsoft.Extensions.AI;

namespace Llm.ExtensionsAI;

/// <summary>Converts messages to chat messages.</summary>
internal static class ChatMessageWriter
{
    /// <summary>Converts an answer, for a caller who may send it back with the next request.</summary>
    public static ChatMessage WriteAnswer(Message message, string id) => new(ChatRole.Assistant, Contents(message.Parts, forCaller: true))
    {
        MessageId = id,
        AuthorName = message.AuthorName,
        AdditionalProperties = KeptMetadata.Carried(message.ProviderMetadata, forCaller: true),
    };

    /// <summary>Converts the messages of a request. Results within an answer become separate messages, as services expect them.</summary>
    /// <exception cref="LlmException">An attachment cannot be read, or its type is not known.</exception>
    public static List<ChatMessage> WriteRequest(IEnumerable<Message> messages)
    {
        var chat = new List<ChatMessage>();
        foreach (var message in messages)
        {
            var isAnswer = message.Role == Message.AssistantRole;
            foreach (var run in Runs(message.Parts, part => isAnswer && part is ToolResultPart))
            {
                var role = isAnswer && run[0] is ToolResultPart ? ChatRole.Tool : new ChatRole(message.Role);
                var contents = Contents(run, forCaller: false);
                if (contents.Count == 0) continue;
                chat.Add(new ChatMessage(role, contents)
                {
                    AuthorName = message.AuthorName,
                    AdditionalProperties = KeptMetadata.Carried(message.ProviderMetadata, forCaller: false),
                });
            }
        }

        return chat;
    }

    private static List<AIContent> Contents(IEnumerable<Part> parts, bool forCaller) =>
        [.. parts.Select(part => ContentWriter.Write(part, forCaller)).OfType<AIContent>()];

    /// <summary>Splits the parts into runs of the same kind.</summary>
    private static List<List<Part>> Runs(IEnumerable<Part> parts, Func<Part, bool> kind)
    {
        var runs = new List<List<Part>>();
        foreach (var part in parts)
        {
            if (runs.Count == 0 || kind(runs[^1][0]) != kind(part)) runs.Add([]);
            runs[^1].Add(part);
        }

        return runs;
    }
}
