namespace Llm;

/// <summary>Finds the unanswered calls at the end of a history, as a paused chain leaves them.</summary>
internal static class PendingCalls
{
    /// <summary>
    /// The calls of the last assistant message that has any, without those whose result follows it; none if anything else follows.
    /// </summary>
    public static IReadOnlyList<ToolCall> In(IReadOnlyList<Message> messages)
    {
        var last = messages.Count - 1;
        while (last >= 0 && messages[last].Role == Message.ToolRole) last--;
        if (last < 0 || messages[last].Role != Message.AssistantRole) return [];
        var results = messages.Skip(last + 1).SelectMany(message => message.Parts).OfType<ToolResultPart>().ToList();
        var pending = new List<ToolCall>();
        foreach (var call in messages[last].Parts.OfType<ToolCallPart>().Where(part => !part.ServerExecuted))
        {
            // By id; a call without one takes a result without one, each once.
            var answer = results.Find(result =>
                result.ToolCallId == call.ToolCallId && (call.ToolCallId is not null || result.Name == call.Name));
            if (answer is null) pending.Add(new ToolCall(call.Name, call.Arguments, call.ToolCallId));
            else results.Remove(answer);
        }

        return pending;
    }
}
