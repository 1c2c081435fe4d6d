using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Testing;

namespace Llm.Web.Tests;

public class ResponsesTests : ServedTest
{
    private const string Path = "/v1/responses";

    [Fact]
    public async Task A_whole_answer_has_ids_annotations_and_tokens()
    {
        Provider.Enqueue(new FakeAnswer { Pieces = ["Hello"], Reasoning = "Hm", InputTokens = 7 });
        var answer = await AnswerAsync(Path, """{"model": "chat", "input": "Hi", "instructions": "Be brief"}""");
        answer.Text("object").ShouldBe("response");
        answer.Text("status").ShouldBe("completed");
        var items = answer["output"]!.AsArray();
        items.Select(item => (string)item!["type"]!).ShouldBe(["reasoning", "message"]);
        items.ShouldAllBe(item => item!["id"] != null);
        ((string)items[0]!["summary"]![0]!["text"]!).ShouldBe("Hm");
        ((string)items[1]!["content"]![0]!["text"]!).ShouldBe("Hello");
        items[1]!["content"]![0]!["annotations"]!.AsArray().ShouldBeEmpty();
        ((int)answer["usage"]!["input_tokens"]!).ShouldBe(7);
        ((string)Provider.Requests[^1].Json["messages"]![0]!["content"]!).ShouldBe("Be brief");
    }

    [Fact]
    public async Task A_stream_has_every_event_that_some_client_needs()
    {
        Provider.Enqueue(new FakeAnswer { Pieces = ["Hel", "lo"], Reasoning = "Hm" });
        var events = (await EventsAsync(Path, """
            {"model": "chat", "stream": true, "input": [{"role": "user", "content": [{"type": "input_text", "text": "Hi"}]}]}
            """))
            .OfType<JsonObject>().ToList();
        events.Select(item => item.Text("type")).ShouldBe(
        [
            "response.created", "response.in_progress",
            "response.output_item.added", "response.reasoning_summary_part.added", "response.reasoning_summary_text.delta",
            "response.reasoning_summary_text.done", "response.reasoning_summary_part.done", "response.output_item.done",
            "response.output_item.added", "response.content_part.added", "response.output_text.delta", "response.output_text.delta",
            "response.output_text.done", "response.content_part.done", "response.output_item.done", "response.completed",
        ]);
        events.Select(item => (int)item["sequence_number"]!).ShouldBe(Enumerable.Range(0, events.Count));
        events[0]["response"]!["created_at"]!.GetValue<long>().ShouldBeGreaterThan(0);
        ((string)events[0]["response"]!["model"]!).ShouldBe("chat");
        var id = (string)events[8]["item"]!["id"]!;
        ((string)events[10]["item_id"]!).ShouldBe(id);
        ((string)events[14]["item"]!["id"]!).ShouldBe(id);
        ((string)events[14]["item"]!["content"]![0]!["text"]!).ShouldBe("Hello");
        var response = events[^1]["response"]!;
        response["output"]!.AsArray().Count.ShouldBe(2);
        ((int)response["usage"]!["output_tokens"]!).ShouldBe(5);
    }

    [Fact]
    public async Task An_error_in_mid_stream_is_sent_in_both_ways_that_clients_know()
    {
        var events = await EventsAsync(Path, """{"model": "chat", "stream": true, "input": "one two three\nCUT"}""");
        var error = (JsonObject)events[^2];
        error.Text("type").ShouldBe("error");
        error.Text("message")!.ShouldNotBeEmpty();
        var failed = (JsonObject)events[^1];
        failed.Text("type").ShouldBe("response.failed");
        ((string)failed["response"]!["status"]!).ShouldBe("failed");
        ((string)failed["response"]!["error"]!["message"]!).ShouldBe(error.Text("message"));
    }

    [Fact]
    public async Task Calls_and_their_results_are_items_with_ids()
    {
        const string tools = """
            [{"type": "function", "name": "weather", "parameters": {"type": "object", "properties": {}}, "strict": false}]
            """;
        var events = await EventsAsync(Path, $$"""
            {"model": "chat", "stream": true, "tools": {{tools}}, "input": "CALL weather {\"city\": \"Bern\"}"}
            """);
        var done = events.OfType<JsonObject>().Single(item => item.Text("type") == "response.output_item.done");
        var call = done["item"]!.AsObject();
        call.Text("type").ShouldBe("function_call");
        call.Text("name").ShouldBe("weather");
        var answer = await AnswerAsync(Path, $$"""
            {"model": "chat", "tools": {{tools}}, "input": [{"role": "user", "content": "CALL weather {\"city\": \"Bern\"}"},
             {{call.ToJsonString()}},
              {"type": "function_call_output", "id": "fco_1", "call_id": "{{call.Text("call_id")}}", "output": "rain"}]}
            """);
        ((string)answer["output"]![0]!["content"]![0]!["text"]!).ShouldBe("results: rain");
    }

    [Fact]
    public async Task A_response_id_continues_its_conversation_and_an_older_one_forks_it()
    {
        var first = await AnswerAsync(Path, """{"model": "chat", "input": "One"}""");
        var second = await AnswerAsync(Path, $$"""{"model": "chat", "input": "Two", "previous_response_id": "{{first.Text("id")}}"}""");
        SentTexts().ShouldBe(["One", "echo: One", "Two"]);
        second.Text("previous_response_id").ShouldBe(first.Text("id"));
        var turns = await TurnsAsync(2);
        turns[0].ConversationId.ShouldBe(turns[1].ConversationId);
        await AnswerAsync(Path, $$"""{"model": "chat", "input": "Other", "previous_response_id": "{{first.Text("id")}}"}""");
        SentTexts().ShouldBe(["One", "echo: One", "Other"]);
        (await TurnsAsync(3)).Select(turn => turn.ConversationId).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task The_result_of_a_call_can_follow_a_response_id_alone()
    {
        const string tools = """[{"type": "function", "name": "weather", "parameters": {"type": "object", "properties": {}}}]""";
        var first = await AnswerAsync(Path, $$"""{"model": "chat", "tools": {{tools}}, "input": "CALL weather {}"}""");
        var call = first["output"]![0]!;
        var answer = await AnswerAsync(Path, $$"""
            {"model": "chat", "tools": {{tools}}, "previous_response_id": "{{first.Text("id")}}",
             "input": [{"type": "function_call_output", "call_id": "{{(string)call["call_id"]!}}", "output": "rain"}]}
            """);
        ((string)answer["output"]![0]!["content"]![0]!["text"]!).ShouldBe("results: rain");
        var sent = Provider.Requests[^1].Json["messages"]!.AsArray();
        sent.Select(message => (string)message!["role"]!).ShouldBe(["user", "assistant", "tool"]);
        ((string)sent[2]!["content"]!).ShouldBe("rain");
    }

    [Fact]
    public async Task An_unknown_response_id_is_refused()
    {
        var error = await FailureAsync(Path, """{"model": "chat", "input": "Hi", "previous_response_id": "resp_nope"}""", 400);
        error["error"]!["message"]!.ToString().ShouldContain("nope");
    }

    [Fact]
    public async Task An_answer_that_was_cut_off_is_incomplete()
    {
        var events = await EventsAsync(Path, """{"model": "chat", "stream": true, "input": "Hi\nFINISH length"}""");
        var last = (JsonObject)events[^1];
        last.Text("type").ShouldBe("response.incomplete");
        ((string)last["response"]!["incomplete_details"]!["reason"]!).ShouldBe("max_output_tokens");
    }

    [Fact]
    public async Task Tools_and_items_of_unknown_kinds_are_passed_over()
    {
        var answer = await AnswerAsync(Path, """
            {"model": "chat", "input": [{"type": "web_search_call", "id": "ws_1"}, {"type": "message", "role": "developer",
             "content": "Be brief"},
              {"type": "message", "role": "user", "content": "Hi"}],
             "tools": [{"type": "namespace", "name": "x", "tools": []}, {"type": "web_search"}, {"type": "custom", "name": "y"},
              {"type": "tool_search"}],
             "tool_choice": "auto", "parallel_tool_calls": true, "include": ["reasoning.encrypted_content"], "store": false,
             "reasoning": {"summary": "auto"}, "text": {"verbosity": "low"}, "client_metadata": {}, "prompt_cache_key": "k"}
            """);
        ((string)answer["output"]![0]!["content"]![0]!["text"]!).ShouldBe("echo: Hi");
        Provider.Requests[^1].Json.ContainsKey("tools").ShouldBeFalse();
    }

    [Fact]
    public async Task A_warm_up_asks_no_model()
    {
        var answer = await AnswerAsync(Path, """{"model": "chat", "input": "", "max_output_tokens": 1}""");
        answer.Text("status").ShouldBe("completed");
        Provider.Requests.ShouldBeEmpty();
    }

    /// <summary>The texts of the messages that the provider received last.</summary>
    private IEnumerable<string> SentTexts() =>
        Provider.Requests[^1].Json["messages"]!.AsArray().Select(message => message!["content"]!.ToString());
}
