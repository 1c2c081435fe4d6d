using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Providers.Tests.OpenAI;

/// <summary>Tool calls of servers that name, order and split them in their own ways; the rule is that of <c>CallCollector</c>.</summary>
public sealed class CallPiecesTests : ServerTest
{
    private const string Whole = """{"a": 1}""";
    private const string Open = "{\"a\"";
    private const string Rest = ": 1}";

    /// <summary>Title, the <c>tool_calls</c> of each chunk, and the calls that they are.</summary>
    public static TheoryData<string, string[], string[]> Streams => new()
    {
        { "usual", [Piece(0, "x", "f", ""), Piece(0, args: Open), Piece(0, args: Rest)], ["f x {\"a\":1}"] },
        { "two, interleaved", [Piece(0, "x", "f", ""), Piece(1, "y", "g", ""), Piece(0, args: Whole), Piece(1, args: "{}")], ["f x {\"a\":1}", "g y {}"] },
        { "an object", ["""{"index": 0, "id": "x", "function": {"name": "f", "arguments": {"a": 1}}}"""], ["f x {\"a\":1}"] },
        { "encoded twice", [Piece(0, "x", "f", "\"{\\\"a\\\": 1}\"")], ["f x {\"a\":1}"] },
        { "null, empty, text null", [Piece(0, "x", "f", "null"), Piece(1, "y", "g", ""), """{"index": 2, "id": "z", "function": {"name": "h", "arguments": null}}"""], ["f x {}", "g y {}", "h z {}"] },
        { "not an object", [Piece(0, "x", "f", "[1]"), Piece(1, "y", "g", "{oops")], ["f x {\"_raw\":\"[1]\"}", "g y {\"_raw\":\"{oops\"}"] },
        { "no index, no id, one chunk", [Piece(null, null, "f", Whole) + "," + Piece(null, null, "g", "{}")], ["f - {\"a\":1}", "g - {}"] },
        { "no index, no id, a chunk each", [Piece(null, null, "f", Whole), Piece(null, null, "f", """{"a": 2}""")], ["f - {\"a\":1}", "f - {\"a\":2}"] },
        { "no index, no id, in pieces", [Piece(null, null, "f", ""), Piece(null, null, "f", Open), Piece(null, args: Rest), Piece(null, null, "g", "{}")], ["f - {\"a\":1}", "g - {}"] },
        { "no index", [Piece(null, "x", "f", Open), Piece(null, args: Rest), Piece(null, "y", "g", ""), Piece(null, "y", args: "{}")], ["f x {\"a\":1}", "g y {}"] },
        { "all at index 0 with ids", [Piece(0, "x", "f", Whole), Piece(0, "y", "g", ""), Piece(0, args: """{"b": 2}""")], ["f x {\"a\":1}", "g y {\"b\":2}"] },
        { "all at index 0 without ids", [Piece(0, null, "f", Whole), Piece(0, null, "g", "{}")], ["f - {\"a\":1}", "g - {}"] },
        { "the same id", [Piece(0, "x", "f", ""), Piece(1, "x", "f", ""), Piece(0, args: Whole), Piece(1, args: """{"a": 2}""")], ["f x {\"a\":1}", "f - {\"a\":2}"] },
        { "the same id, whole", [Piece(0, "x", "f", Whole), Piece(1, "x", "g", "{}")], ["f x {\"a\":1}", "g - {}"] },
        { "an id that changes", [Piece(0, "x", "f", Open), Piece(0, "y", "f", Rest)], ["f x {\"a\":1}"] },
        { "an id that changes, no name", [Piece(null, "x", "f", ""), Piece(null, "y", args: Whole)], ["f x {\"a\":1}"] },
        { "an index that changes", [Piece(0, "x", "f", Open), Piece(1, args: Rest)], ["f x {\"a\":1}"] },
        { "index as text", [Piece("0", "x", "f", ""), Piece("1", "y", "g", ""), Piece("0", args: Whole), Piece("1", args: "{}")], ["f x {\"a\":1}", "g y {}"] },
        { "index as float", ["""{"index": 0.0, "id": "x", "function": {"name": "f"}}""", """{"index": 0.0, "function": {"arguments": "{}"}}"""], ["f x {}"] },
        { "id after the name", [Piece(0, null, "f", ""), Piece(0, "x", args: Whole)], ["f x {\"a\":1}"] },
        { "empty id in later pieces", [Piece(0, "x", "f", ""), Piece(0, "", "", Whole)], ["f x {\"a\":1}"] },
        { "name after the id", [Piece(0, "x"), Piece(0, null, "f", Whole)], ["f x {\"a\":1}"] },
        { "name after the arguments", [Piece(0, "x", null, Whole), Piece(0, null, "f")], ["f x {\"a\":1}"] },
        { "name in pieces", [Piece(0, "x", "fo", ""), Piece(0, null, "o", Whole)], ["foo x {\"a\":1}"] },
        { "name longer each time", [Piece(0, "x", "fo", ""), Piece(0, null, "foo", Whole)], ["foo x {\"a\":1}"] },
        { "name repeated", [Piece(0, "x", "f", ""), Piece(0, "x", "f", Open), Piece(0, "x", "f", Rest)], ["f x {\"a\":1}"] },
        { "whole call repeated", [Piece(0, "x", "f", Whole), Piece(0, "x", "f", Whole)], ["f x {\"a\":1}"] },
        { "arguments longer each time", [Piece(0, "x", "f", Open), Piece(0, args: Whole)], ["f x {\"a\":1}"] },
        { "empty object first", [Piece(0, "x", "f", "{}"), Piece(0, args: Open), Piece(0, args: Rest)], ["f x {\"a\":1}"] },
        { "function null first", ["""{"index": 0, "id": "x", "function": null}""", Piece(0, null, "f", Whole)], ["f x {\"a\":1}"] },
        { "without function", ["""{"index": 0, "id": "x", "name": "f", "arguments": "{}"}"""], ["f x {}"] },
        { "two calls without parameters", [Piece(0, "x", "f", ""), Piece(0, "y", "f", "")], ["f x {}", "f y {}"] },
        { "a brace in a text", [Piece(0, "x", "f", "{\"a\": \"}\""), Piece(0, args: "}"), Piece(1, "y", "g", "{}")], ["f x {\"a\":\"}\"}", "g y {}"] },
    };

    /// <summary>Title, the items of a <c>tool_calls</c> that is sent whole, and the calls that they are.</summary>
    public static TheoryData<string, string, string[]> Wholes => new()
    {
        { "usual", Piece(null, "x", "f", Whole) + "," + Piece(null, "y", "g", ""), ["f x {\"a\":1}", "g y {}"] },
        { "an object", """{"id": "x", "function": {"name": "f", "arguments": {"a": 1}}}""", ["f x {\"a\":1}"] },
        { "the same id", Piece(null, "x", "f", Whole) + "," + Piece(null, "x", "f", "{}"), ["f x {\"a\":1}", "f - {}"] },
        { "no ids", Piece(null, null, "f", Whole) + "," + Piece(null, null, "f", Whole), ["f - {\"a\":1}", "f - {\"a\":1}"] },
        { "null and text null", Piece(null, "x", "f", "null") + """,{"id": "y", "function": {"name": "g", "arguments": null}}""", ["f x {}", "g y {}"] },
        { "without function", """{"id": "x", "name": "f", "arguments": "{}"}""", ["f x {}"] },
        { "not an object", Piece(null, "x", "f", "1 2"), ["f x {\"_raw\":\"1 2\"}"] },
        { "no call", "1, null", [] },
    };

    /// <summary>Title, the events of a Responses stream, and the calls that they are.</summary>
    public static TheoryData<string, string[], string[]> ResponsesStreams => new()
    {
        { "usual", [Added(0, "i", "x", "f"), Delta(0, "i", Open), Delta(0, "i", Rest), Done(0, "i", "x", "f", Whole)], ["f x {\"a\":1}"] },
        { "arguments in the done event", [Added(0, "i", "x", "f"), ArgumentsDone(0, "i", Whole)], ["f x {\"a\":1}"] },
        { "arguments in the done item", [Added(0, "i", "x", "f"), Done(0, "i", "x", "f", Whole)], ["f x {\"a\":1}"] },
        { "only the done item", [Done(0, "i", "x", "f", Whole), Done(1, "j", "y", "g", "")], ["f x {\"a\":1}", "g y {}"] },
        { "only the final response", [Final(Item("i", "x", "f", Whole) + "," + Item("j", "y", "g", ""))], ["f x {\"a\":1}", "g y {}"] },
        { "arguments in the final response", [Added(0, "i", "x", "f"), Final(Item("i", "x", "f", Whole))], ["f x {\"a\":1}"] },
        { "an object", ["""{"type": "response.output_item.done", "output_index": 0, "item": {"type": "function_call", "id": "i", "call_id": "x", "name": "f", "arguments": {"a": 1}}}"""], ["f x {\"a\":1}"] },
        { "an empty object first", [Added(0, "i", "x", "f"), Delta(0, "i", "{}"), ArgumentsDone(0, "i", Whole)], ["f x {\"a\":1}"] },
        { "the same call id", [Done(0, "i", "x", "f", Whole), Done(1, "j", "x", "f", "{}")], ["f x {\"a\":1}", "f - {}"] },
        { "no ids", [Added(0, null, null, "f"), Delta(0, null, Whole), Done(0, null, null, "f", Whole), Added(1, null, null, "g"), Delta(1, null, "{}")], ["f - {\"a\":1}", "g - {}"] },
        { "the call id in place of the item's", [Added(null, "i", "x", "f"), Delta(null, "x", Whole), Done(null, "i", "x", "f", Whole)], ["f x {\"a\":1}"] },
        { "index as text", ["""{"type": "response.output_item.added", "output_index": "0", "item": {"type": "function_call", "call_id": "x", "name": "f"}}""", """{"type": "response.function_call_arguments.delta", "output_index": "0", "delta": "{}"}"""], ["f x {}"] },
        { "an item id that changes", [Added(0, "i", "x", "f"), Delta(0, "other", Whole), Done(0, "third", "x", "f", Whole)], ["f x {\"a\":1}"] },
        { "everything, and again at the end", [Added(0, "i", "x", "f"), Delta(0, "i", Whole), ArgumentsDone(0, "i", Whole), Done(0, "i", "x", "f", Whole), Final(Item("k", "x", "f", Whole))], ["f x {\"a\":1}"] },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Pieces_of_a_Chat_stream_become_calls(string title, string[] chunks, string[] calls)
    {
        var blocks = chunks.Select(chunk => $$$"""data: {"choices": [{"index": 0, "delta": {"tool_calls": [{{{chunk}}}]}}]}""");
        Server.Enqueue(FakeReply.Events([.. blocks, """data: {"choices": [{"delta": {}, "finish_reason": "tool_calls"}]}"""]));
        Shown(await AskAsync(Chat(), stream: true)).ShouldBe(calls, title);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Pieces_are_passed_on_before_the_answer_ends_and_add_up(string title, string[] chunks, string[] calls)
    {
        var blocks = chunks.Select(chunk => $$$"""data: {"choices": [{"index": 0, "delta": {"tool_calls": [{{{chunk}}}]}}]}""");
        Server.Enqueue(FakeReply.Events([.. blocks, """data: {"choices": [{"delta": {}, "finish_reason": "tool_calls"}]}"""]));
        var names = new Dictionary<string, string>();
        await foreach (var streamEvent in Chat().Ask("x", new PromptOptions { Key = Key }).StreamEventsAsync())
        {
            if (streamEvent is ToolCallNameEvent name) names[name.ToolCallId!] = names.GetValueOrDefault(name.ToolCallId!) + name.Name;
        }

        names.Values.ShouldBe(calls.Select(call => call.Split(' ')[0]), title);
    }

    [Theory]
    [MemberData(nameof(Wholes))]
    public async Task Calls_of_a_whole_Chat_answer_are_read(string title, string items, string[] calls)
    {
        Server.Enqueue(FakeReply.Text(
            $$"""{"choices": [{"message": {"content": "-", "tool_calls": [{{items}}]}, "finish_reason": "tool_calls"}]}""", "application/json"));
        Shown(await AskAsync(Chat(), stream: false)).ShouldBe(calls, title);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_old_function_call_is_a_call(bool stream)
    {
        Server.Enqueue(stream
            ? FakeReply.Events(
                """data: {"choices": [{"delta": {"function_call": {"name": "f", "arguments": ""}}}]}""",
                """data: {"choices": [{"delta": {"function_call": {"arguments": "{\"a\": 1}"}}}]}""",
                """data: {"choices": [{"delta": {}, "finish_reason": "function_call"}]}""")
            : FakeReply.Text(
                """{"choices": [{"message": {"function_call": {"name": "f", "arguments": "{\"a\": 1}"}}, "finish_reason": "function_call"}]}""", "application/json"));
        Shown(await AskAsync(Chat(), stream)).ShouldBe(["f - {\"a\":1}"]);
    }

    [Theory]
    [MemberData(nameof(ResponsesStreams))]
    public async Task Events_of_a_Responses_stream_become_calls(string title, string[] events, string[] calls)
    {
        var last = events[^1].Contains("response.completed", StringComparison.Ordinal) ? events : [.. events, Final("")];
        Server.Enqueue(FakeReply.Events(last.Select(data => $"data: {data}")));
        Shown(await AskAsync(Responses(), stream: true)).ShouldBe(calls, title);
    }

    [Fact]
    public async Task Calls_of_a_whole_Responses_answer_are_read()
    {
        var items = Item("i", "x", "f", Whole) + "," + Item("i", "x", "f", "{}")
            + """,{"type": "function_call", "name": "g", "arguments": {"b": 2}},{"type": "function_call", "call_id": "z", "name": "h", "arguments": "oops"}""";
        Server.Enqueue(FakeReply.Text($$"""{"status": "completed", "output": [{{items}}]}""", "application/json"));
        Shown(await AskAsync(Responses(), stream: false))
            .ShouldBe(["f x {\"a\":1}", "f - {}", "g - {\"b\":2}", "h z {\"_raw\":\"oops\"}"]);
    }

    private static async Task<Response> AskAsync(Model model, bool stream) =>
        await model.PromptAsync("x", new PromptOptions { Key = Key, Stream = stream });

    /// <summary>Each call as name, id and arguments; an id that was made here is shown as <c>-</c>.</summary>
    private static IEnumerable<string> Shown(Response response)
    {
        response.ToolCalls.Select(call => call.ToolCallId).ShouldBeUnique();
        return response.ToolCalls.Select(call =>
            $"{call.Name} {(call.ToolCallId!.StartsWith("tc_", StringComparison.Ordinal) ? "-" : call.ToolCallId)} {call.Arguments.ToJsonString()}");
    }

    private static string Piece(object? index, string? id = null, string? name = null, string? args = null)
    {
        var function = new JsonObject();
        if (name is not null) function["name"] = name;
        if (args is not null) function["arguments"] = args;
        var piece = new JsonObject { ["function"] = function };
        if (index is not null) piece["index"] = index is string text ? text : (int)index;
        if (id is not null) piece["id"] = id;
        return piece.ToJsonString();
    }

    private static string Item(string? id, string? callId, string name, string? args)
    {
        var item = new JsonObject { ["type"] = "function_call", ["name"] = name };
        if (id is not null) item["id"] = id;
        if (callId is not null) item["call_id"] = callId;
        if (args is not null) item["arguments"] = args;
        return item.ToJsonString();
    }

    private static string Event(string type, int? index, string members) =>
        $$"""{"type": "response.{{type}}", {{(index is null ? "" : $"\"output_index\": {index}, ")}}{{members}}}""";

    private static string Added(int? index, string? id, string? callId, string name) =>
        Event("output_item.added", index, $"\"item\": {Item(id, callId, name, "")}");

    private static string Done(int? index, string? id, string? callId, string name, string args) =>
        Event("output_item.done", index, $"\"item\": {Item(id, callId, name, args)}");

    private static string Delta(int? index, string? id, string args) =>
        Event("function_call_arguments.delta", index, $"{(id is null ? "" : $"\"item_id\": \"{id}\", ")}\"delta\": {JsonValue.Create(args).ToJsonString()}");

    private static string ArgumentsDone(int? index, string id, string args) =>
        Event("function_call_arguments.done", index, $"\"item_id\": \"{id}\", \"arguments\": {JsonValue.Create(args).ToJsonString()}");

    private static string Final(string items) =>
        $$$"""{"type": "response.completed", "response": {"status": "completed", "output": [{{{items}}}]}}""";
}
