using System.Globalization;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>Reads responses of versions before 0.32, all that are asked for at once.</summary>
internal sealed class LegacyReader(Database database)
{
    /// <summary>The responses by id.</summary>
    public Dictionary<string, LogEntry> Load(IReadOnlyList<string> ids)
    {
        if (ids.Count == 0) return [];
        var wanted = IdList.Of(ids);
        var entries = database.Query(
            """
            SELECT responses.id, responses.model, responses.resolved_model, responses.prompt, responses.system, responses.prompt_json,
                responses.options_json, responses.response, responses.reasoning, responses.response_json, responses.conversation_id,
                responses.duration_ms, responses.datetime_utc, responses.input_tokens, responses.output_tokens, responses.token_details,
                conversations.name, conversations.model, schemas.content
            FROM (SELECT value FROM json_each(?1)) AS wanted
            CROSS JOIN responses ON responses.id = wanted.value
            LEFT JOIN conversations ON conversations.id = responses.conversation_id
            LEFT JOIN schemas ON schemas.id = responses.schema_id
            """,
            wanted).Select(ReadEntry).ToDictionary(entry => entry.Id);
        var promptFragments = ReadFragments("prompt_fragments", wanted);
        var systemFragments = ReadFragments("system_fragments", wanted);
        var attachments = ReadAttachments("prompt_attachments", "response_id", wanted);
        var tools = ReadTools(wanted);
        var calls = ReadCalls(wanted);
        var results = ReadResults(wanted);
        foreach (var entry in entries.Values)
        {
            entry.PromptFragments = [.. promptFragments[entry.Id]];
            entry.SystemFragments = [.. systemFragments[entry.Id]];
            entry.Attachments = [.. attachments[entry.Id]];
            entry.Tools = [.. tools[entry.Id]];
            entry.ToolCalls = [.. calls[entry.Id]];
            entry.ToolResults = [.. results[entry.Id]];
        }

        return entries;
    }

    private static LogEntry ReadEntry(Statement row)
    {
        var payload = row.Text(9);
        return new LogEntry
        {
            Id = row.Text(0)!,
            IsLegacy = true,
            Model = row.Text(1),
            ResolvedModel = row.Text(2),
            Prompt = row.Text(3),
            System = row.Text(4),
            PromptJson = row.Text(5),
            OptionsJson = row.Text(6),
            Response = row.Text(7),
            Reasoning = row.Text(8),
            // Shown as it is stored: older versions condensed it in another way and never expanded it either.
            Expand = () => StoredJson.Parse(payload),
            ConversationId = row.Text(10),
            DurationMs = row.Integer(11),
            DatetimeUtc = row.Text(12),
            InputTokens = row.Integer(13),
            OutputTokens = row.Integer(14),
            TokenDetails = row.Text(15),
            ConversationName = row.Text(16),
            ConversationModel = row.Text(17),
            SchemaJson = row.Text(18),
        };
    }

    private ILookup<string, LoggedFragment> ReadFragments(string table, string wanted)
    {
        var rows = database.Query(
            $"""
            SELECT used.response_id, fragments.id, fragments.hash, fragments.content
            FROM (SELECT value FROM json_each(?1)) AS wanted
            CROSS JOIN {table} AS used ON used.response_id = wanted.value
            JOIN fragments ON fragments.id = used.fragment_id
            ORDER BY used.response_id, used."order"
            """,
            wanted).Select(row => (Response: row.Text(0)!, Id: row.Integer(1)!.Value, Hash: row.Text(2) ?? "", Content: row.Text(3) ?? "")).ToList();
        var aliases = FragmentAliases.Of(database, rows.Select(row => row.Id));
        return rows.ToLookup(row => row.Response, row => new LoggedFragment(row.Hash, row.Content, [.. aliases[row.Id]]));
    }

    private ILookup<string, LoggedAttachment> ReadAttachments(string table, string owner, string wanted) => database.Query(
        $"""
        SELECT used.{owner}, attachments.id, attachments.type, attachments.path, attachments.url, nullif(length(attachments.content), 0)
        FROM {table} AS used JOIN attachments ON attachments.id = used.attachment_id
        WHERE used.{owner} IN (SELECT value FROM json_each(?1))
        ORDER BY used.{owner}, used."order"
        """,
        wanted).Select(row => (Owner: row.Text(0)!, Item: new LoggedAttachment(row.Text(1)!, row.Text(2), row.Text(3), row.Text(4), row.Integer(5))))
        .ToLookup(row => row.Owner, row => row.Item);

    private ILookup<string, LoggedTool> ReadTools(string wanted) => database.Query(
        """
        SELECT used.response_id, tools.id, tools.hash, tools.name, tools.description, tools.input_schema
        FROM tool_responses AS used JOIN tools ON tools.id = used.tool_id
        WHERE used.response_id IN (SELECT value FROM json_each(?1))
        ORDER BY used.response_id, tools.id
        """,
        wanted).Select(row => (Response: row.Text(0)!, Tool: new LoggedTool(
            row.Integer(1)!.Value, row.Text(2), row.Text(3), row.Text(4), StoredJson.Parse(row.Text(5)), Instance: null)))
        .ToLookup(row => row.Response, row => row.Tool);

    private ILookup<string, LoggedToolCall> ReadCalls(string wanted) => database.Query(
        """
        SELECT response_id, id, tool_id, name, arguments, tool_call_id FROM tool_calls
        WHERE response_id IN (SELECT value FROM json_each(?1)) ORDER BY id
        """,
        wanted).Select(row => (Response: row.Text(0)!, Call: new LoggedToolCall(
            row.Integer(1), row.Integer(2), row.Text(3), StoredJson.Parse(row.Text(4)), row.Text(5))))
        .ToLookup(row => row.Response, row => row.Call);

    private ILookup<string, LoggedToolResult> ReadResults(string wanted)
    {
        var rows = database.Query(
            """
            SELECT results.response_id, results.id, results.tool_id, results.name, results.output, results.tool_call_id, results.exception,
                instances.id, instances.name, instances.plugin, instances.arguments
            FROM tool_results AS results LEFT JOIN tool_instances AS instances ON instances.id = results.instance_id
            WHERE results.response_id IN (SELECT value FROM json_each(?1)) ORDER BY results.id
            """,
            wanted).Select(row => (Response: row.Text(0)!, Result: new LoggedToolResult(
                row.Integer(1), row.Integer(2), row.Text(3), row.Text(4), row.Text(5), row.Text(6),
                row.IsNull(7) ? null : new LoggedToolInstance(row.Text(8), row.Text(9), row.Text(10)), []))).ToList();
        var ids = rows.Select(row => row.Result.Id!.Value);
        var attachments = ReadAttachments("tool_results_attachments", "tool_result_id", IdList.Of(ids));
        string Key(LoggedToolResult result) => result.Id!.Value.ToString(CultureInfo.InvariantCulture);
        return rows.ToLookup(row => row.Response, row => row.Result with { Attachments = [.. attachments[Key(row.Result)]] });
    }
}
