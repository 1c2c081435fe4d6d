using System.Text.Json.Nodes;

namespace Llm.Storage.Logs;

/// <summary>What a log store needs from its host.</summary>
public sealed record LogStoreOptions
{
    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How long to wait while another program writes.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Whether a database with rows is copied beside itself before it is migrated for the first time, <c>logs.db</c> as
    /// <c>logs.before-migration.db</c>. Where the disk has no room for that, it is migrated without.
    /// </summary>
    public bool BackUpBeforeMigration { get; init; } = true;

    /// <summary>
    /// Takes a sentence for the user about that copy, or about an attachment that a loaded conversation has to do without, on the thread
    /// that opens the database or loads; null tells nobody.
    /// </summary>
    public Action<string>? Tell { get; init; }

    /// <summary>
    /// A model's <see cref="Model.JsonReplacements"/> by its id, null for an unknown model: stored payloads refer to them. Asked for only
    /// when a payload is read.
    /// </summary>
    public Func<string, IEnumerable<KeyValuePair<string, JsonNode>>?> JsonReplacements { get; init; } = _ => null;
}
