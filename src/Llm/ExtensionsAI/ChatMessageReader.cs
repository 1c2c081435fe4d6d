using Microsoft.Extensions.AI;

namespace Llm.ExtensionsAI;

/// <summary>Converts chat messages to messages.</summary>
internal static class ChatMessageReader
{
    private const string Author = "author_name";

    /// <summary>Converts messages: results of tools become separate messages, and instructions at the start become one.</summary>
    /// <exception cref="LlmException">A role or a content has no counterpart.</exception>
    public static List<Message> Read(IEnumerable<ChatMessage> chat, string? instructions)
    {
        var contents = new ContentReader();
        var messages = new List<Message>();
        if (!string.IsNullOrEmpty(instructions)) messages.Add(Message.System(instructions));
        foreach (var message in chat.SelectMany(message => Read(message, contents)))
        {
            // Some models accept instructions in one message only.
            var isMore = message is { Role: Message.SystemRole, ProviderMetadata: null };
            if (isMore && messages is [{ Role: Message.SystemRole } first]) Join(first, message);
            else messages.Add(message);
        }

        return messages;
    }

    private static List<Message> Read(ChatMessage chat, ContentReader contents)
    {
        var role = chat.Role.Value;
        if (role is not (Message.SystemRole or Message.UserRole or Message.AssistantRole or Message.ToolRole))
        {
            throw new LlmException($"The role '{role}' has no counterpart: use system, user, assistant or tool.");
        }

        var metadata = KeptMetadata.Read(chat.AdditionalProperties, chat.AuthorName is null ? [] : new() { [Author] = chat.AuthorName });
        var parts = chat.Contents.Select(contents.Read).OfType<Part>().ToList();
        if (role is Message.SystemRole or Message.AssistantRole)
        {
            // Results in an answer come from tools that the other side ran.
            foreach (var result in parts.OfType<ToolResultPart>()) result.ServerExecuted = true;
            return [new Message(role, parts) { ProviderMetadata = metadata }];
        }

        var results = parts.OfType<ToolResultPart>().ToList();
        var rest = parts.Where(part => part is not ToolResultPart).ToList();
        var messages = new List<Message>();
        if (results.Count > 0) messages.Add(Message.Tool(results));
        if (rest.Count > 0 || results.Count == 0) messages.Add(Message.User(rest));
        messages[0].ProviderMetadata = metadata;
        return messages;
    }

    private static void Join(Message first, Message next)
    {
        if (next.Parts.Count == 0) return;
        if (first.Parts.Count > 0) first.Parts.Add("\n\n");
        foreach (var part in next.Parts) first.Parts.Add(part);
    }

    /// <summary>The author's name that is kept in a message's metadata.</summary>
    public static string? AuthorOf(Message message) => KeptMetadata.Of(message.ProviderMetadata)[Author]?.GetValue<string>();
}
