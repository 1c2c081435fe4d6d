using System.Text.Json.Nodes;

namespace Llm.Storage.Logs;

/// <summary>A tool that a turn offered.</summary>
/// <param name="Id">The row id.</param>
/// <param name="Hash">The SHA-256 it is stored under.</param>
/// <param name="Name">The name that the model calls.</param>
/// <param name="Description">What it does.</param>
/// <param name="InputSchema">The JSON schema of its arguments.</param>
/// <param name="Instance">The configured toolbox it belongs to; null for a plain function.</param>
public sealed record LoggedTool(long Id, string? Hash, string? Name, string? Description, JsonNode? InputSchema, LoggedToolInstance? Instance);
