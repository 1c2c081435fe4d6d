using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>Tools, calls, results, attachments and fragments of many turns.</summary>
internal sealed class TurnExtras
{
    private readonly ILookup<string, LoggedTool> tools;
    private readonly ILookup<string, (string Kind, LoggedFragment Fragment)> fragments;
    private readonly Dictionary<(string Turn, string Call), LoggedToolInstance> instances;
    private readonly Dictionary<string, LoggedAttachment> attachments;

    private TurnExtras(
        ILookup<string, LoggedTool> tools,
        ILookup<string, (string Kind, LoggedFragment Fragment)> fragments,
        Dictionary<(string Turn, string Call), LoggedToolInstance> instances,
        Dictionary<string, LoggedAttachment> attachments)
    {
        this.tools = tools;
        this.fragments = fragments;
        this.instances = instances;
        this.attachments = attachments;
    }

    /// <summary>Reads what the turns need, with one statement a table.</summary>
    public static TurnExtras Load(Database database, IReadOnlyList<string> turns, IEnumerable<StoredPart> parts)
    {
        var ids = IdList.Of(turns);
        return new TurnExtras(
            ReadTools(database, ids),
            ReadFragments(database, ids),
            ReadInstances(database, ids),
            LogAttachments.Read(database, parts.SelectMany(part => part.AttachmentIds).ToHashSet()));
    }

    /// <summary>Gives a turn what belongs to it.</summary>
    /// <param name="entry">The turn.</param>
    /// <param name="input">The parts that it sent.</param>
    /// <param name="output">The parts that came back.</param>
    /// <param name="last">Those of them that stand in the last message: the Python tool shows row ids of calls for these only.</param>
    public void Fill(LogEntry entry, IReadOnlyList<StoredPart> input, IReadOnlyList<StoredPart> output, IReadOnlyList<StoredPart> last)
    {
        entry.Tools = [.. tools[entry.Id]];
        entry.PromptFragments = [.. fragments[entry.Id].Where(item => item.Kind == "prompt").Select(item => item.Fragment)];
        entry.SystemFragments = [.. fragments[entry.Id].Where(item => item.Kind == "system").Select(item => item.Fragment)];
        entry.Attachments = [.. input.Where(part => part.Type == "attachment").SelectMany(Attachments)];

        // By the turn's own tools: definitions that share a name can differ between turns.
        var toolIds = new Dictionary<string, long>();
        foreach (var tool in entry.Tools.Where(tool => tool.Name is not null)) toolIds[tool.Name!] = tool.Id;
        long? ToolId(StoredPart part) =>
            part.Payload.Text("name") is { } name && toolIds.TryGetValue(name, out var id) ? id : null;

        var callRows = RowIds(last, "tool_call");
        var resultRows = RowIds(input, "tool_result");
        entry.ToolCalls = [.. output.Where(part => part.Type == "tool_call").Select(part => new LoggedToolCall(
            RowId(callRows, part), ToolId(part), part.Payload.Text("name"), part.Payload["arguments"]?.DeepClone(), part.Payload.Text("tool_call_id")))];
        entry.ToolResults = [.. input.Where(part => part.Type == "tool_result").Select(part => new LoggedToolResult(
            RowId(resultRows, part),
            ToolId(part),
            part.Payload.Text("name"),
            part.Payload.Text("output"),
            part.Payload.Text("tool_call_id"),
            part.Payload.Text("exception"),
            part.Payload.Text("tool_call_id") is { } call ? instances.GetValueOrDefault((entry.Id, call)) : null,
            [.. Attachments(part)]))];
    }

    private IEnumerable<LoggedAttachment> Attachments(StoredPart part) =>
        part.AttachmentIds.Select(id => attachments.GetValueOrDefault(id)).OfType<LoggedAttachment>();

    // Keyed by call id, of which "" stands for none; the last of equal ones counts.
    private static Dictionary<string, long> RowIds(IEnumerable<StoredPart> parts, string type)
    {
        var ids = new Dictionary<string, long>();
        foreach (var part in parts.Where(part => part.Type == type)) ids[part.Payload.Text("tool_call_id") ?? ""] = part.Id;
        return ids;
    }

    private static long? RowId(Dictionary<string, long> ids, StoredPart part) =>
        ids.TryGetValue(part.Payload.Text("tool_call_id") ?? "", out var id) ? id : null;

    private static ILookup<string, LoggedTool> ReadTools(Database database, string turns) => database.Query(
        """
        SELECT turn_tools.turn_id, tools.id, tools.hash, tools.name, tools.description, tools.input_schema,
            tool_instances.name, tool_instances.plugin, tool_instances.arguments
        FROM (SELECT value FROM json_each(?1)) AS wanted
        CROSS JOIN turn_tools ON turn_tools.turn_id = wanted.value
        JOIN tools ON tools.id = turn_tools.tool_id
        LEFT JOIN tool_instances ON tool_instances.id = turn_tools.instance_id
        ORDER BY turn_tools.turn_id, turn_tools.tool_id
        """,
        turns).Select(row => (Turn: row.Text(0)!, Tool: ReadTool(row))).ToLookup(row => row.Turn, row => row.Tool);

    private static LoggedTool ReadTool(Statement row)
    {
        var schema = StoredJson.Parse(row.Text(5)) ?? new JsonObject();
        var instance = string.IsNullOrEmpty(row.Text(6)) ? null : new LoggedToolInstance(row.Text(6), row.Text(7), row.Text(8));
        return new LoggedTool(row.Integer(1)!.Value, row.Text(2), row.Text(3), row.Text(4), schema, instance);
    }

    private static ILookup<string, (string Kind, LoggedFragment Fragment)> ReadFragments(Database database, string turns)
    {
        var rows = database.Query(
            """
            SELECT turn_fragments.turn_id, turn_fragments.kind, fragments.id, fragments.hash, fragments.content
            FROM (SELECT value FROM json_each(?1)) AS wanted
            CROSS JOIN turn_fragments ON turn_fragments.turn_id = wanted.value
            JOIN fragments ON fragments.id = turn_fragments.fragment_id
            ORDER BY turn_fragments.turn_id, turn_fragments."order"
            """,
            turns)
            .Select(row => (
                Turn: row.Text(0)!, Kind: row.Text(1) ?? "", Id: row.Integer(2)!.Value, Hash: row.Text(3) ?? "", Content: row.Text(4) ?? ""))
            .ToList();
        var aliases = FragmentAliases.Of(database, rows.Select(row => row.Id));
        return rows.ToLookup(row => row.Turn, row => (row.Kind, new LoggedFragment(row.Hash, row.Content, [.. aliases[row.Id]])));
    }

    private static Dictionary<(string, string), LoggedToolInstance> ReadInstances(Database database, string turns) => database.Query(
        """
        SELECT used.turn_id, used.tool_call_id, tool_instances.name, tool_instances.plugin, tool_instances.arguments
        FROM (SELECT value FROM json_each(?1)) AS wanted
        CROSS JOIN tool_instantiations AS used ON used.turn_id = wanted.value
        JOIN tool_instances ON tool_instances.id = used.instance_id
        WHERE used.tool_call_id IS NOT NULL
        """,
        turns).ToDictionary(row => (row.Text(0)!, row.Text(1)!), row => new LoggedToolInstance(row.Text(2), row.Text(3), row.Text(4)));
}
