using System.Globalization;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <content>The dict form, and responses made before.</content>
public sealed partial class Response
{
    private Response(ResponseRecord record, Model model)
    {
        Prompt = new Prompt(model, record);
        options = new PromptOptions();
        conversation = record.ConversationId is null ? null : new Conversation(model, record.ConversationId);
        Id = record.Id;
        context = new ModelContext
        {
            FinishReason = record.FinishReason,
            Usage = record.Usage,
            ResponseId = record.ResponseId,
            ResponseModel = record.ResponseModel,
            ResolvedModel = record.ResolvedModel,
            RawJson = record.RawJson,
        };
        StartedAt = record.StartedAt;
        Duration = record.Duration;
        Messages = record.Output;
        Incomplete = record.Output is [.., { Parts: [.., var last] }]
            ? (last.ProviderMetadata?["llm"] as JsonObject)?.Text("incomplete")
            : null;
        ended = true;
    }

    /// <summary>The dict form: model, prompt, messages, id, and usage, start time and finish reason where known.</summary>
    /// <exception cref="InvalidOperationException">The response is not complete.</exception>
    public JsonObject ToJson()
    {
        var prompt = new JsonObject { ["messages"] = ToArray(Prompt.Messages) };
        if (Prompt.Options.Count > 0) prompt["options"] = Prompt.Options.DeepClone();
        if (Prompt.System.Length > 0) prompt["system"] = Prompt.System;
        var json = new JsonObject { ["model"] = Model.Id, ["prompt"] = prompt, ["messages"] = ToArray(Messages), ["id"] = Id };
        if (Usage is { } usage && (usage.InputTokens ?? usage.OutputTokens) is not null)
        {
            var tokens = new JsonObject();
            if (usage.InputTokens is { } input) tokens["input"] = input;
            if (usage.OutputTokens is { } output) tokens["output"] = output;
            if (usage.Details is { } details) tokens["details"] = details.DeepClone();
            json["usage"] = tokens;
        }

        if (StartedAt is { } start)
            json["datetime_utc"] = start.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture);
        if (FinishReason is { } reason) json["finish_reason"] = reason.Value;
        return json;
    }

    /// <summary>Rebuilds a complete response from its dict form; tools are not restored.</summary>
    /// <exception cref="LlmException">The data is not a response.</exception>
    public static Response FromJson(JsonObject json, Model model)
    {
        var prompt = json["prompt"] as JsonObject ?? throw new LlmException("This is not a response: it has no prompt.");
        return FromRecord(
            new ResponseRecord
            {
                Id = json.Text("id") ?? model.Environment.Ids.Next(),
                ModelId = json.Text("model"),
                Input = FromArray(prompt["messages"]),
                Output = FromArray(json["messages"]),
                System = prompt.Text("system") ?? "",
                Options = prompt.CopyObject("options") ?? [],
                Usage = json["usage"] is JsonObject tokens
                    ? new Usage
                    {
                        InputTokens = tokens.Integer("input"),
                        OutputTokens = tokens.Integer("output"),
                        Details = tokens.CopyObject("details"),
                    }
                    : null,
                FinishReason = FinishReason.FromProvider(json.Text("finish_reason")),
                StartedAt = DateTimeOffset.TryParse(
                    json.Text("datetime_utc"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start)
                    ? start
                    : null,
            },
            model);
    }

    /// <summary>Rebuilds a complete response; a reply to it continues its conversation.</summary>
    public static Response FromRecord(ResponseRecord record, Model model)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(model);
        return new Response(record, model);
    }

    private static JsonArray ToArray(IEnumerable<Message> messages) => new([.. messages.Select(message => message.ToJson())]);

    private static List<Message> FromArray(JsonNode? messages) =>
        [.. (messages as JsonArray ?? []).OfType<JsonObject>().Select(Message.FromJson)];
}
