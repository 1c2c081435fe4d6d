using Llm.Storage.Logs;
using Llm.Storage.Sqlite;

namespace Llm.Cli.Tests.Recordings;

/// <summary>The conversation of an older version that the recordings put into their fifth batch.</summary>
internal static class LegacyRows
{
    private const string Rows = """
        INSERT INTO conversations (id, name, model) VALUES ('01aaa', 'old conv', 'echo');
        INSERT INTO responses (id, model, prompt, system, prompt_json, options_json, response, response_json, conversation_id,
            duration_ms, datetime_utc, input_tokens, output_tokens)
          VALUES ('01aab', 'echo', 'old prompt', 'old sys', '{"a": 1}', '{"example_bool": true}', 'old response', '{"b": 2}', '01aaa',
            12, '2025-01-01T00:00:00.123456+00:00', 3, 4);
        INSERT INTO tools (id, hash, name, description, input_schema, plugin)
          VALUES (1, 'hhh', 'llm_version', 'd', '{"properties": {}, "type": "object"}', 'llm.default_plugins.default_tools');
        INSERT INTO tool_responses (tool_id, response_id) VALUES (1, '01aab');
        INSERT INTO tool_calls (id, response_id, tool_id, name, arguments, tool_call_id) VALUES (1, '01aab', 1, 'llm_version', '{}', 'tcx');
        INSERT INTO attachments (id, type, path) VALUES ('att1', 'image/png', '/tmp/x.png');
        INSERT INTO prompt_attachments (response_id, attachment_id, "order") VALUES ('01aab', 'att1', 0)
        """;

    public static void Add(UserDirectory directory)
    {
        // Opening makes the tables.
        LogStore.Open(directory.LogsDatabase).Dispose();
        using var database = Database.Open(directory.LogsDatabase, DatabaseMode.ReadWrite);
        foreach (var statement in Rows.Split(';')) database.Execute(statement);
    }
}
