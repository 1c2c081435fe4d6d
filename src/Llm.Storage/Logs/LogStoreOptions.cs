using System.Text.Json.Nodes;

namespace Llm.Storage.Logs;

/// <summary>Options of a <see cref="LogStore"/>.</summary>
/// <remarks>The functions are called while the store opens or runs an operation, and must not wait for the store.</remarks>
public sealed record LogStoreOptions
{
    /// <summary>The clock for times and ids.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How long an operation waits for other programs that write to the database, from when it begins to run.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Whether operations run on the thread that calls them, which then waits for the disk and for locks and gets completed tasks. This
    /// saves a few milliseconds in a program that does one thing and ends, such as the command; a service must not set it.
    /// </summary>
    public bool OnCallingThread { get; init; }

    /// <summary>
    /// Whether a database with rows is copied before it is migrated for the first time: <c>logs.db</c> to
    /// <c>logs.before-migration.db</c> in the same folder. If the disk does not have enough space, it is migrated without a copy.
    /// </summary>
    public bool BackUpBeforeMigration { get; init; } = true;

    /// <summary>
    /// Receives a message for the user about that copy, or about an attachment that is missing from a loaded conversation. Null
    /// ignores these messages.
    /// </summary>
    public Action<string>? Warn { get; init; }

    /// <summary>
    /// Receives a message for the user that must not be missed, also if nobody watches: about answers that could not be logged, and about
    /// a log that stays locked. Null ignores these messages.
    /// </summary>
    public Action<string>? Alert { get; init; }

    /// <summary>
    /// The folder for answers that are not in the log yet, usually <see cref="UserDirectory.UnloggedFolder"/>; null to keep none. A
    /// prompt that is run by Llm.Prompting's <c>PromptRun</c> is kept there while its answer is received, and opening the log adds
    /// the answers of programs that were killed. An answer that cannot be logged is kept there too.
    /// </summary>
    public string? UnloggedFolder { get; init; }

    /// <summary>
    /// Returns the <see cref="Model.JsonReplacements"/> of a model by its id, to which stored payloads refer; null for an unknown model. It
    /// is called only when a payload is read.
    /// </summary>
    public Func<string, IEnumerable<KeyValuePair<string, JsonNode>>?> JsonReplacements { get; init; } = _ => null;
}
