namespace Llm;

/// <summary>How a <see cref="Chain"/> runs tools.</summary>
public sealed record ChainOptions
{
    /// <summary>At most so many answers of the model; 0 for any number. When the last of them asks for tools, the chain fails.</summary>
    public int Limit { get; init; } = 5;

    /// <summary>Whether calls at the end of the history that nobody answered are run first, as after a pause.</summary>
    public bool RunsPendingCalls { get; init; } = true;

    /// <summary>How long one call may take before the model is told that it did not end; null for any time.</summary>
    public TimeSpan? ToolTimeout { get; init; }

    /// <summary>The longest output that is passed on, in characters; a longer one becomes an error that the model can read.</summary>
    public int MaxOutputLength { get; init; } = 1_000_000;

    /// <summary>
    /// Called for each call of a round in call order, before any of them starts; the tool is null where there is none of that name. A
    /// <see cref="CancelToolCallException"/> leaves the call out, any other exception ends the chain.
    /// </summary>
    public Func<Tool?, ToolCall, CancellationToken, Task>? BeforeCall { get; init; }

    /// <summary>Called for each call that was run, in call order; an exception ends the chain.</summary>
    public Func<Tool, ToolCall, ToolResult, CancellationToken, Task>? AfterCall { get; init; }
}
