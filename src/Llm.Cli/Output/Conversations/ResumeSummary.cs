namespace Llm.Cli.Output.Conversations;

/// <summary>Reminds somebody who continues a conversation of what was said last.</summary>
internal static class ResumeSummary
{
    private const int Length = 200;

    /// <summary>How often the user spoke, and the last words of both; null if nothing was said.</summary>
    public static string? Of(IReadOnlyList<Message> messages)
    {
        var asked = messages.Where(message => message.Role == Message.UserRole && message.Text.Length > 0).ToList();
        if (asked.Count == 0) return null;
        var lines = new List<string>
        {
            $"Going on after {Count.Of(asked.Count, "message")}. {(asked.Count == 1 ? "It" : "The last")} was:",
            $"> {Excerpt.OneLine(asked[^1].Text, Length)}",
        };
        if (messages.LastOrDefault(message => message.Role == Message.AssistantRole && message.Text.Length > 0) is { } answer)
            lines.Add(Excerpt.BothEnds(answer.Text, Length));
        return string.Join('\n', lines);
    }
}
