using System.Text.Json.Nodes;

namespace Llm;

/// <summary>A model's request to run a tool.</summary>
/// <param name="Name">The tool's name.</param>
/// <param name="Arguments">The arguments by parameter name.</param>
/// <param name="ToolCallId">The id that links the call and its result.</param>
public sealed record ToolCall(string Name, JsonObject Arguments, string? ToolCallId = null);
