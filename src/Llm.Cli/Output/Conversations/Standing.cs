namespace Llm.Cli.Output.Conversations;

/// <summary>Reminds somebody who goes on with a conversation of where it stands.</summary>
internal static class Standing
{
    private const int Length = 200;

    /// <summary>How often the user spoke, and the last words of both; null if nothing was said.</summary>
    public static string? Of(IReadOnlyList<Message> messages)
    {
        var asked = messages.Where(message => message.Role == Message.UserRole && message.Text.Length > 0).ToList();
        if (asked.Count == 0) return null;
        var lines = new List<string>
        {
            asked.Count == 1 ? "Going on after 1 message. It was:" : $"Going on after {asked.Count} messages. The last was:",
            $"> {Excerpt.OneLine(asked[^1].Text, Length)}",
        };
        if (messages.LastOrDefault(message => message.Role == Message.AssistantRole && message.Text.Length > 0) is { } answer)
            lines.Add(Excerpt.BothEnds(answer.Text, Length));
        return string.Join('\n', lines);
    }
}
