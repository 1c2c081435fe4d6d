namespace Llm.Storage.Logs;

/// <summary>A tool's result that a turn sent.</summary>
/// <param name="Id">The row id.</param>
/// <param name="ToolId">The row id of the tool; null if it was not on offer.</param>
/// <param name="Name">The tool's name.</param>
/// <param name="Output">The text for the model.</param>
/// <param name="ToolCallId">The id that joins call and result.</param>
/// <param name="Exception">What the tool threw; null if it did not.</param>
/// <param name="Instance">The configured toolbox that ran the call.</param>
/// <param name="Attachments">The attachments that came with it.</param>
public sealed record LoggedToolResult(
    long? Id, long? ToolId, string? Name, string? Output, string? ToolCallId, string? Exception, LoggedToolInstance? Instance,
    IReadOnlyList<LoggedAttachment> Attachments);
