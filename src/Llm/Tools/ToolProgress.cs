namespace Llm;

/// <summary>The progress of a tool call.</summary>
/// <param name="Tool">The tool's name.</param>
/// <param name="Plugin">The plugin that provides the tool, such as <c>mcp:files</c>.</param>
/// <param name="Value">The completed amount, in the tool's own units; it never decreases.</param>
/// <param name="Total">The total amount; null if it is unknown.</param>
/// <param name="Message">A message about the current step; null if there is none.</param>
public sealed record ToolProgress(string Tool, string? Plugin, double Value, double? Total, string? Message)
{
    /// <summary>Whether the call has ended; no further progress is reported for it.</summary>
    public bool IsOver { get; init; }
}
