using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Storage.Logs.Condensing;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>Reads turns of the current tables, many with one statement for each table.</summary>
internal sealed class TurnReader(Database database, Func<string, IEnumerable<KeyValuePair<string, JsonNode>>?> modelReplacements)
{
    private sealed record Row(LoggedTurn Turn, string? Parent, string? Tip, string? Payload);

    private sealed record Segments(List<string> Input, List<string> Output, string? System);

    /// <summary>Loads turns; returns them by id.</summary>
    public Dictionary<string, LoggedTurn> Load(IReadOnlyList<string> ids)
    {
        if (ids.Count == 0) return [];
        var rows = database.Query(LoggedTurn.SelectTurns, IdList.Of(ids)).Select(ReadRow).ToList();
        var graph = MessageGraph.Load(database, rows.SelectMany(row => new[] { row.Parent, row.Tip }).OfType<string>().Distinct());
        var segments = rows.ConvertAll(row => Split(graph, row));
        var shown = segments.SelectMany(item => item.Input.Concat(item.Output).Append(item.System)).OfType<string>().Distinct();
        var parts = PartLoader.Load(database, shown);
        var all = parts.SelectMany(message => message).ToList();
        var fragments = PartLoader.Fragments(database, all);
        var extras = TurnExtras.Load(database, ids, all);
        return rows.Select((row, i) => Complete(row, segments[i], graph, parts, fragments, extras)).ToDictionary(turn => turn.Id);
    }

    private static Row ReadRow(Statement row) => new(
        LoggedTurn.Read(row, isLegacy: false), row.Text("parent_message_hash"), row.Text("tip_message_hash"), row.Text("response_json"));

    private static Segments Split(MessageGraph graph, Row row)
    {
        // A turn's own input never contains an answer, so it is everything after the last answer.
        var input = graph.Run(row.Parent, Message.UserRole, Message.ToolRole);
        var output = row.Tip == row.Parent ? [] : graph.Chain(row.Tip, row.Parent);
        var root = graph.RootOf(row.Parent);
        return new Segments(input, output, root is not null && graph.Find(root)?.Role == Message.SystemRole ? root : null);
    }

    private LoggedTurn Complete(
        Row row, Segments segments, MessageGraph graph, ILookup<string, PartRow> parts, Dictionary<long, string> fragments,
        TurnExtras extras)
    {
        string Text(IEnumerable<PartRow> among, string type) =>
            string.Concat(among.Where(part => part.Type == type).Select(part => part.FullText(fragments)));
        string? OrNull(string text) => text.Length == 0 ? null : text;

        var output = segments.Output.SelectMany(hash => parts[hash]).ToList();
        var turn = row.Turn with
        {
            Prompt = Text(segments.Input.Where(hash => graph.Find(hash)!.Role == Message.UserRole).SelectMany(hash => parts[hash]), "text"),
            System = segments.System is { } system ? OrNull(Text(parts[system], "text")) : null,
            Response = Text(output, "text"),
            Reasoning = OrNull(Text(output, "reasoning")),
            Incomplete = output is [.., var last] && last.Payload["provider_metadata"] is JsonObject metadata
                ? (metadata["llm"] as JsonObject)?.Text("incomplete")
                : null,
        };
        turn = extras.AddTo(turn, [.. segments.Input.SelectMany(hash => parts[hash])], output, row.Tip is null ? [] : [.. parts[row.Tip]]);
        return row.Payload is { Length: > 0 } payload
            ? turn with
            {
                Expand = () => Expand(turn, payload, segments.Output.Select(hash => ToJson(graph.Find(hash)!, parts[hash], fragments))),
            }
            : turn;
    }

    private JsonNode? Expand(LoggedTurn turn, string payload, IEnumerable<JsonObject> messages)
    {
        var condensed = JsonText.ParseOrNull(payload);
        // Without a reference, there is nothing to expand.
        if (!payload.Contains("\"$", StringComparison.Ordinal)) return condensed;
        var table = TurnReplacements.Build(
            messages,
            turn.Tools.Select(tool => new DescribedTool(tool.Name, tool.Description)),
            JsonText.ParseOrNull(turn.SchemaJson),
            turn.Model is null ? null : modelReplacements(turn.Model));
        try
        {
            return Expander.Expand(condensed, table);
        }
        catch (CondensedJsonException)
        {
            // The payload refers to something that is missing; the rest of the turn is still useful.
            return null;
        }
    }

    private static JsonObject ToJson(MessageGraph.Node node, IEnumerable<PartRow> parts, Dictionary<long, string> fragments)
    {
        var json = new JsonObject { ["role"] = node.Role, ["parts"] = new JsonArray([.. parts.Select(part => part.ToJson(fragments))]) };
        if (JsonText.ParseOrNull(node.ProviderMetadata) is { } metadata) json["provider_metadata"] = metadata;
        return json;
    }
}
