using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Testing;

namespace Llm.Web.Tests;

public class ChatTests : ServedTest
{
    private const string Path = "/v1/chat/completions";
    private const string Weather = """
        {"type": "function", "function": {"name": "weather", "description": "Tells it",
         "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}}}
        """;

    [Fact]
    public async Task A_whole_answer_has_all_that_clients_read()
    {
        Provider.Enqueue(new FakeAnswer { Pieces = ["Hel", "lo"], Reasoning = "Hm", InputTokens = 7, CachedTokens = 3, OutputTokens = 2 });
        var answer = await AnswerAsync(Path, """{"model": "chat", "messages": [{"role": "user", "content": "Hi"}]}""");
        answer.Text("object").ShouldBe("chat.completion");
        answer.Text("id")!.ShouldStartWith("chatcmpl-");
        answer.Text("model").ShouldBe("chat");
        var choice = answer["choices"]![0]!;
        ((string)choice["message"]!["content"]!).ShouldBe("Hello");
        ((string)choice["message"]!["reasoning_content"]!).ShouldBe("Hm");
        ((string)choice["finish_reason"]!).ShouldBe("stop");
        ((int)answer["usage"]!["prompt_tokens"]!).ShouldBe(7);
        ((int)answer["usage"]!["completion_tokens"]!).ShouldBe(2);
        ((int)answer["usage"]!["prompt_tokens_details"]!["cached_tokens"]!).ShouldBe(3);
    }

    [Fact]
    public async Task A_streamed_answer_ends_with_a_reason_its_tokens_and_the_mark()
    {
        Provider.Enqueue(new FakeAnswer { Pieces = ["Hel", "lo"], Reasoning = "Hm" });
        var events = await EventsAsync(Path, """
            {"model": "chat", "stream": true, "stream_options": {"include_usage": true}, "messages": [{"role": "user", "content": "Hi"}]}
            """);
        events[^1].ToString().ShouldBe("[DONE]");
        events[^2]["choices"]!.AsArray().ShouldBeEmpty();
        ((int)events[^2]["usage"]!["completion_tokens"]!).ShouldBe(5);
        ((string)events[^3]["choices"]![0]!["finish_reason"]!).ShouldBe("stop");
        var deltas = events.Take(events.Count - 2).Select(chunk => chunk["choices"]![0]!["delta"]!.AsObject()).ToList();
        string.Concat(deltas.Select(delta => delta.Text("content"))).ShouldBe("Hello");
        string.Concat(deltas.Select(delta => delta.Text("reasoning_content"))).ShouldBe("Hm");
        ((string)deltas[0]["role"]!).ShouldBe("assistant");
    }

    [Fact]
    public async Task Without_being_asked_for_a_stream_has_no_tokens()
    {
        var events = await EventsAsync(Path, """{"model": "chat", "stream": true, "messages": [{"role": "user", "content": "Hi"}]}""");
        events.OfType<JsonObject>().ShouldAllBe(chunk => !chunk.ContainsKey("usage"));
    }

    [Fact]
    public async Task Calls_of_the_clients_tools_are_sent_whole_and_once_and_their_results_go_on()
    {
        var events = await EventsAsync(Path, $$"""
            {"model": "chat", "stream": true, "tools": [{{Weather}}], "messages": [{"role": "user",
             "content": "CALL weather {\"city\": \"Bern\"}"}]}
            """);
        var calls = events.OfType<JsonObject>().SelectMany(chunk => chunk["choices"]!.AsArray())
            .SelectMany(choice => choice!["delta"]!["tool_calls"]?.AsArray() ?? []).ToList();
        var call = calls.ShouldHaveSingleItem()!;
        ((string)call["function"]!["name"]!).ShouldBe("weather");
        JsonText.Parse((string)call["function"]!["arguments"]!)!["city"]!.ToString().ShouldBe("Bern");
        ((string)events[^2]["choices"]![0]!["finish_reason"]!).ShouldBe("tool_calls");
        var answer = await AnswerAsync(Path, $$"""
            {"model": "chat", "tools": [{{Weather}}], "messages": [
              {"role": "user", "content": "CALL weather {\"city\": \"Bern\"}"},
              {"role": "assistant", "content": null, "tool_calls": [{{call.ToJsonString()}}]},
              {"role": "tool", "tool_call_id": "{{(string)call["id"]!}}", "content": "rain"}]}
            """);
        ((string)answer["choices"]![0]!["message"]!["content"]!).ShouldBe("results: rain");
        var sent = Provider.Requests[^1].Json["messages"]!.AsArray();
        ((string)sent[^1]!["role"]!).ShouldBe("tool");
        ((string)sent[^2]!["tool_calls"]![0]!["function"]!["name"]!).ShouldBe("weather");
    }

    [Fact]
    public async Task Settings_that_the_model_has_are_passed_on_and_others_are_left_out()
    {
        await AnswerAsync(Path, """
            {"model": "chat", "messages": [{"role": "user", "content": "Hi"}], "temperature": 0.25, "max_completion_tokens": 17,
             "stop": ["a", "b"],
             "user": "me", "some_setting_of_another_server": 3}
            """);
        var sent = Provider.Requests[^1].Json;
        ((double)sent["temperature"]!).ShouldBe(0.25);
        ((int)sent["max_tokens"]!).ShouldBe(17);
        sent["stop"]!.AsArray().Select(stop => (string)stop!).ShouldBe(["a", "b"]);
        sent.ContainsKey("some_setting_of_another_server").ShouldBeFalse();
    }

    [Fact]
    public async Task A_value_that_the_model_does_not_take_is_refused_before_anything_is_sent()
    {
        var error = await FailureAsync(Path, """
            {"model": "chat", "temperature": 9, "messages": [{"role": "user", "content": "Hi"}]}
            """, 400);
        error["error"]!["message"]!.ToString().ShouldContain("temperature");
        Provider.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Developer_messages_are_instructions()
    {
        await AnswerAsync(Path, """
            {"model": "chat", "messages": [{"role": "developer", "content": "Be brief"}, {"role": "system",
             "content": [{"type": "text", "text": "Be kind"}]},
             {"role": "user", "content": "Hi"}]}
            """);
        var sent = Provider.Requests[^1].Json["messages"]!.AsArray();
        sent.Count.ShouldBe(2);
        ((string)sent[0]!["content"]!).ShouldBe("Be brief\n\nBe kind");
        (await NewestTurnAsync()).Prompt.ShouldBe("Hi");
    }

    [Fact]
    public async Task Pictures_and_schemas_reach_the_model()
    {
        await AnswerAsync(Path, """
            {"model": "chat", "response_format": {"type": "json_schema", "json_schema": {"name": "dog", "schema": {"type": "object",
             "properties": {"name": {"type": "string"}}}}},
             "messages": [{"role": "user", "content": [{"type": "text", "text": "Look"},
              {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}}]}]}
            """);
        var sent = Provider.Requests[^1].Json;
        ((string)sent["messages"]![0]!["content"]![1]!["image_url"]!["url"]!).ShouldBe("data:image/png;base64,iVBORw0KGgo=");
        ((string)sent["response_format"]!["json_schema"]!["name"]!).ShouldBe("dog");
    }

    [Theory]
    [InlineData("""{"messages": [{"role": "user", "content": [{"type": "hologram"}]}]}""", "hologram")]
    [InlineData("""{"messages": [{"role": "oracle", "content": "Hi"}]}""", "oracle")]
    [InlineData("""{"messages": []}""", "no message")]
    [InlineData("""{"model": "chat"}""", "no messages")]
    [InlineData("""
        {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "file:///etc/passwd"}}]}]}
        """, "http")]
    [InlineData("""{"n": 2, "messages": [{"role": "user", "content": "Hi"}]}""", "leave out n")]
    [InlineData("""["Hi"]""", "JSON object")]
    [InlineData("""{"messages": """, "not valid JSON")]
    public async Task Requests_that_cannot_be_understood_say_why(string body, string reason)
    {
        var error = await FailureAsync(Path, body, 400);
        error["error"]!["message"]!.ToString().ShouldContain(reason);
        error["error"]!["type"]!.ToString().ShouldBe("invalid_request_error");
        Provider.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_last_of_two_members_with_one_name_counts()
    {
        var answer = await AnswerAsync(Path, """{"model": "nope", "model": "chat", "messages": [{"role": "user", "content": "Hi"}]}""");
        answer.Text("model").ShouldBe("chat");
    }

    [Fact]
    public async Task An_unknown_model_is_404_in_the_clients_words()
    {
        var error = await FailureAsync(Path, """{"model": "nope", "messages": [{"role": "user", "content": "Hi"}]}""", 404);
        ((string)error["error"]!["code"]!).ShouldBe("model_not_found");
    }

    [Theory]
    [InlineData(400, 400, "invalid_request_error")]
    [InlineData(401, 503, "server_error")]
    [InlineData(404, 404, "invalid_request_error")]
    [InlineData(500, 503, "server_error")]
    [InlineData(503, 503, "server_error")]
    public async Task The_providers_words_reach_the_client(int upstream, int status, string type)
    {
        Provider.Enqueue(FakeReply.Error(upstream, "The quick brown fox").WithHeader("x-should-retry", "false"));
        var error = await FailureAsync(Path, """
            {"model": "chat", "stream": true, "messages": [{"role": "user", "content": "Hi"}]}
            """, status);
        error["error"]!["message"]!.ToString().ShouldContain("The quick brown fox");
        ((string)error["error"]!["type"]!).ShouldBe(type);
    }

    [Fact]
    public async Task Too_many_requests_say_when_to_try_again()
    {
        Provider.Enqueue(FakeReply.Error(429, "Slow down").WithHeader("Retry-After", "7"));
        using var response = await PostAsync(Path, """{"model": "chat", "messages": [{"role": "user", "content": "Hi"}]}""");
        ((int)response.StatusCode).ShouldBe(429);
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task An_error_in_mid_stream_is_an_event_and_the_part_that_came_is_logged()
    {
        var events = await EventsAsync(Path, """
            {"model": "chat", "stream": true, "messages": [{"role": "user", "content": "one two three\nCUT"}]}
            """);
        events[^2]["error"]!["message"]!.ToString().ShouldNotBeEmpty();
        ((string)events[^2]["error"]!["code"]!).ShouldBe("server_error");
        var turn = await NewestTurnAsync();
        turn.Response.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_header_names_the_conversation_and_no_log_leaves_none()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Path, UriKind.Relative))
        {
            Content = new StringContent("""{"model": "talk", "messages": [{"role": "user", "content": "Hi"}]}"""),
            Headers = { { "llm-conversation", "my-project_1" } },
        };
        using var response = await Client.SendAsync(request, Cancellation);
        response.Headers.GetValues("llm-conversation").ShouldBe(["my-project_1"]);
        var turn = await NewestTurnAsync();
        turn.ConversationId.ShouldBe("my-project_1");
        response.Headers.GetValues("llm-turn").ShouldBe([turn.Id]);
        using var secret = new HttpRequestMessage(HttpMethod.Post, new Uri(Path, UriKind.Relative))
        {
            Content = new StringContent("""{"model": "talk", "messages": [{"role": "user", "content": "Secret"}]}"""),
            Headers = { { "llm-log", "no" } },
        };
        (await Client.SendAsync(secret, Cancellation)).Dispose();
        (await TurnsAsync(1)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_long_history_is_logged_as_one_conversation_with_its_last_turn()
    {
        await AnswerAsync(Path, """
            {"model": "chat", "messages": [{"role": "user", "content": "One"}, {"role": "assistant", "content": "1"}, {"role": "user",
             "content": "Two"}]}
            """);
        var turn = await NewestTurnAsync();
        turn.Prompt.ShouldBe("Two");
        var conversation = await Log.LoadConversationAsync(turn.ConversationId!, Cancellation);
        conversation!.Messages.Select(message => message.Text).ShouldBe(["One", "1", "Two", "echo: Two"]);
    }
}
