using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Testing;

/// <summary>Finds the user's last message and the tool results after it in a request body.</summary>
internal static class RequestConversation
{
    public static (string Text, IReadOnlyList<string> Results) Last(JsonObject body)
    {
        if (body["prompt"] is { } prompt)
            return (prompt is JsonArray several ? string.Join('\n', several.Select(Flatten)) : Flatten(prompt), []);
        if (body["contents"] is JsonArray contents) return LastOf(contents);
        if (body["input"] is JsonValue input) return (Flatten(input), []);
        var text = "";
        var results = new List<string>();
        foreach (var item in ((body["messages"] ?? body["input"]) as JsonArray ?? []).OfType<JsonObject>())
        {
            if (item.Text("role") == "tool") results.Add(Flatten(item["content"]));
            else if (item.Text("type") == "function_call_output") results.Add(Flatten(item["output"]));
            else if (ResultBlocks(item) is { Count: > 0 } blocks) results.AddRange(blocks);
            else if (item.Text("role") == "user")
            {
                text = Flatten(item["content"]);
                results.Clear();
            }
        }

        return (text, results);
    }

    /// <summary>The results in a user message, which is where Anthropic's interface expects them.</summary>
    private static List<string> ResultBlocks(JsonObject message) => [.. (message["content"] as JsonArray ?? []).OfType<JsonObject>()
        .Where(block => block.Text("type") == "tool_result").Select(block => Flatten(block["content"]))];

    /// <summary>The same for contents of the Gemini API, where results are parts of the user's contents.</summary>
    private static (string Text, IReadOnlyList<string> Results) LastOf(JsonArray contents)
    {
        var text = "";
        var results = new List<string>();
        foreach (var content in contents.OfType<JsonObject>().Where(content => content.Text("role") == "user"))
        {
            var parts = (content["parts"] as JsonArray ?? []).OfType<JsonObject>().ToList();
            var given = parts.Select(part => part["functionResponse"]?["response"] as JsonObject).OfType<JsonObject>().ToList();
            if (given.Count > 0)
            {
                results.AddRange(given.Select(response => Flatten(response["output"] ?? response["error"])));
                continue;
            }

            text = Flatten(content["parts"]);
            results.Clear();
        }

        return (text, results);
    }

    private static string Flatten(JsonNode? content) => content switch
    {
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.String => value.GetValue<string>(),
        JsonArray parts => string.Concat(parts.OfType<JsonObject>().Select(part => part.Text("text") ?? "")),
        _ => "",
    };
}
