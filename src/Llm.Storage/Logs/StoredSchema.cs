namespace Llm.Storage.Logs;

/// <summary>A schema that was used.</summary>
/// <param name="Id">The id it is stored under.</param>
/// <param name="Content">The schema as JSON text.</param>
/// <param name="RecentlyUsed">When it was last used, as it is stored.</param>
/// <param name="TimesUsed">How many turns used it, of either generation of tables.</param>
public sealed record StoredSchema(string Id, string Content, string? RecentlyUsed, long TimesUsed);
