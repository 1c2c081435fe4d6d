namespace Llm.Storage.Logs;

/// <summary>A configured toolbox or server-side tool.</summary>
/// <param name="Name">The name that it is chosen by.</param>
/// <param name="Plugin">The plugin it came from.</param>
/// <param name="Arguments">What it was made with, as JSON text.</param>
public sealed record LoggedToolInstance(string? Name, string? Plugin, string? Arguments);
