using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Testing;

/// <summary>Finds in a request body what the user said last and what tools returned since.</summary>
internal static class RequestConversation
{
    public static (string Text, IReadOnlyList<string> Results) Last(JsonObject body)
    {
        if (body["prompt"] is { } prompt)
            return (prompt is JsonArray several ? string.Join('\n', several.Select(Flatten)) : Flatten(prompt), []);
        if (body["input"] is JsonValue input) return (Flatten(input), []);
        var text = "";
        var results = new List<string>();
        foreach (var item in ((body["messages"] ?? body["input"]) as JsonArray ?? []).OfType<JsonObject>())
        {
            if (item.Text("role") == "tool") results.Add(Flatten(item["content"]));
            else if (item.Text("type") == "function_call_output") results.Add(Flatten(item["output"]));
            else if (ResultBlocks(item) is { Count: > 0 } told) results.AddRange(told);
            else if (item.Text("role") == "user")
            {
                text = Flatten(item["content"]);
                results.Clear();
            }
        }

        return (text, results);
    }

    /// <summary>Anthropic's interface has the user bring the results.</summary>
    private static List<string> ResultBlocks(JsonObject message) => [.. (message["content"] as JsonArray ?? []).OfType<JsonObject>()
        .Where(block => block.Text("type") == "tool_result").Select(block => Flatten(block["content"]))];

    private static string Flatten(JsonNode? content) => content switch
    {
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.String => value.GetValue<string>(),
        JsonArray parts => string.Concat(parts.OfType<JsonObject>().Select(part => part.Text("text") ?? "")),
        _ => "",
    };
}
