using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.Tests.Recordings;

/// <summary>What a recorded answer says, read from its JSON in the plainest way.</summary>
internal sealed record RecordedAnswer(
    string Text, List<(string Name, string Id, string Arguments)> ToolCalls, List<string> Reasoning, int Input, int Output)
{
    /// <summary>The breakdown of the tokens, as far as the Responses interface gives one.</summary>
    public JsonObject? Details { get; private init; }

    public static RecordedAnswer Of(RecordedExchange exchange)
    {
        if (!exchange.IsChat) return OfResponse(exchange.IsStream ? Events(exchange)[^1]["response"]! : JsonText.Parse(exchange.Text)!);
        return exchange.IsStream ? OfChunks(Events(exchange)) : OfCompletion(JsonText.Parse(exchange.Text)!);
    }

    private static List<JsonNode> Events(RecordedExchange exchange) =>
        [.. exchange.Text.Split('\n').Where(
            line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => JsonText.Parse(line[6..])!)];

    private static RecordedAnswer OfCompletion(JsonNode json)
    {
        var message = json["choices"]![0]!["message"]!;
        var calls = (message["tool_calls"]?.AsArray() ?? []).Select(call =>
            (call!["function"]!["name"]!.GetValue<string>(), call["id"]!.GetValue<string>(), call["function"]!["arguments"]!.GetValue<string>()));
        return new RecordedAnswer(
            message["content"]?.GetValue<string>() ?? "", [.. calls], [], Number(json, "prompt_tokens"), Number(json, "completion_tokens"));
    }

    private static RecordedAnswer OfChunks(List<JsonNode> chunks)
    {
        var deltas = chunks.SelectMany(chunk => chunk["choices"]!.AsArray()).Select(choice => choice!["delta"]!).ToList();
        var calls = deltas.SelectMany(delta => delta["tool_calls"]?.AsArray() ?? []).GroupBy(call => call!["index"]!.GetValue<int>())
            .Select(pieces =>
        {
            var first = pieces.First()!;
            var arguments = string.Concat(pieces.Select(piece => piece!["function"]!["arguments"]?.GetValue<string>()));
            return (first["function"]!["name"]!.GetValue<string>(), first["id"]!.GetValue<string>(), arguments);
        });
        var last = chunks.Last(chunk => chunk["usage"] is not null);
        return new RecordedAnswer(
            string.Concat(deltas.Select(delta => delta["content"]?.GetValue<string>())),
            [.. calls],
            [],
            Number(last, "prompt_tokens"),
            Number(last, "completion_tokens"));
    }

    private static RecordedAnswer OfResponse(JsonNode response)
    {
        var items = response["output"]!.AsArray();
        IEnumerable<JsonNode> Of(string type) => items.Where(item => item!["type"]!.GetValue<string>() == type)!;
        return new RecordedAnswer(
            string.Concat(
                Of("message").SelectMany(item => item["content"]!.AsArray()).Select(content => content!["text"]!.GetValue<string>())),
            [.. Of("function_call").Select(item =>
                (item["name"]!.GetValue<string>(), item["call_id"]!.GetValue<string>(), item["arguments"]!.GetValue<string>()))],
            [.. Of("reasoning").Select(item => $"{item["id"]} {item["encrypted_content"]} {item["summary"]!.AsArray().Count}")],
            Number(response, "input_tokens"),
            Number(response, "output_tokens"))
        {
            Details = new JsonObject
            {
                ["input_tokens_details"] = response["usage"]!["input_tokens_details"]!.DeepClone(),
                ["output_tokens_details"] = response["usage"]!["output_tokens_details"]!.DeepClone(),
            },
        };
    }

    private static int Number(JsonNode json, string name) => json["usage"]![name]!.GetValue<int>();
}
