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
    /// A model's <see cref="Model.JsonReplacements"/> by its id, null for an unknown model: stored payloads refer to them. Asked for only
    /// when a payload is read.
    /// </summary>
    public Func<string, IEnumerable<KeyValuePair<string, JsonNode>>?> JsonReplacements { get; init; } = _ => null;
}
