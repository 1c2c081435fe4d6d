using Llm.Storage.Sqlite;
using SQLitePCL;

namespace Llm.Storage.Logs;

/// <summary>The conditions of a query and their values, for the current tables or for those of versions before 0.32.</summary>
internal sealed class LogFilter
{
    // A response that is also a turn is listed as the turn, which contains more.
    private const string IsNoTurn = "NOT EXISTS (SELECT 1 FROM turns WHERE turns.id = responses.id)";

    private readonly List<string> conditions = [];
    private readonly List<object?> values = [];

    private LogFilter(string table, string index, string source) => (Table, Index, From) = (table, index, source);

    /// <summary>The table of turns.</summary>
    public string Table { get; }

    /// <summary>The search index.</summary>
    public string Index { get; }

    /// <summary>The FROM clause: the table of turns, joined with its search index for a search.</summary>
    public string From { get; }

    /// <summary>The statement that gives the id of the turn of a row ?1 of the search index, if it is listed.</summary>
    public string TurnOfRow => Table == "turns"
        ? "SELECT turns.id FROM turn_search JOIN turns ON turns.id = turn_search.turn_id WHERE turn_search.id = ?1"
        : $"SELECT responses.id FROM responses WHERE responses.rowid = ?1 AND {IsNoTurn}";

    /// <summary>Whether the query has a text and no other condition, so that nearly all that the index finds is listed.</summary>
    public bool IsText { get; private set; }

    /// <summary>The values of the parameters ?1, ?2 …</summary>
    public object?[] Values => [.. values];

    /// <summary>The WHERE clause; empty if there are no conditions.</summary>
    public string Where => conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}";

    /// <summary>Creates the filter for the table <c>turns</c>.</summary>
    public static LogFilter ForTurns(LogQuery query)
    {
        var filter = new LogFilter("turns", "turn_search_fts", query.Text is null
            ? "turns"
            : "turn_search_fts JOIN turn_search ON turn_search.id = turn_search_fts.rowid JOIN turns ON turns.id = turn_search.turn_id");
        filter.AddCommon(query, "turns", "thread_id");
        foreach (var hash in query.FragmentHashes)
        {
            filter.Add("""
                turns.id IN (
                    SELECT turn_fragments.turn_id FROM turn_fragments JOIN fragments ON fragments.id = turn_fragments.fragment_id
                    WHERE fragments.hash = {0})
                """, hash);
        }

        if (query.AnyTool) filter.conditions.Add(SentResult(""));
        foreach (var name in query.ToolNames) filter.Add(SentResult("AND parts.tool_name = {0}"), name);
        filter.AddText(query.Text, others: 0);
        return filter;
    }

    /// <summary>Creates the filter for the table <c>responses</c>.</summary>
    public static LogFilter ForResponses(LogQuery query)
    {
        var filter = new LogFilter("responses", "responses_fts", query.Text is null
            ? "responses"
            : "responses_fts JOIN responses ON responses.rowid = responses_fts.rowid");
        filter.conditions.Add(IsNoTurn);
        filter.AddCommon(query, "responses", "conversation_id");
        foreach (var hash in query.FragmentHashes)
        {
            filter.Add("""
                responses.id IN (
                    SELECT used.response_id FROM fragments JOIN (
                        SELECT response_id, fragment_id FROM prompt_fragments UNION SELECT response_id, fragment_id FROM system_fragments
                    ) AS used ON used.fragment_id = fragments.id WHERE fragments.hash = {0})
                """, hash);
        }

        if (query.AnyTool) filter.conditions.Add("responses.id IN (SELECT response_id FROM tool_results)");
        foreach (var name in query.ToolNames)
        {
            filter.Add("""
                responses.id IN (
                    SELECT tool_results.response_id FROM tool_results JOIN tools ON tools.id = tool_results.tool_id WHERE tools.name = {0})
                """, name);
        }

        filter.AddText(query.Text, others: 1);
        return filter;
    }

    /// <summary>Runs work that uses the filters of a query; if SQLite cannot parse the search text, throws an error that says so.</summary>
    /// <exception cref="LlmException">The search text is not valid.</exception>
    public static T Run<T>(LogQuery query, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException ex) when (query.Text is not null && ex.ResultCode == raw.SQLITE_ERROR)
        {
            throw new LlmException(
                $"Invalid search query: {ex.Detail} - see the FTS5 query syntax documentation at "
                + $"https://sqlite.org/fts5.html#full_text_query_syntax{Quoted(query.Text)}",
                ex);
        }
    }

    /// <summary>
    /// How to search for the words as they are: SQLite wants each in double quotes, and the shell wants all of them in single ones. A text
    /// that has double quotes is left to its author.
    /// </summary>
    private static string Quoted(string words)
    {
        if (string.IsNullOrWhiteSpace(words) || words.Contains('"', StringComparison.Ordinal)) return "";
        var phrases = words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => $"\"{word}\"");
        var argument = string.Join(' ', phrases).Replace("'", "'\\''", StringComparison.Ordinal);
        return $"\nTo search for the words as they are, quote them: -q '{argument}'";
    }

    private void AddCommon(LogQuery query, string table, string conversation)
    {
        if (query.Model is not null) Add($"({table}.model = {{0}} OR {table}.resolved_model = {{0}})", query.Model);
        if (query.ConversationId is not null) Add($"{table}.{conversation} = {{0}}", query.ConversationId);
        if (query.IdGreaterThan is not null) Add($"{table}.id > {{0}}", query.IdGreaterThan);
        if (query.IdAtLeast is not null) Add($"{table}.id >= {{0}}", query.IdAtLeast);
        if (query.Since is { } start) Add($"{table}.datetime_utc >= {{0}}", PythonTime.Iso(start));
        if (query.Before is { } time) Add($"{table}.datetime_utc < {{0}}", PythonTime.Iso(time));
        if (query.SchemaId is not null) Add($"{table}.schema_id = {{0}}", query.SchemaId);
        if (query.Ids is not null) Add($"{table}.id IN (SELECT value FROM json_each({{0}}))", IdList.Of(query.Ids));
    }

    private void AddText(string? text, int others)
    {
        if (text is null) return;
        IsText = conditions.Count == others;
        Add($"{Index} MATCH {{0}}", text);
    }

    private void Add(string condition, string value)
    {
        values.Add(value);
        conditions.Add(string.Format(System.Globalization.CultureInfo.InvariantCulture, condition, $"?{values.Count}"));
    }

    // The results are in the last message that was sent, or in the one before it if the user added a prompt.
    private static string SentResult(string condition) => $"""
        turns.parent_message_hash IN (
            WITH sent(hash) AS MATERIALIZED (SELECT parts.message_hash FROM parts WHERE parts.type = 'tool_result' {condition})
            SELECT hash FROM sent
            UNION ALL
            SELECT messages.hash FROM sent CROSS JOIN messages ON messages.parent_hash = sent.hash WHERE messages.role = 'user')
        """;
}
