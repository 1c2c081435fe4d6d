using Microsoft.Extensions.AI;

namespace Llm.ExtensionsAI;

/// <summary>Converts chat messages to messages.</summary>
internal static class ChatMessageReader
{
    internal const string Author = "author_name";

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
            if (isMore && messages is [{ Role: Message.SystemRole } first]) messages[0] = Join(first, message);
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
            return [new Message(role, parts.Select(AsExecuted)) { ProviderMetadata = metadata }];
        }

        var results = parts.OfType<ToolResultPart>().ToList();
        var rest = parts.Where(part => part is not ToolResultPart).ToList();
        var messages = new List<Message>();
        if (results.Count > 0) messages.Add(new Message(Message.ToolRole, results) { ProviderMetadata = metadata });
        if (rest.Count > 0 || results.Count == 0)
            messages.Add(new Message(Message.UserRole, rest) { ProviderMetadata = results.Count == 0 ? metadata : null });
        return messages;
    }

    private static Part AsExecuted(Part part) => part is ToolResultPart result
        ? new ToolResultPart
        {
            Name = result.Name,
            Output = result.Output,
            ToolCallId = result.ToolCallId,
            Exception = result.Exception,
            Attachments = result.Attachments,
            ProviderMetadata = result.ProviderMetadata,
            ServerExecuted = true,
        }
        : part;

    private static Message Join(Message first, Message next)
    {
        if (next.Parts.Count == 0) return first;
        return new Message(Message.SystemRole, first.Parts.Count == 0 ? next.Parts : [.. first.Parts, "\n\n", .. next.Parts])
        {
            ProviderMetadata = first.ProviderMetadata,
        };
    }
}
