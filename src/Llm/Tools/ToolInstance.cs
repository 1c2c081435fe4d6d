using System.Text.Json.Nodes;

namespace Llm;

/// <summary>A configured toolbox or server-side tool, as the log records it, so that a continued conversation can make it again.</summary>
/// <param name="Name">The name that it is chosen by, such as <c>Memory</c>.</param>
/// <param name="Plugin">The plugin it comes from; null for one given in code.</param>
/// <param name="Arguments">What it was made with; empty if nothing was given.</param>
public sealed record ToolInstance(string Name, string? Plugin, JsonObject Arguments);
