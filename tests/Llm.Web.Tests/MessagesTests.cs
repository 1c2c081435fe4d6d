using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Testing;

namespace Llm.Web.Tests;

public class MessagesTests : ServedTest
{
    private const string Path = "/v1/messages";

    [Fact]
    public async Task A_whole_answer_has_blocks_and_tokens()
    {
        Provider.Enqueue(new FakeAnswer { Pieces = ["Hello"], Reasoning = "Hm", InputTokens = 7, CachedTokens = 3 });
        var answer = await AnswerAsync(Path, """
            {"model": "chat", "max_tokens": 9, "system": [{"type": "text", "text": "Be brief", "cache_control": {"type": "ephemeral"}}],
             "messages": [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}]}
            """);
        answer.Text("type").ShouldBe("message");
        answer.Text("stop_reason").ShouldBe("end_turn");
        answer["content"]!.AsArray().Select(block => (string)block!["type"]!).ShouldBe(["thinking", "text"]);
        ((int)answer["usage"]!["input_tokens"]!).ShouldBe(4);
        ((int)answer["usage"]!["cache_read_input_tokens"]!).ShouldBe(3);
        var sent = Provider.Requests[^1].Json;
        ((int)sent["max_tokens"]!).ShouldBe(9);
        ((string)sent["messages"]![0]!["content"]!).ShouldBe("Be brief");
    }

    [Fact]
    public async Task A_stream_has_tokens_at_both_ends_and_every_block_begins_and_stops()
    {
        Provider.Enqueue(new FakeAnswer { Pieces = ["Hel", "lo"], Reasoning = "Hm" });
        var events = (await EventsAsync(Path, """
            {"model": "chat", "max_tokens": 9, "stream": true, "messages": [{"role": "user", "content": "Hi"}]}
            """))
            .OfType<JsonObject>().ToList();
        events.Select(item => item.Text("type")).ShouldBe(
        [
            "message_start", "content_block_start", "content_block_delta", "content_block_stop",
            "content_block_start", "content_block_delta", "content_block_delta", "content_block_stop", "message_delta", "message_stop",
        ]);
        events[0]["message"]!["usage"]!["input_tokens"].ShouldNotBeNull();
        ((int)events[^2]["usage"]!["output_tokens"]!).ShouldBe(5);
        ((string)events[^2]["delta"]!["stop_reason"]!).ShouldBe("end_turn");
        ((int)events[4]["index"]!).ShouldBe(1);
    }

    [Fact]
    public async Task Tools_go_both_ways()
    {
        const string tools = """[{"name": "weather", "description": "Tells it", "input_schema": {"type": "object", "properties": {}}}]""";
        var first = await AnswerAsync(Path, $$"""
            {"model": "chat", "max_tokens": 9, "tools": {{tools}}, "messages": [{"role": "user",
             "content": "CALL weather {\"city\": \"Bern\"}"}]}
            """);
        first.Text("stop_reason").ShouldBe("tool_use");
        var call = first["content"]![0]!;
        ((string)call["input"]!["city"]!).ShouldBe("Bern");
        var second = await AnswerAsync(Path, $$"""
            {"model": "chat", "max_tokens": 9, "tools": {{tools}}, "messages": [{"role": "user",
             "content": "CALL weather {\"city\": \"Bern\"}"},
              {"role": "assistant", "content": [{{call.ToJsonString()}}]},
              {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "{{(string)call["id"]!}}",
               "content": [{"type": "text", "text": "rain"}]}]}]}
            """);
        ((string)second["content"]![0]!["text"]!).ShouldBe("results: rain");
    }

    [Fact]
    public async Task Errors_have_the_outer_type_without_which_clients_show_no_message()
    {
        var error = await FailureAsync(Path, """
            {"model": "nope", "max_tokens": 9, "messages": [{"role": "user", "content": "Hi"}]}
            """, 404);
        error.Text("type").ShouldBe("error");
        ((string)error["error"]!["type"]!).ShouldBe("not_found_error");
        var events = await EventsAsync(Path, """
            {"model": "chat", "max_tokens": 9, "stream": true, "messages": [{"role": "user", "content": "one two three\nCUT"}]}
            """);
        ((string)events[^1]["type"]!).ShouldBe("error");
    }

    [Fact]
    public async Task The_list_of_models_has_its_own_form()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/v1/models", UriKind.Relative));
        request.Headers.Add("anthropic-version", "2023-06-01");
        using var response = await Client.SendAsync(request, Cancellation);
        var list = (JsonObject)JsonText.Parse(await response.Content.ReadAsStringAsync(Cancellation))!;
        list["data"]!.AsArray().Select(model => (string)model!["id"]!).ShouldContain("talk");
        ((string)list["data"]![0]!["type"]!).ShouldBe("model");
        ((bool)list["has_more"]!).ShouldBeFalse();
    }
}
