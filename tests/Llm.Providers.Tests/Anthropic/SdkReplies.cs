using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Providers.Tests.Anthropic;

/// <summary>
/// The replies to <c>tests/npm/anthropic.mjs</c>, in the form of the vendor's documentation of streams
/// (platform.claude.com/docs/en/build-with-claude/streaming).
/// </summary>
internal static class SdkReplies
{
    public static IReadOnlyList<(string Name, FakeReply Reply)> All { get; } =
    [
        ("text", Stream("end_turn", Block(0, """{"type":"text","text":""}""", Text("He"), Text("llo \\\"é\\\"\\n😀")))),
        ("tools", Stream(
            "tool_use",
            Block(0, """{"type":"text","text":""}""", Text("I add.")),
            Block(1, """{"type":"tool_use","id":"toolu_1","name":"add","input":{}}""", Json(""), Json("{\\\"a\\\": 1"), Json(", \\\"b\\\": 2}")),
            Block(2, """{"type":"tool_use","id":"toolu_2","name":"add","input":{}}""", Json("{\\\"a\\\": 3, \\\"b\\\": 4}")))),
        ("results", Stream("end_turn", Block(0, """{"type":"text","text":"3, and one failed."}"""))),
        ("images", Stream("max_tokens", Block(0, """{"type":"text","text":""}""", Text("A dot")))),
        ("thinking", Stream(
            "end_turn",
            Block(0, """{"type":"thinking","thinking":"","signature":""}""", Thinking("Let me"), Thinking(" see."), Signature("SIG==")),
            Block(1, """{"type":"redacted_thinking","data":"ENC=="}"""),
            Block(2, """{"type":"text","text":""}""", Text("42")))),
        ("thought", Stream(
            "end_turn",
            Block(0, """{"type":"thinking","thinking":"","signature":""}""", Signature("S2==")),
            Block(1, """{"type":"text","text":""}""", Text("43")))),
        ("schema", Stream("end_turn", Block(0, """{"type":"text","text":""}""", Text("{\\\"name\\\":"), Text(" \\\"Rex\\\"}")))),
        ("search", Stream(
            "end_turn",
            Block(0, """{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{}}""", Json("{\\\"query\\\": \\\"w\\\"}")),
            Block(1, """{"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[{"type":"web_search_result","url":"https://e.example","title":"T","encrypted_content":"E","page_age":null}]}"""),
            Block(2, """{"type":"text","text":"","citations":[]}""", Text("Sunny.")))),
    ];

    private static FakeReply Stream(string stop, params string[][] blocks)
    {
        string[] events =
        [
            """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-opus-5-5","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":12,"cache_creation_input_tokens":0,"cache_read_input_tokens":7,"output_tokens":1}}}""",
            """{"type": "ping"}""",
            .. blocks.SelectMany(block => block),
            $$$"""{"type":"message_delta","delta":{"stop_reason":"{{{stop}}}","stop_sequence":null},"usage":{"output_tokens":34} }""",
            """{"type":"message_stop"}""",
        ];
        return FakeReply.Events(events.Select(data => $"event: {JsonNode.Parse(data)!["type"]}\ndata: {data}"));
    }

    private static string[] Block(int index, string start, params string[] deltas) =>
    [
        $$"""{"type":"content_block_start","index":{{index}},"content_block":{{start}} }""",
        .. deltas.Select(delta => $$"""{"type":"content_block_delta","index":{{index}},"delta":{{delta}}}"""),
        $$"""{"type":"content_block_stop","index":{{index}} }""",
    ];

    private static string Text(string text) => $$"""{"type":"text_delta","text":"{{text}}"}""";

    private static string Json(string text) => $$"""{"type":"input_json_delta","partial_json":"{{text}}"}""";

    private static string Thinking(string text) => $$"""{"type":"thinking_delta","thinking":"{{text}}"}""";

    private static string Signature(string text) => $$"""{"type":"signature_delta","signature":"{{text}}"}""";
}
