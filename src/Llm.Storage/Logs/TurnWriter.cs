using System.Collections.ObjectModel;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Storage.Logs.Condensing;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>Stores responses: the messages that were sent and received and everything else that belongs to the call.</summary>
/// <remarks>
/// Every prompt starts a process that writes one turn, so the main cost is compiling at run time. Generic collections of tuples, which
/// cannot be compiled ahead of time, are therefore avoided.
/// </remarks>
internal sealed class TurnWriter(Database database, TimeProvider time, UlidGenerator ids)
{
    internal const string InsertTurn = """
        INSERT OR REPLACE INTO turns (id, thread_id, parent_message_hash, tip_message_hash, model, resolved_model, options_json, schema_id,
            input_tokens, output_tokens, token_details, duration_ms, datetime_utc, response_json)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
        """;

    private readonly ChainWriter chains = new(database);
    private readonly FragmentRows fragments = new(database, time);
    private readonly ToolRows tools = new(database);
    private readonly SchemaRows schemas = new(database);

    /// <summary>The parts of a turn that can be computed before the database is locked.</summary>
    public sealed record PreparedTurn(
        Response Response, IReadOnlyList<ChainWriter.Link> Input, IReadOnlyList<ChainWriter.Link> Output, string? Payload)
    {
        public string? Parent => Input.Count == 0 ? null : Input[^1].Hash;

        public string? Tip => Output.Count == 0 ? Parent : Output[^1].Hash;
    }

    /// <summary>Hashes the messages and condenses the payload.</summary>
    /// <param name="response">The response.</param>
    /// <param name="replacements">Finds the replacements of a model by its id, for a response that does not have its model.</param>
    public static PreparedTurn Prepare(
        Response response, Func<string, IEnumerable<KeyValuePair<string, JsonNode>>?>? replacements = null)
    {
        var input = ChainWriter.Hash(response.Prompt.Messages, null);
        var output = ChainWriter.Hash(response.Messages, input.Count == 0 ? null : input[^1].Hash);
        return new PreparedTurn(response, input, output, Condense(response, replacements));
    }

    /// <summary>Stores a turn of another program, unless it is stored; a conversation that has continued keeps its end.</summary>
    public void WriteLate(PreparedTurn turn)
    {
        var (id, thread) = (turn.Response.Id, turn.Response.ConversationId);
        if (database.QueryInteger("SELECT 1 FROM turns WHERE id = ?1", id) is not null) return;
        var tip = database.QueryText(
            """
            SELECT tip_message_hash FROM threads
            WHERE id = ?1 AND EXISTS (SELECT 1 FROM turns WHERE thread_id = ?1 AND turns.id > ?2)
            """,
            thread,
            id);
        Write(turn);
        if (tip is not null) database.Execute("UPDATE threads SET tip_message_hash = ?2 WHERE id = ?1", thread, tip);
    }

    /// <summary>Stores a turn; call it inside a transaction.</summary>
    public void Write(PreparedTurn turn)
    {
        var prompt = turn.Response.Prompt;
        var thread = EnsureThread(turn.Response);
        var promptFragments = prompt.Fragments.Select(Ensure).ToList();
        var systemFragments = prompt.SystemFragments.Select(Ensure).ToList();

        chains.Write(turn.Input, [.. promptFragments.Concat(systemFragments).Where(fragment => fragment.Content.Length > 0)]);
        chains.Write(turn.Output, []);
        WriteTurn(turn, thread);
        WriteTools(turn.Response);
        WriteFragments(turn.Response.Id, "prompt", promptFragments);
        WriteFragments(turn.Response.Id, "system", systemFragments);
        SearchIndex.Refresh(database, turn.Response.Id, turn.Parent, turn.Output);
        database.Execute("UPDATE threads SET tip_message_hash = ?2 WHERE id = ?1", thread, turn.Tip);
    }

    private static string? Condense(
        Response response, Func<string, IEnumerable<KeyValuePair<string, JsonNode>>?>? replacements)
    {
        // The schema has no column for the reason, so a model without a payload gets one that holds it.
        var ending = response.FinishReason is { } reason ? new JsonObject { ["finish_reason"] = reason.Value } : null;
        if (response.Payload is null && ending is null) return null;
        return CondenseLarge(response, replacements)
            ?? PythonJson.Spaced(Condenser.Condense(response.RawJson ?? ending, Replacements(response, response.Messages, replacements)));
    }

    /// <summary>
    /// Condenses a payload without the large text that it has in common with the messages; null if there is none, or if another text is so
    /// large that it could contain this one.
    /// </summary>
    private static string? CondenseLarge(
        Response response, Func<string, IEnumerable<KeyValuePair<string, JsonNode>>?>? replacements)
    {
        var standIn = "";
        var least = 0;
        TextPart? part = null;
        var payload = response.Payload?.With(StandIn, response.Messages, out part);
        if (payload is null || PythonJson.Compact(payload).Length >= least) return null;
        var messages = new List<Message>();
        foreach (var message in response.Messages)
        {
            var parts = new List<Part>();
            foreach (var item in message.Parts)
            {
                if (item is TextPart { Utf8: not null } && !ReferenceEquals(item, part)) return null;
                parts.Add(ReferenceEquals(item, part) ? new TextPart(standIn).WithMetadata(item.ProviderMetadata) : item);
            }

            messages.Add(new Message(message.Role, parts) { ProviderMetadata = message.ProviderMetadata });
        }

        var table = Replacements(response, messages, replacements);
        return table.Index.Texts.Any(text => text.Length >= least) ? null : PythonJson.Spaced(Condenser.Condense(payload, table));

        string StandIn(Utf8Text text)
        {
            // A character is at most three bytes.
            least = text.Length / 3;
            return standIn = new LargeTexts().StandIn(text);
        }
    }

    private static ReplacementTable Replacements(
        Response response,
        IReadOnlyList<Message> messages,
        Func<string, IEnumerable<KeyValuePair<string, JsonNode>>?>? replacements) => TurnReplacements.Build(
            messages.Select(message => message.ToJson()),
            response.Prompt.Tools.Select(tool => new DescribedTool(tool.Name, tool.Description)),
            response.Prompt.Schema,
            response.Model?.JsonReplacements ?? replacements?.Invoke(response.ModelId ?? "") ?? ReadOnlyDictionary<string, JsonNode>.Empty);

    private FragmentText Ensure(Fragment fragment) => new(fragment.Content, fragments.Ensure(fragment));

    private string EnsureThread(Response response)
    {
        var id = response.ConversationId ?? ids.Next();
        var prompt = response.Prompt;
        // A conversation of a version before 0.32 is not a thread, so a fork of it refers to nothing.
        database.Execute(
            """
            INSERT OR IGNORE INTO threads (id, name, datetime_utc, forked_from)
            VALUES (?1, ?2, ?3, (SELECT id FROM threads WHERE id = ?4))
            """,
            id,
            Conversation.NameFor(prompt.Text.Length > 0 ? prompt.Text : prompt.System.Length > 0 ? prompt.System : LastSaid(prompt)),
            PythonTime.Spaced(time.GetUtcNow()),
            response.ForkedFrom);
        return id;
    }

    /// <summary>Returns the text that names a prompt without text, which repeats an earlier prompt.</summary>
    private static string LastSaid(Prompt prompt) => prompt.Messages.LastOrDefault(message => message.Role == Message.UserRole)?.Text ?? "";

    private void WriteTurn(PreparedTurn turn, string thread)
    {
        var response = turn.Response;
        var options = new JsonObject();
        foreach (var (name, value) in response.Prompt.Options)
        {
            if (value is not null) options[name] = value.DeepClone();
        }

        database.Execute(
            InsertTurn,
            response.Id,
            thread,
            turn.Parent,
            turn.Tip,
            response.ModelId,
            response.ResolvedModel,
            options.Count == 0 ? null : PythonJson.Spaced(options),
            response.Prompt.Schema is { Count: > 0 } schema ? schemas.Ensure(schema) : null,
            response.Usage?.InputTokens is { } input ? (long)input : null,
            response.Usage?.OutputTokens is { } output ? (long)output : null,
            response.Usage?.Details is { Count: > 0 } details ? PythonJson.Spaced(details) : null,
            (long)response.Duration.TotalMilliseconds,
            PythonTime.Iso(response.StartedAt ?? time.GetUtcNow()),
            turn.Payload);
    }

    private void WriteTools(Response response)
    {
        foreach (var tool in response.Prompt.Tools)
        {
            database.Execute(
                "INSERT OR REPLACE INTO turn_tools (turn_id, tool_id, instance_id) VALUES (?1, ?2, ?3)",
                response.Id,
                tools.Ensure(tool),
                tool.Instance is { } instance ? tools.Ensure(instance) : null);
        }

        foreach (var result in response.Prompt.ToolResults)
        {
            if (result.Instance is not { } instance || string.IsNullOrEmpty(result.ToolCallId)) continue;
            database.Execute(
                "INSERT OR REPLACE INTO tool_instantiations (turn_id, tool_call_id, instance_id) VALUES (?1, ?2, ?3)",
                response.Id,
                result.ToolCallId,
                tools.Ensure(instance));
        }
    }

    private void WriteFragments(string turn, string kind, List<FragmentText> fragments)
    {
        for (var order = 0; order < fragments.Count; order++)
        {
            database.Execute(
                "INSERT OR REPLACE INTO turn_fragments (turn_id, fragment_id, \"order\", kind) VALUES (?1, ?2, ?3, ?4)",
                turn,
                fragments[order].Id,
                order,
                kind);
        }
    }
}
