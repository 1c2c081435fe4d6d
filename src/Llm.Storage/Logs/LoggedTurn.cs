using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>One logged model call, from the current tables or from those of versions before 0.32.</summary>
/// <remarks>
/// Text properties whose names end in <c>Json</c> contain JSON text as it is stored. <see cref="ResponseJson"/> is computed at its first
/// use and is therefore not thread-safe.
/// </remarks>
public sealed record LoggedTurn
{
    private Func<JsonNode?>? expand;

    /// <summary>The id of the response, a ULID.</summary>
    public required string Id { get; init; }

    /// <summary>Whether the turn comes from the tables of versions before 0.32.</summary>
    public required bool IsLegacy { get; init; }

    /// <summary>The id of the requested model.</summary>
    public required string? Model { get; init; }

    /// <summary>The model that answered, as the provider reported it; null if it did not.</summary>
    public required string? ResolvedModel { get; init; }

    /// <summary>The text of the user's prompt; empty if the turn only sent tool results.</summary>
    public required string? Prompt { get; init; }

    /// <summary>The system prompt; null if there was none.</summary>
    public required string? System { get; init; }

    /// <summary>The request, as versions before 0.32 stored it; null for the current tables.</summary>
    public required string? PromptJson { get; init; }

    /// <summary>The model options that were set, as a JSON object; <c>{}</c> if there were none.</summary>
    public required string? OptionsJson { get; init; }

    /// <summary>The text of the answer.</summary>
    public required string? Response { get; init; }

    /// <summary>The visible reasoning; null if there was none.</summary>
    public required string? Reasoning { get; init; }

    /// <summary>The id of the conversation.</summary>
    public required string? ConversationId { get; init; }

    /// <summary>The time from the request to the end of the answer, in milliseconds.</summary>
    public required long? DurationMs { get; init; }

    /// <summary>The time at which the turn started, in UTC, as text in the stored format.</summary>
    public required string? DatetimeUtc { get; init; }

    /// <summary>The number of input tokens; null if it is unknown.</summary>
    public required long? InputTokens { get; init; }

    /// <summary>The number of output tokens; null if it is unknown.</summary>
    public required long? OutputTokens { get; init; }

    /// <summary>The provider's details of token usage, as JSON text; null if there are none.</summary>
    public required string? TokenDetails { get; init; }

    /// <summary>The name of the conversation.</summary>
    public required string? ConversationName { get; init; }

    /// <summary>The model of the conversation; for the current tables, that of the turn.</summary>
    public required string? ConversationModel { get; init; }

    /// <summary>The schema that the answer had to follow, as JSON text; null if there was none.</summary>
    public required string? SchemaJson { get; init; }

    /// <summary>The payload of the provider's answer; null if there is none or if it refers to something that is missing.</summary>
    public JsonNode? ResponseJson
    {
        get
        {
            if (this.expand is not { } expand) return field;
            this.expand = null;
            return field = expand();
        }
    }

    /// <summary>Why the model ended its answer, according to the payload; null if it is not known.</summary>
    public FinishReason? FinishReason => FinishReason.FromPayload(ResponseJson);

    /// <summary>Why the answer was cut short: <c>cancelled</c> or <c>error: …</c>; null if it is whole.</summary>
    public string? Incomplete { get; init; }

    /// <summary>The fragments of the prompt, in order.</summary>
    public IReadOnlyList<LoggedFragment> PromptFragments { get; init; } = [];

    /// <summary>The fragments of the system prompt, in order.</summary>
    public IReadOnlyList<LoggedFragment> SystemFragments { get; init; } = [];

    /// <summary>The tools that the turn offered.</summary>
    public IReadOnlyList<LoggedTool> Tools { get; init; } = [];

    /// <summary>The tool calls that the model made.</summary>
    public IReadOnlyList<LoggedToolCall> ToolCalls { get; init; } = [];

    /// <summary>The tool results that the turn sent.</summary>
    public IReadOnlyList<LoggedToolResult> ToolResults { get; init; } = [];

    /// <summary>The attachments that the turn sent.</summary>
    public IReadOnlyList<LoggedAttachment> Attachments { get; init; } = [];

    /// <summary>When the turn began; null if that is not stored.</summary>
    public DateTimeOffset? StartedAt => PythonTime.TryParse(DatetimeUtc);

    /// <summary>
    /// What the call cost in US dollars; null if the price of the model or the number of tokens is not known, or the price is in another
    /// currency, in which <see cref="FindCost"/> has it.
    /// </summary>
    /// <param name="prices">What models cost, usually <c>LlmHost.Prices</c>.</param>
    public decimal? CostBy(PriceTable prices) => FindCost(prices)?.InDollars;

    /// <summary>What the call cost; null if the price of the model or the number of tokens is not known.</summary>
    /// <param name="prices">What models cost, usually <c>LlmHost.Prices</c>.</param>
    public CallCost? FindCost(PriceTable prices)
    {
        ArgumentNullException.ThrowIfNull(prices);
        var usage = new Usage
        {
            InputTokens = (int?)InputTokens,
            OutputTokens = (int?)OutputTokens,
            Details = JsonText.ParseOrNull(TokenDetails) as JsonObject,
        };
        return prices.FindCost(Model, ResolvedModel, DatetimeUtc is { Length: >= 10 } time ? time[..10] : PriceTable.LastDay, usage);
    }

    /// <summary>Computes the payload at its first use.</summary>
    internal Func<JsonNode?>? Expand { init => expand = value; }

    /// <summary>Selects turns of the current tables by a list of ids; their texts are in their messages.</summary>
    internal const string SelectTurns = """
        SELECT turns.id, turns.model, turns.resolved_model, NULL AS prompt, NULL AS system, NULL AS prompt_json,
            coalesce(nullif(turns.options_json, ''), '{}') AS options_json, NULL AS response, NULL AS reasoning, turns.response_json,
            turns.thread_id AS conversation_id, turns.duration_ms, turns.datetime_utc, turns.input_tokens, turns.output_tokens,
            turns.token_details, threads.name AS conversation_name, turns.model AS conversation_model, schemas.content AS schema_json,
            turns.parent_message_hash, turns.tip_message_hash
        FROM (SELECT value FROM json_each(?1)) AS wanted
        CROSS JOIN turns ON turns.id = wanted.value
        LEFT JOIN threads ON threads.id = turns.thread_id
        LEFT JOIN schemas ON schemas.id = turns.schema_id
        """;

    /// <summary>Selects turns of versions before 0.32 by a list of ids.</summary>
    internal const string SelectResponses = """
        SELECT responses.id, responses.model, responses.resolved_model, responses.prompt, responses.system, responses.prompt_json,
            responses.options_json, responses.response, responses.reasoning, responses.response_json, responses.conversation_id,
            responses.duration_ms, responses.datetime_utc, responses.input_tokens, responses.output_tokens, responses.token_details,
            conversations.name AS conversation_name, conversations.model AS conversation_model, schemas.content AS schema_json
        FROM (SELECT value FROM json_each(?1)) AS wanted
        CROSS JOIN responses ON responses.id = wanted.value
        LEFT JOIN conversations ON conversations.id = responses.conversation_id
        LEFT JOIN schemas ON schemas.id = responses.schema_id
        """;

    /// <summary>Reads a row of either statement, except <c>response_json</c>, which the caller reads because it may be condensed.</summary>
    internal static LoggedTurn Read(Statement row, bool isLegacy) => new()
    {
        Id = row.Text("id")!,
        IsLegacy = isLegacy,
        Model = row.Text("model"),
        ResolvedModel = row.Text("resolved_model"),
        Prompt = row.Text("prompt"),
        System = row.Text("system"),
        PromptJson = row.Text("prompt_json"),
        OptionsJson = row.Text("options_json"),
        Response = row.Text("response"),
        Reasoning = row.Text("reasoning"),
        ConversationId = row.Text("conversation_id"),
        DurationMs = row.Integer("duration_ms"),
        DatetimeUtc = row.Text("datetime_utc"),
        InputTokens = row.Integer("input_tokens"),
        OutputTokens = row.Integer("output_tokens"),
        TokenDetails = row.Text("token_details"),
        ConversationName = row.Text("conversation_name"),
        ConversationModel = row.Text("conversation_model"),
        SchemaJson = row.Text("schema_json"),
    };

    /// <summary>Writes the JSON form that <c>llm logs --json</c> prints.</summary>
    /// <remarks>
    /// The keys are in the order of the Python tool's columns, which differs between older and newer rows. An unfinished answer also has
    /// <c>incomplete</c>, the reason.
    /// </remarks>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["id"] = Id, ["model"] = Model, ["resolved_model"] = ResolvedModel };
        if (IsLegacy)
        {
            AddPrompt();
            AddPromptJson();
            AddOptions();
            AddResponse();
            AddResponseJson();
            AddFacts();
        }
        else
        {
            AddOptions();
            AddFacts();
            AddPrompt();
            AddResponse();
            AddPromptJson();
            AddResponseJson();
        }

        json["prompt_fragments"] = new JsonArray([.. PromptFragments.Select(fragment => fragment.ToJson())]);
        json["system_fragments"] = new JsonArray([.. SystemFragments.Select(fragment => fragment.ToJson())]);
        json["tools"] = new JsonArray([.. Tools.Select(tool => tool.ToJson())]);
        json["tool_calls"] = new JsonArray([.. ToolCalls.Select(call => call.ToJson())]);
        json["tool_results"] = new JsonArray([.. ToolResults.Select(result => result.ToJson())]);
        json["attachments"] = new JsonArray([.. Attachments.Select(attachment => attachment.ToJson(withContent: !IsLegacy))]);
        if (Incomplete is not null) json["incomplete"] = Incomplete;
        return json;

        void AddPrompt() => (json["prompt"], json["system"]) = (Prompt, System);

        void AddPromptJson() => json["prompt_json"] = JsonText.ParseOrNull(PromptJson);

        void AddOptions() => json["options_json"] = JsonText.ParseOrNull(OptionsJson);

        void AddResponse() => (json["response"], json["reasoning"]) = (Response, Reasoning);

        void AddResponseJson() => json["response_json"] = ResponseJson?.DeepClone();

        void AddFacts()
        {
            json["conversation_id"] = ConversationId;
            json["duration_ms"] = DurationMs;
            json["datetime_utc"] = DatetimeUtc;
            json["input_tokens"] = InputTokens;
            json["output_tokens"] = OutputTokens;
            json["token_details"] = TokenDetails;
            json["conversation_name"] = ConversationName;
            json["conversation_model"] = ConversationModel;
            json["schema_json"] = JsonText.ParseOrNull(SchemaJson);
        }
    }
}
