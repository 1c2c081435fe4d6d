using System.Text.Json.Nodes;
using Llm.Storage.Logs.Condensing;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>Reads turns of the current tables, all that are asked for at once.</summary>
internal sealed class TurnReader(Database database, Func<string, IEnumerable<KeyValuePair<string, JsonNode>>?> modelReplacements)
{
    private sealed record Row(LogEntry Entry, string? Parent, string? Tip, string? Payload);

    private sealed record Segments(List<string> Input, List<string> Output, string? System);

    /// <summary>The turns by id.</summary>
    public Dictionary<string, LogEntry> Load(IReadOnlyList<string> ids)
    {
        if (ids.Count == 0) return [];
        var rows = ReadRows(ids);
        var graph = MessageGraph.Load(database, rows.SelectMany(row => new[] { row.Parent, row.Tip }).OfType<string>().Distinct());
        var segments = rows.ToDictionary(row => row, row => Split(graph, row));
        var shown = segments.Values.SelectMany(item => item.Input.Concat(item.Output).Append(item.System)).OfType<string>().Distinct();
        var parts = PartLoader.Load(database, shown);
        var all = parts.SelectMany(message => message).ToList();
        var fragments = PartLoader.Fragments(database, all);
        var extras = TurnExtras.Load(database, ids, all);
        foreach (var row in rows) Fill(row, segments[row], graph, parts, fragments, extras);
        return rows.ToDictionary(row => row.Entry.Id, row => row.Entry);
    }

    private List<Row> ReadRows(IReadOnlyList<string> ids) =>
    [
        .. database.Query(
            """
            SELECT turns.id, turns.model, turns.resolved_model, turns.options_json, turns.thread_id, turns.duration_ms, turns.datetime_utc,
                turns.input_tokens, turns.output_tokens, turns.token_details, threads.name, schemas.content,
                turns.parent_message_hash, turns.tip_message_hash, turns.response_json
            FROM (SELECT value FROM json_each(?1)) AS wanted
            CROSS JOIN turns ON turns.id = wanted.value
            LEFT JOIN threads ON threads.id = turns.thread_id
            LEFT JOIN schemas ON schemas.id = turns.schema_id
            """,
            IdList.Of(ids)).Select(row => new Row(ReadEntry(row), row.Text(12), row.Text(13), row.Text(14))),
    ];

    private static LogEntry ReadEntry(Statement row) => new()
    {
        Id = row.Text(0)!,
        Model = row.Text(1),
        ResolvedModel = row.Text(2),
        OptionsJson = row.Text(3) is { Length: > 0 } options ? options : "{}",
        ConversationId = row.Text(4),
        DurationMs = row.Integer(5),
        DatetimeUtc = row.Text(6),
        InputTokens = row.Integer(7),
        OutputTokens = row.Integer(8),
        TokenDetails = row.Text(9),
        ConversationName = row.Text(10),
        ConversationModel = row.Text(1),
        SchemaJson = row.Text(11),
    };

    private static Segments Split(MessageGraph graph, Row row)
    {
        // A turn's own input never holds an answer, so it is what follows the last one.
        var input = graph.Run(row.Parent, Message.UserRole, Message.ToolRole);
        var output = row.Tip == row.Parent ? [] : graph.Chain(row.Tip, row.Parent);
        var root = graph.RootOf(row.Parent);
        return new Segments(input, output, root is not null && graph.Find(root)?.Role == Message.SystemRole ? root : null);
    }

    private void Fill(
        Row row, Segments segments, MessageGraph graph, ILookup<string, StoredPart> parts, Dictionary<long, string> fragments, TurnExtras extras)
    {
        string Text(IEnumerable<StoredPart> among, string type) =>
            string.Concat(among.Where(part => part.Type == type).Select(part => part.FullText(fragments)));
        string? OrNull(string text) => text.Length == 0 ? null : text;

        var output = segments.Output.SelectMany(hash => parts[hash]).ToList();
        var entry = row.Entry;
        entry.Prompt = Text(segments.Input.Where(hash => graph.Find(hash)!.Role == Message.UserRole).SelectMany(hash => parts[hash]), "text");
        entry.System = segments.System is { } system ? OrNull(Text(parts[system], "text")) : null;
        entry.Response = Text(output, "text");
        entry.Reasoning = OrNull(Text(output, "reasoning"));
        extras.Fill(entry, [.. segments.Input.SelectMany(hash => parts[hash])], output, row.Tip is null ? [] : [.. parts[row.Tip]]);
        if (row.Payload is { Length: > 0 } payload)
            entry.Expand = () => Expand(entry, payload, segments.Output.Select(hash => ToJson(graph.Find(hash)!, parts[hash], fragments)));
    }

    private JsonNode? Expand(LogEntry entry, string payload, IEnumerable<JsonObject> messages)
    {
        var condensed = StoredJson.Parse(payload);
        // No reference, nothing to put back.
        if (!payload.Contains("\"$", StringComparison.Ordinal)) return condensed;
        var table = TurnReplacements.Build(
            messages,
            entry.Tools.Select(tool => new DescribedTool(tool.Name, tool.Description)),
            StoredJson.Parse(entry.SchemaJson),
            entry.Model is null ? null : modelReplacements(entry.Model));
        try
        {
            return Expander.Expand(condensed, table);
        }
        catch (CondensedJsonException)
        {
            // What it refers to is gone; the rest of the turn is still worth showing.
            return null;
        }
    }

    private static JsonObject ToJson(MessageGraph.Node node, IEnumerable<StoredPart> parts, Dictionary<long, string> fragments)
    {
        var json = new JsonObject { ["role"] = node.Role, ["parts"] = new JsonArray([.. parts.Select(part => part.ToJson(fragments))]) };
        if (StoredJson.Parse(node.ProviderMetadata) is { } metadata) json["provider_metadata"] = metadata;
        return json;
    }
}
