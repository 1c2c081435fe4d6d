namespace Llm.Storage.Logs;

/// <summary>A tool that a conversation used, as it can be asked for again.</summary>
/// <param name="Name">The name that the model calls.</param>
/// <param name="Plugin">The plugin it came from; null for functions given as text, which cannot be had again, and for server-side tools.</param>
/// <param name="Instance">The configured toolbox or server-side tool it belongs to.</param>
public sealed record StoredTool(string Name, string? Plugin, LoggedToolInstance? Instance)
{
    /// <summary>What <c>-T</c> takes to offer it again: its name, or that of its toolbox with the recorded arguments.</summary>
    public string Specification => Instance switch
    {
        null => Name,
        { Arguments: null or "" or "{}" } => Instance.Name ?? Name,
        _ => $"{Instance.Name}({Instance.Arguments})",
    };
}
