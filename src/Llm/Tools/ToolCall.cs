using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <summary>A model's request to run a tool.</summary>
/// <param name="Name">The tool's name.</param>
/// <param name="Arguments">The arguments by parameter name.</param>
/// <param name="ToolCallId">The id that links the call and its result.</param>
public sealed record ToolCall(string Name, JsonObject Arguments, string? ToolCallId = null)
{
    /// <summary>The name and the arguments on one line, for a log or a debugger.</summary>
    public override string ToString() => $"{Name}({PythonJson.Compact(Arguments)})";
}
