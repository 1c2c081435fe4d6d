using System.Globalization;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <content>The dict form.</content>
public sealed partial class Response
{
    private Response(Prompt prompt, string id, IReadOnlyList<Message> messages, Usage? usage)
    {
        Prompt = prompt;
        options = new PromptOptions();
        Id = id;
        context = new ModelContext { Usage = usage };
        Messages = messages;
        ended = true;
    }

    /// <summary>The dict form: model, prompt, messages, id, and usage and start time where known.</summary>
    /// <exception cref="LlmException">The response is not complete.</exception>
    public JsonObject ToJson()
    {
        var prompt = new JsonObject { ["messages"] = ToArray(Prompt.Messages) };
        if (Prompt.Options.Count > 0) prompt["options"] = Prompt.Options.DeepClone();
        if (Prompt.System.Length > 0) prompt["system"] = Prompt.System;
        var json = new JsonObject { ["model"] = Model.Id, ["prompt"] = prompt, ["messages"] = ToArray(Messages), ["id"] = Id };
        if (Usage is { } usage && (usage.Input ?? usage.Output) is not null)
        {
            var tokens = new JsonObject();
            if (usage.Input is { } input) tokens["input"] = input;
            if (usage.Output is { } output) tokens["output"] = output;
            if (usage.Details is { } details) tokens["details"] = details.DeepClone();
            json["usage"] = tokens;
        }

        if (StartedAt is { } start) json["datetime_utc"] = start.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture);
        return json;
    }

    /// <summary>Rebuilds a complete response from its dict form; tools are not restored.</summary>
    /// <exception cref="LlmException">The data is not a response.</exception>
    public static Response FromJson(JsonObject json, Model model)
    {
        var prompt = json["prompt"] as JsonObject ?? throw new LlmException("This is not a response: it has no prompt.");
        var usage = json["usage"] is JsonObject tokens
            ? new Usage(tokens.Integer("input"), tokens.Integer("output"), tokens.CopyObject("details"))
            : null;
        return new Response(
            new Prompt(model, FromArray(prompt["messages"]), prompt.Text("system") ?? "", prompt.CopyObject("options") ?? []),
            json.Text("id") ?? model.Environment.Ids.Next(),
            FromArray(json["messages"]),
            usage);
    }

    /// <summary>A complete response of which only the prompt is known.</summary>
    public static Response FromPrompt(string prompt, Model model) =>
        new(new Prompt(model, [Message.User(prompt)], "", []), model.Environment.Ids.Next(), [], null);

    private static JsonArray ToArray(IEnumerable<Message> messages) => new([.. messages.Select(message => message.ToJson())]);

    private static List<Message> FromArray(JsonNode? messages) =>
        [.. (messages as JsonArray ?? []).OfType<JsonObject>().Select(Message.FromJson)];
}
