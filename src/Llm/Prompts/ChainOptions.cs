namespace Llm;

/// <summary>How a <see cref="Chain"/> runs tools.</summary>
public sealed record ChainOptions
{
    /// <summary>The most answers of the model; 0 for any number. The chain fails if the last one still asks for tools.</summary>
    public int Limit { get; init; } = 5;

    /// <summary>Whether unanswered calls at the end of the history are run first, as after a pause.</summary>
    public bool RunsPendingCalls { get; init; } = true;

    /// <summary>How long one call may take before the model receives an error in place of a result; null for any amount of time.</summary>
    public TimeSpan? ToolTimeout { get; init; }

    /// <summary>The longest output that is passed on, in characters; a longer one becomes an error that the model can read.</summary>
    public int MaxOutputLength { get; init; } = 1_000_000;

    /// <summary>
    /// Decides about each call of a round in call order, before any of them starts: true lets it run, false or a
    /// <see cref="CancelToolCallException"/> leaves it out, and any other exception ends the chain. If it is null, all calls run but those
    /// of tools that require approval (<see cref="Tool.RequiresApproval"/>).
    /// </summary>
    public Func<Tool, ToolCall, CancellationToken, Task<bool>>? Approve { get; init; }

    /// <summary>
    /// Called for each call of a round in call order, before any of them starts, for example to log it; the tool is null if none has that
    /// name. It approves nothing. A <see cref="CancelToolCallException"/> leaves the call out, any other exception ends the chain.
    /// </summary>
    public Func<Tool?, ToolCall, CancellationToken, Task>? BeforeCall { get; init; }

    /// <summary>Called after each call that was run, in call order; an exception ends the chain.</summary>
    public Func<Tool, ToolCall, ToolResult, CancellationToken, Task>? AfterCall { get; init; }
}
