namespace Llm.Storage.Logs.Condensing;

/// <summary>A tool whose description payloads may repeat.</summary>
internal sealed record DescribedTool(string? Name, string? Description);
