namespace Llm.Storage.Logs;

/// <summary>A fragment that a turn was given.</summary>
/// <param name="Hash">The SHA-256 it is stored under.</param>
/// <param name="Content">The text.</param>
/// <param name="Aliases">The names that the user gave it.</param>
public sealed record LoggedFragment(string Hash, string Content, IReadOnlyList<string> Aliases);
