namespace Llm;

/// <summary>The turn that a whole conversation ends with, for callers who send all messages each time.</summary>
internal static class MessagesTurn
{
    /// <summary>Splits messages into the prompt's text and everything that goes with it, as the log stores them.</summary>
    /// <param name="model">The model that answers.</param>
    /// <param name="messages">The whole conversation, instructions first.</param>
    /// <exception cref="LlmException">The model does not take an attachment.</exception>
    public static (string? Text, PromptOptions Options) Read(Model model, List<Message> messages)
    {
        Prompt.CheckAttachments(model, messages.SelectMany(Attachments));
        var system = messages is [{ Role: Message.SystemRole } first, ..] ? first.Text : null;
        var last = TakeQuestion(messages);
        // Without history, the prompt itself adds the instructions.
        var isFirstTurn = messages is []
            || (messages is [{ Role: Message.SystemRole, ProviderMetadata: null }] && messages[0].Parts.All(IsPlainText));
        return (last?.Text, new PromptOptions
        {
            System = system,
            Attachments = [.. (last?.Parts ?? []).OfType<AttachmentPart>().Select(part => part.Attachment!)],
            Messages = isFirstTurn ? null : messages,
        });
    }

    /// <summary>Removes the user's last message if it can become the prompt's text and attachments.</summary>
    private static Message? TakeQuestion(List<Message> messages)
    {
        if (messages is not [.., { Role: Message.UserRole, ProviderMetadata: null, Parts: [TextPart { Text.Length: > 0 }, ..] } last])
            return null;
        if (!IsPlainText(last.Parts[0]) || last.Parts.Skip(1).Any(part => part is not AttachmentPart { ProviderMetadata: null }))
            return null;
        messages.RemoveAt(messages.Count - 1);
        return last;
    }

    private static bool IsPlainText(Part part) => part is TextPart { ProviderMetadata: null };

    private static IEnumerable<Attachment> Attachments(Message message) => message.Parts.SelectMany(part => part switch
    {
        AttachmentPart { Attachment: { } attachment } => [attachment],
        ToolResultPart result => result.Attachments,
        _ => Enumerable.Empty<Attachment>(),
    });
}
