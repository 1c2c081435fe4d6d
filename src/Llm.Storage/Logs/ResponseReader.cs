using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>Rebuilds a response from the current tables or from those of versions before 0.32.</summary>
internal sealed class ResponseReader(Database database, LogStoreOptions options)
{
    /// <summary>Reads the response with this id; returns null if there is none.</summary>
    /// <exception cref="LlmException">A message is missing.</exception>
    public Response? Read(string id)
    {
        var turn = new LogReader(database, options.JsonReplacements).List(new LogQuery { Ids = [id] }).FirstOrDefault();
        if (turn is null) return null;
        var (input, output) = turn.IsLegacy ? ReadLegacy(id) : ReadTurn(id);
        return new Response
        {
            Id = id,
            ModelId = turn.Model,
            ConversationId = turn.ConversationId,
            Prompt = new Prompt
            {
                Messages = input,
                System = turn.System ?? "",
                Options = JsonText.ParseOrNull(turn.OptionsJson) as JsonObject ?? [],
                Schema = JsonText.ParseOrNull(turn.SchemaJson) as JsonObject,
                Tools = [.. turn.Tools.Select(tool => new Tool(tool.Name ?? "", tool.Description, tool.InputSchema as JsonObject ?? []))],
            },
            Messages = output,
            FinishReason = turn.FinishReason,
            Usage = ReadUsage(turn),
            StartedAt = turn.StartedAt,
            Duration = TimeSpan.FromMilliseconds(Math.Clamp(turn.DurationMs ?? 0, 0, (long)TimeSpan.MaxValue.TotalMilliseconds - 1)),
            ResponseId = (turn.ResponseJson as JsonObject)?.Text("id"),
            ResponseModel = (turn.ResponseJson as JsonObject)?.Text("model"),
            ResolvedModel = turn.ResolvedModel,
            RawJson = turn.ResponseJson,
        };
    }

    /// <summary>Finds the response with this id, or the only one whose id begins with it; returns null if there is none.</summary>
    /// <exception cref="LlmException">Several ids begin with <paramref name="prefix"/>, or a message is missing.</exception>
    public Response? Find(string prefix)
    {
        if (prefix.Length == 0) return null;
        const string Range = "WHERE id >= ?1 AND id < ?1 || char(0x10FFFF) ORDER BY id LIMIT 2";
        // A response that is also a turn is found once.
        var found = database.Texts(
            $"SELECT * FROM (SELECT id FROM turns {Range}) UNION SELECT * FROM (SELECT id FROM responses {Range}) ORDER BY id LIMIT 2",
            prefix).ToList();
        if (found.Count > 1 && found[0] != prefix)
        {
            throw new LlmException(
                $"Several turns have ids that begin with {prefix}, such as {found[0]} and {found[1]}. Give more of the id.");
        }

        return found.Count == 0 ? null : Read(found[0]);
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
        var messages = new LegacyHistory(database, options.Warn).LoadUpTo(id);
        var answers = messages is [.., { Role: Message.AssistantRole }] ? 1 : 0;
        return (messages[..^answers], messages[^answers..]);
    }

    private static Usage? ReadUsage(LoggedTurn turn)
    {
        if ((turn.InputTokens ?? turn.OutputTokens) is null) return null;
        // The details may lack counts of zero.
        var reported = new Usage { Details = (turn.ResponseJson as JsonObject)?["usage"] as JsonObject };
        return new Usage
        {
            InputTokens = (int?)turn.InputTokens,
            OutputTokens = (int?)turn.OutputTokens,
            CachedTokens = reported.CachedTokens,
            ReasoningTokens = reported.ReasoningTokens,
            Details = JsonText.ParseOrNull(turn.TokenDetails) as JsonObject,
        };
    }
}
