namespace Llm;

/// <summary>How far a call of a tool is.</summary>
/// <param name="Tool">The tool's name.</param>
/// <param name="Plugin">Where the tool comes from, such as <c>mcp:files</c>.</param>
/// <param name="Value">What is done, in units of the tool's own; it only grows.</param>
/// <param name="Total">What there is to do; null if nobody knows.</param>
/// <param name="Message">What is being done; null if nothing is said.</param>
public sealed record ToolProgress(string Tool, string? Plugin, double Value, double? Total, string? Message)
{
    /// <summary>Whether the call has ended; nothing of it is told any more.</summary>
    public bool IsOver { get; init; }
}
