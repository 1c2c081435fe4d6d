using System.Globalization;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <content>The dict form.</content>
public sealed partial class Response
{
    /// <summary>The dict form: model, prompt, messages, id, and usage, start time and finish reason where known.</summary>
    public JsonObject ToJson()
    {
        var prompt = new JsonObject { ["messages"] = ToArray(Prompt.Messages) };
        if (Prompt.Options.Count > 0) prompt["options"] = Prompt.Options.DeepClone();
        if (Prompt.System.Length > 0) prompt["system"] = Prompt.System;
        var json = new JsonObject { ["model"] = ModelId, ["prompt"] = prompt, ["messages"] = ToArray(Messages), ["id"] = Id };
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

    /// <summary>Reads the dict form; tools and a model are not part of it.</summary>
    /// <exception cref="LlmException">The data is not a response.</exception>
    public static Response FromJson(JsonObject json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var prompt = json["prompt"] as JsonObject ?? throw new LlmException("This is not a response: it has no prompt.");
        return new Response
        {
            Id = json.Text("id") ?? ModelServices.Default.Ids.Next(),
            ModelId = json.Text("model"),
            Prompt = new Prompt
            {
                Messages = FromArray(prompt["messages"]),
                System = prompt.Text("system") ?? "",
                Options = prompt.CopyObject("options") ?? [],
            },
            Messages = FromArray(json["messages"]),
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
        };
    }

    /// <summary>Reads the dict form and names the model that answers replies.</summary>
    /// <inheritdoc cref="FromJson(JsonObject)" path="/exception"/>
    public static Response FromJson(JsonObject json, Model model) => FromJson(json).WithModel(model);

    private static JsonArray ToArray(IEnumerable<Message> messages) => new([.. messages.Select(message => message.ToJson())]);

    private static List<Message> FromArray(JsonNode? messages) =>
        [.. (messages as JsonArray ?? []).OfType<JsonObject>().Select(Message.FromJson)];
}
