using System.Globalization;
using Llm.Json;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>Reads responses of versions before 0.32, many with one statement for each table.</summary>
internal sealed class LegacyReader(Database database)
{
    /// <summary>Loads responses; returns them by id.</summary>
    public Dictionary<string, LoggedTurn> Load(IReadOnlyList<string> ids)
    {
        if (ids.Count == 0) return [];
        var wanted = IdList.Of(ids);
        var promptFragments = ReadFragments("prompt_fragments", wanted);
        var systemFragments = ReadFragments("system_fragments", wanted);
        var attachments = ReadAttachments("prompt_attachments", "response_id", wanted);
        var tools = ReadTools(wanted);
        var calls = ReadCalls(wanted);
        var results = ReadResults(wanted);
        var resultIds = IdList.Of(results.SelectMany(response => response).Select(result => result.Id!.Value));
        var resultAttachments = ReadAttachments("tool_results_attachments", "tool_result_id", resultIds);
        return database.Query(LoggedTurn.SelectResponses, wanted).Select(Read).Select(turn => turn with
        {
            PromptFragments = [.. promptFragments[turn.Id]],
            SystemFragments = [.. systemFragments[turn.Id]],
            Attachments = [.. attachments[turn.Id]],
            Tools = [.. tools[turn.Id]],
            ToolCalls = [.. calls[turn.Id]],
            ToolResults = [.. results[turn.Id].Select(result => result with { Attachments = [.. resultAttachments[Key(result)]] })],
        }).ToDictionary(turn => turn.Id);
    }

    private static LoggedTurn Read(Statement row)
    {
        var payload = row.Text("response_json");
        // The payload is shown as it is stored: older versions condensed it differently and never expanded it either.
        return LoggedTurn.Read(row, isLegacy: true) with { Expand = () => JsonText.ParseOrNull(payload) };
    }

    private static string Key(LoggedToolResult result) => result.Id!.Value.ToString(CultureInfo.InvariantCulture);

    private ILookup<string, LoggedFragment> ReadFragments(string table, string wanted) => database.Query(
        $"""
        SELECT used.response_id, {LoggedFragment.Columns}
        FROM (SELECT value FROM json_each(?1)) AS wanted
        CROSS JOIN {table} AS used ON used.response_id = wanted.value
        JOIN fragments ON fragments.id = used.fragment_id
        ORDER BY used.response_id, used."order"
        """,
        wanted).ToLookup(row => row.Text("response_id")!, LoggedFragment.Read);

    private ILookup<string, LoggedAttachment> ReadAttachments(string table, string owner, string wanted) => database.Query(
        $"""
        SELECT used.{owner} AS owner, {LoggedAttachment.Columns}
        FROM {table} AS used JOIN attachments ON attachments.id = used.attachment_id
        WHERE used.{owner} IN (SELECT value FROM json_each(?1))
        ORDER BY used.{owner}, used."order"
        """,
        wanted).ToLookup(row => row.Text("owner")!, LoggedAttachment.Read);

    private ILookup<string, LoggedTool> ReadTools(string wanted) => database.Query(
        $"""
        SELECT used.response_id, {LoggedTool.Columns}
        FROM tool_responses AS used JOIN tools ON tools.id = used.tool_id
        WHERE used.response_id IN (SELECT value FROM json_each(?1))
        ORDER BY used.response_id, tools.id
        """,
        wanted).ToLookup(row => row.Text("response_id")!, row => LoggedTool.Read(row, instance: null));

    private ILookup<string, LoggedToolCall> ReadCalls(string wanted) => database.Query(
        $"""
        SELECT tool_calls.response_id, {LoggedToolCall.Columns} FROM tool_calls
        WHERE tool_calls.response_id IN (SELECT value FROM json_each(?1)) ORDER BY tool_calls.id
        """,
        wanted).ToLookup(row => row.Text("response_id")!, LoggedToolCall.Read);

    private ILookup<string, LoggedToolResult> ReadResults(string wanted) => database.Query(
        $"""
        SELECT tool_results.response_id, {LoggedToolResult.Columns}, {LoggedToolInstance.Columns}
        FROM tool_results LEFT JOIN tool_instances ON tool_instances.id = tool_results.instance_id
        WHERE tool_results.response_id IN (SELECT value FROM json_each(?1)) ORDER BY tool_results.id
        """,
        wanted).ToLookup(row => row.Text("response_id")!, LoggedToolResult.Read);
}
