using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>The tools, calls, results, attachments and fragments of many turns.</summary>
/// <param name="tools">The tools by turn.</param>
/// <param name="fragments">The fragments by kind and turn.</param>
/// <param name="instances">The configured toolboxes that ran calls, by turn and call.</param>
/// <param name="attachments">The attachments by id.</param>
internal sealed class TurnExtras(
    ILookup<string, LoggedTool> tools,
    ILookup<string, LoggedFragment> fragments,
    Dictionary<string, LoggedToolInstance> instances,
    Dictionary<string, LoggedAttachment> attachments)
{
    /// <summary>Loads everything that the turns refer to, with one statement for each table.</summary>
    public static TurnExtras Load(Database database, IReadOnlyList<string> turns, IEnumerable<PartRow> parts)
    {
        var ids = IdList.Of(turns);
        return new TurnExtras(
            ReadTools(database, ids),
            ReadFragments(database, ids),
            ReadInstances(database, ids),
            LoggedAttachment.Load(database, parts.SelectMany(part => part.AttachmentIds).ToHashSet()));
    }

    /// <summary>Returns the turn with everything that belongs to it.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="input">The parts that the turn sent.</param>
    /// <param name="output">The parts that were received.</param>
    /// <param name="last">The received parts of the last message; the Python tool shows row ids of calls only for these.</param>
    public LoggedTurn AddTo(LoggedTurn turn, IReadOnlyList<PartRow> input, IReadOnlyList<PartRow> output, IReadOnlyList<PartRow> last)
    {
        // By the turn's own tools, because tools with the same name can differ between turns.
        var toolIds = new Dictionary<string, long>();
        foreach (var tool in tools[turn.Id].Where(tool => tool.Name is not null)) toolIds[tool.Name!] = tool.Id;
        long? ToolId(PartRow part) => part.Payload.Text("name") is { } name && toolIds.TryGetValue(name, out var id) ? id : null;

        var callRows = RowIds(last, "tool_call");
        var resultRows = RowIds(input, "tool_result");
        return turn with
        {
            Tools = [.. tools[turn.Id]],
            PromptFragments = [.. fragments[Key("prompt", turn.Id)]],
            SystemFragments = [.. fragments[Key("system", turn.Id)]],
            Attachments = [.. input.Where(part => part.Type == "attachment").SelectMany(Attachments)],
            ToolCalls = [.. output.Where(part => part.Type == "tool_call").Select(part => new LoggedToolCall
            {
                Id = RowId(callRows, part),
                ToolId = ToolId(part),
                Name = part.Payload.Text("name"),
                Arguments = part.Payload["arguments"]?.DeepClone(),
                ToolCallId = part.Payload.Text("tool_call_id"),
            })],
            ToolResults = [.. input.Where(part => part.Type == "tool_result").Select(part => new LoggedToolResult
            {
                Id = RowId(resultRows, part),
                ToolId = ToolId(part),
                Name = part.Payload.Text("name"),
                Output = part.Payload.Text("output"),
                ToolCallId = part.Payload.Text("tool_call_id"),
                Exception = part.Payload.Text("exception"),
                Instance = part.Payload.Text("tool_call_id") is { } call ? instances.GetValueOrDefault(Key(turn.Id, call)) : null,
                Attachments = [.. Attachments(part)],
            })],
        };
    }

    private IEnumerable<LoggedAttachment> Attachments(PartRow part) =>
        part.AttachmentIds.Select(id => attachments.GetValueOrDefault(id)).OfType<LoggedAttachment>();

    // By call id, or "" if there is none; of equal ids, the last one is used.
    private static Dictionary<string, long> RowIds(IEnumerable<PartRow> parts, string type)
    {
        var ids = new Dictionary<string, long>();
        foreach (var part in parts.Where(part => part.Type == type)) ids[part.Payload.Text("tool_call_id") ?? ""] = part.Id;
        return ids;
    }

    private static long? RowId(Dictionary<string, long> ids, PartRow part) =>
        ids.TryGetValue(part.Payload.Text("tool_call_id") ?? "", out var id) ? id : null;

    private static string Key(string? first, string? second) => $"{first} {second}";

    private static ILookup<string, LoggedTool> ReadTools(Database database, string turns) => database.Query(
        $"""
        SELECT turn_tools.turn_id, {LoggedTool.Columns}, {LoggedToolInstance.Columns}
        FROM (SELECT value FROM json_each(?1)) AS wanted
        CROSS JOIN turn_tools ON turn_tools.turn_id = wanted.value
        JOIN tools ON tools.id = turn_tools.tool_id
        LEFT JOIN tool_instances ON tool_instances.id = turn_tools.instance_id AND tool_instances.name <> ''
        ORDER BY turn_tools.turn_id, turn_tools.tool_id
        """,
        turns).ToLookup(row => row.Text("turn_id")!, ReadTool);

    private static LoggedTool ReadTool(Statement row)
    {
        var tool = LoggedTool.Read(row, LoggedToolInstance.Read(row));
        return tool with { InputSchema = tool.InputSchema ?? new JsonObject() };
    }

    private static ILookup<string, LoggedFragment> ReadFragments(Database database, string turns) => database.Query(
        $"""
        SELECT turn_fragments.turn_id, turn_fragments.kind, {LoggedFragment.Columns}
        FROM (SELECT value FROM json_each(?1)) AS wanted
        CROSS JOIN turn_fragments ON turn_fragments.turn_id = wanted.value
        JOIN fragments ON fragments.id = turn_fragments.fragment_id
        ORDER BY turn_fragments.turn_id, turn_fragments."order"
        """,
        turns).ToLookup(row => Key(row.Text("kind"), row.Text("turn_id")), LoggedFragment.Read);

    private static Dictionary<string, LoggedToolInstance> ReadInstances(Database database, string turns) => database.Query(
        $"""
        SELECT used.turn_id, used.tool_call_id, {LoggedToolInstance.Columns}
        FROM (SELECT value FROM json_each(?1)) AS wanted
        CROSS JOIN tool_instantiations AS used ON used.turn_id = wanted.value
        JOIN tool_instances ON tool_instances.id = used.instance_id
        WHERE used.tool_call_id IS NOT NULL
        """,
        turns).ToDictionary(row => Key(row.Text("turn_id"), row.Text("tool_call_id")), row => LoggedToolInstance.Read(row)!);
}
