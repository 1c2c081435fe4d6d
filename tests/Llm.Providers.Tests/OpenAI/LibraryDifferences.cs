using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.Tests.OpenAI;

/// <summary>All differences between the requests of OpenAI's SDK and ours.</summary>
internal static class LibraryDifferences
{
    public static LibraryDifference MaxTokens { get; } = new(
        "The Python tool sends max_tokens, and most compatible servers know only that name.",
        body =>
        {
            body["max_tokens"] = body["max_completion_tokens"]!.DeepClone();
            body.Remove("max_completion_tokens");
        });

    public static LibraryDifference Usage { get; } = new(
        "The log keeps the usage, which a stream reports only if it is asked to.",
        body => body["stream_options"] = new JsonObject { ["include_usage"] = true });

    public static LibraryDifference NotStored { get; } = new(
        "The conversation is in the log, so the server need not store it, as it does by default.", body => body["store"] = false);

    public static LibraryDifference InputList { get; } = new(
        "A prompt without history has the same form as one with history.",
        body => body["input"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = body["input"]!.DeepClone() }));

    public static LibraryDifference NoStrictFunctions { get; } = new(
        "Strict mode refuses the schemas of tools that do not name every member as required.",
        body => RemoveFrom(body["tools"]!.AsArray().Select(tool => tool!["function"]), "strict"));

    public static LibraryDifference NoStrictTools { get; } = new(
        "As in the Python tool, the server decides: without the member, or where it is null, it is strict if the schema allows it.",
        body => RemoveFrom(body["tools"]!.AsArray(), "strict"));

    public static LibraryDifference NoStrictSchema { get; } = new(
        "Strict mode refuses the schemas that do not name every member as required.",
        body => RemoveFrom([body["response_format"]!["json_schema"]], "strict"));

    public static LibraryDifference LooseSchema { get; } = new(
        "Strict mode refuses the schemas that do not name every member as required, and is on where the member is missing.",
        body => body["text"]!["format"]!["strict"] = false);

    public static LibraryDifference SpacedCalls { get; } = new(
        "Arguments are logged as JSON, not as the text that was received, and written as Python writes them.",
        body =>
        {
            foreach (var call in body["messages"]!.AsArray().SelectMany(message => message!["tool_calls"] as JsonArray ?? []))
                SpaceArguments(call!["function"]!);
        });

    public static LibraryDifference SpacedCallItems { get; } = new(
        SpacedCalls.Reason,
        body =>
        {
            foreach (var call in Items(body, "function_call")) SpaceArguments(call);
        });

    public static LibraryDifference TextResults { get; } = new(
        "A result of a tool is a text, which needs no list.",
        body =>
        {
            foreach (var result in Items(body, "function_call_output"))
            {
                if (result["output"] is JsonArray list) result["output"] = list[0]!["text"]!.DeepClone();
            }
        });

    public static LibraryDifference ReadMembers { get; } = new(
        "The SDK sends back members that say that nothing was there.",
        body => RemoveFrom(body["messages"]!.AsArray(), "refusal", "parsed"));

    public static LibraryDifference ShownReasoning { get; } = new(
        "Servers that show their reasoning need it back only with the calls that it led to; the SDK sends back its last piece.",
        body => RemoveFrom(body["messages"]!.AsArray(), "reasoning_content"));

    public static LibraryDifference CallIds { get; } = new(
        "A call is found by its call_id; the rest of the item, which the SDK sends back with a member of its own, is not in the log.",
        body => RemoveFrom(Items(body, "function_call"), "id", "status", "parsed_arguments"));

    public static LibraryDifference AnswerText { get; } = new(
        "The SDK sends an answer back as the item that it was; the log keeps its text.",
        body =>
        {
            foreach (var item in Items(body, "message"))
            {
                item["content"] = item["content"]![0]!["text"]!.DeepClone();
                RemoveFrom([item], "id", "status", "type");
            }
        });

    private static IEnumerable<JsonObject> Items(JsonObject body, string type) =>
        body["input"]!.AsArray().OfType<JsonObject>().Where(item => (string?)item["type"] == type);

    private static void SpaceArguments(JsonNode call) => call["arguments"] = PythonJson.Spaced(JsonText.Parse((string)call["arguments"]!));

    private static void RemoveFrom(IEnumerable<JsonNode?> list, params string[] names)
    {
        foreach (var item in list)
        {
            foreach (var name in names) item!.AsObject().Remove(name);
        }
    }
}
