namespace Llm.Cli.Output.Conversations;

/// <summary>Summarizes a conversation for a user who continues it.</summary>
internal static class ResumeSummary
{
    private const int Length = 200;

    /// <summary>Returns the number of the user's messages, the last of them and the last answer; null if there are no messages.</summary>
    public static string? Of(IReadOnlyList<Message> messages)
    {
        var asked = messages.Where(message => message.Role == Message.UserRole && message.Text.Length > 0).ToList();
        if (asked.Count == 0) return null;
        var lines = new List<string>
        {
            asked.Count == 1 ? "Continuing after 1 message:" : $"Continuing after {asked.Count} messages. The last one was:",
            $"> {Excerpt.OneLine(asked[^1].Text, Length)}",
        };
        if (messages.LastOrDefault(message => message.Role == Message.AssistantRole && message.Text.Length > 0) is { } answer)
            lines.Add(Excerpt.BothEnds(answer.Text, Length));
        return string.Join('\n', lines);
    }
}
