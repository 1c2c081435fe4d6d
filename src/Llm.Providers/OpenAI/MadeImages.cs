namespace Llm.Providers.OpenAI;

/// <summary>
/// Prepares a history in which the model, or another one before it, made images or sounds. Neither interface accepts these in a message of
/// the assistant, so images are sent with the user's next message; a sound is represented by its transcript.
/// </summary>
internal static class MadeImages
{
    /// <summary>Returns the messages to send.</summary>
    /// <param name="messages">The history.</param>
    /// <param name="acceptsImages">Whether the model accepts images; if not, they are left out.</param>
    /// <param name="isKept">Whether an image stays where it is; null if none does.</param>
    public static IReadOnlyList<Message> MoveToUser(
        IReadOnlyList<Message> messages, bool acceptsImages, Func<AttachmentPart, bool>? isKept = null)
    {
        if (!messages.Any(message => message.Role == Message.AssistantRole && message.Parts.Any(part => part is AttachmentPart)))
            return messages;
        var sent = new List<Message>();
        var images = new List<Part>();
        foreach (var message in messages)
        {
            var parts = new List<Part>();
            if (message.Role == Message.UserRole)
            {
                parts.AddRange(images);
                images.Clear();
            }

            foreach (var part in message.Parts)
            {
                if (message.Role != Message.AssistantRole || part is not AttachmentPart made || isKept?.Invoke(made) == true)
                    parts.Add(part);
                else if (acceptsImages && IsImage(made)) images.Add(made);
            }

            if (parts.Count > 0) sent.Add(new Message(message.Role, parts) { ProviderMetadata = message.ProviderMetadata });
        }

        return sent;
    }

    private static bool IsImage(AttachmentPart part) =>
        part.Attachment?.LocalType()?.StartsWith("image/", StringComparison.Ordinal) == true;
}
