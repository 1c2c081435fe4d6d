namespace Llm;

/// <summary>The result of a tool call.</summary>
/// <param name="Name">The tool's name.</param>
/// <param name="Output">The text for the model.</param>
/// <param name="ToolCallId">The id of the call.</param>
public sealed record ToolResult(string Name, string Output, string? ToolCallId = null)
{
    /// <summary>The attachments of the result.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>The configured toolbox that ran the call; null for a plain function.</summary>
    public ToolInstance? Instance { get; init; }

    /// <summary>The exception that the tool threw, as <c>ClassName: message</c>; null if it did not.</summary>
    public string? Exception { get; init; }

    /// <summary>The part of a message that carries the result.</summary>
    internal ToolResultPart ToPart() => new()
    {
        Name = Name,
        Output = Output,
        ToolCallId = ToolCallId,
        Exception = Exception,
        Attachments = [.. Attachments],
    };
}
