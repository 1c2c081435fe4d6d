using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Microsoft.Extensions.AI;

namespace Llm.Bridge.Tests.Contract;

/// <summary>Requests and answers in a form in which only differences of meaning remain.</summary>
internal static class ContractForm
{
    /// <summary>The body of a request of the Chat interface.</summary>
    public static JsonObject OfRequest(JsonObject body)
    {
        var form = body.DeepClone().AsObject();
        // Not to stream is the default.
        if (form["stream"] is JsonValue stream && !stream.GetValue<bool>()) form.Remove("stream");
        foreach (var message in form["messages"]!.AsArray().Select(message => message!.AsObject()))
        {
            // A text is short for a list of one piece, and no content for none.
            if (message["content"] is JsonValue text)
                message["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text.DeepClone() });
            if (message["content"] is null or JsonArray { Count: 0 }) message.Remove("content");
            foreach (var call in message["tool_calls"] as JsonArray ?? [])
                call!["function"]!["arguments"] = JsonNode.Parse(call["function"]!["arguments"]!.GetValue<string>());
        }

        foreach (var function in (form["tools"] as JsonArray ?? []).Select(tool => tool!["function"]!.AsObject()))
        {
            if (string.IsNullOrEmpty(function.Text("description"))) function.Remove("description");
        }

        return form;
    }

    /// <summary>An answer without its times and the ids that each client makes for its messages.</summary>
    public static JsonObject OfAnswer(ChatResponse answer) => new()
    {
        ["messages"] = new JsonArray([.. answer.Messages.Select(OfMessage)]),
        ["finish"] = answer.FinishReason?.Value,
        ["id"] = answer.ResponseId,
        ["model"] = answer.ModelId,
        ["conversation"] = answer.ConversationId,
        ["usage"] = new JsonObject(Counts(answer.Usage).Where(count => count.Value is > 0)
            .Select(count => KeyValuePair.Create(count.Key, (JsonNode?)count.Value))),
    };

    /// <summary>The counts; their client reports those that are zero, and has names of its own for the details.</summary>
    private static Dictionary<string, long?> Counts(UsageDetails? usage) => usage is null ? [] : new(
        usage.AdditionalCounts?.Select(count => KeyValuePair.Create(count.Key, (long?)count.Value)) ?? [])
    {
        ["input"] = usage.InputTokenCount,
        ["output"] = usage.OutputTokenCount,
        ["total"] = usage.TotalTokenCount,
        ["cached"] = usage.CachedInputTokenCount,
        ["reasoning"] = usage.ReasoningTokenCount,
    };

    private static JsonObject OfMessage(ChatMessage message)
    {
        var contents = message.Contents.Select(OfContent).Where(text => text.Length > 0).Select(text => JsonValue.Create(text));
        return new JsonObject { ["role"] = message.Role.Value, ["contents"] = new JsonArray([.. contents]) };
    }

    private static string OfContent(AIContent content) => content switch
    {
        TextContent text => text.Text,
        FunctionCallContent { Exception: null } call =>
            $"{call.CallId}: {call.Name}({JsonSerializer.Serialize(call.Arguments, AIJsonUtilities.DefaultOptions)})",
        _ => content.GetType().Name,
    };
}
