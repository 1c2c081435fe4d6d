using System.Text.Json.Nodes;

namespace Llm.Storage.Logs;

/// <summary>A call that the model made.</summary>
/// <param name="Id">The row id.</param>
/// <param name="ToolId">The row id of the tool; null if it was not on offer.</param>
/// <param name="Name">The tool's name.</param>
/// <param name="Arguments">The arguments.</param>
/// <param name="ToolCallId">The id that joins call and result.</param>
public sealed record LoggedToolCall(long? Id, long? ToolId, string? Name, JsonNode? Arguments, string? ToolCallId);
