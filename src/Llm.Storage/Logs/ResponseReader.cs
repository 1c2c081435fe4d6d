using System.Text.Json.Nodes;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>Rebuilds one response of either generation of tables.</summary>
internal sealed class ResponseReader(Database database, LogStoreOptions options)
{
    public sealed record Found(string Model, ResponseRecord Record);

    /// <summary>The response and the model that answered; null if there is none of this id.</summary>
    /// <exception cref="LlmException">A message is missing.</exception>
    public Found? Read(string id)
    {
        var entry = new LogReader(database, options.JsonReplacements).List(new LogQuery { Ids = [id] }).FirstOrDefault();
        if (entry is null) return null;
        var (input, output) = entry.IsLegacy ? ReadLegacy(id) : ReadTurn(id);
        return new Found(entry.Model ?? "", new ResponseRecord
        {
            Id = id,
            ConversationId = entry.ConversationId,
            Input = input,
            Output = output,
            System = entry.System ?? "",
            Options = StoredJson.Parse(entry.OptionsJson) as JsonObject ?? [],
            Schema = StoredJson.Parse(entry.SchemaJson) as JsonObject,
            Tools = [.. entry.Tools.Select(tool => new Tool(tool.Name ?? "", tool.Description, tool.InputSchema as JsonObject ?? []))],
            Usage = ReadUsage(entry),
            StartedAt = PythonTime.TryParse(entry.DatetimeUtc),
            Duration = TimeSpan.FromMilliseconds(entry.DurationMs ?? 0),
            ResolvedModel = entry.ResolvedModel,
            RawJson = entry.ResponseJson,
        });
    }

    /// <summary>The turn of that id, or the only one whose id begins so; null if there is none.</summary>
    /// <exception cref="LlmException">Several ids begin so, or a message is missing.</exception>
    public StoredTurn? ReadTurnFrom(string prefix)
    {
        const string Range = "WHERE id >= ?1 AND id < ?1 || char(0x10FFFF) ORDER BY id LIMIT 2";
        // A response that is a turn too is found once.
        var found = database.Query(
            $"""
            SELECT id, min(legacy), max(conversation), max(model) FROM (
                SELECT * FROM (SELECT id, 0 AS legacy, thread_id AS conversation, model FROM turns {Range})
                UNION ALL SELECT * FROM (SELECT id, 1, conversation_id, model FROM responses {Range})
            ) GROUP BY id ORDER BY id LIMIT 2
            """,
            prefix).Select(row => (Id: row.Text(0)!, IsLegacy: row.Integer(1) == 1, Conversation: row.Text(2), Model: row.Text(3))).ToList();
        if (found.Count == 0 || prefix.Length == 0) return null;
        var turn = found[0];
        if (found.Count > 1 && turn.Id != prefix) throw new LlmException($"Several turns begin with {prefix}, such as {turn.Id} and {found[1].Id}. Give more of the id.");
        var (input, output) = turn.IsLegacy ? ReadLegacy(turn.Id) : ReadTurn(turn.Id);
        return new StoredTurn(turn.Id, turn.Conversation, turn.Model, input, output);
    }

    private (List<Message> Input, List<Message> Output) ReadTurn(string id)
    {
        var parent = database.QueryText("SELECT parent_message_hash FROM turns WHERE id = ?1", id);
        var tip = database.QueryText("SELECT tip_message_hash FROM turns WHERE id = ?1", id);
        var reader = new ConversationReader(database);
        var input = reader.Chain(parent);
        return (input, reader.Chain(tip)[input.Count..]);
    }

    private (List<Message> Input, List<Message> Output) ReadLegacy(string id)
    {
        var messages = new LegacyHistory(database, options.Tell).LoadUpTo(id);
        var answers = messages is [.., { Role: Message.AssistantRole }] ? 1 : 0;
        return (messages[..^answers], messages[^answers..]);
    }

    private static Usage? ReadUsage(LogEntry entry) => (entry.InputTokens ?? entry.OutputTokens) is null
        ? null
        : new Usage((int?)entry.InputTokens, (int?)entry.OutputTokens, StoredJson.Parse(entry.TokenDetails) as JsonObject);
}
