namespace Llm;

/// <summary>
/// Thrown by a tool to stop the chain before the model is asked again, for instance because somebody must approve first. Go on with a
/// chain whose messages end in the calls that have no result.
/// </summary>
public sealed class PauseChainException(string message) : LlmException(message)
{
    /// <summary>The call that paused; set by the chain.</summary>
    public ToolCall? ToolCall { get; internal set; }

    /// <summary>The results of the other calls of the round, in call order; set by the chain.</summary>
    public IReadOnlyList<ToolResult> ToolResults { get; internal set; } = [];
}
