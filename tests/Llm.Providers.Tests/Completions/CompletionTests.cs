using System.Text.Json.Nodes;
using Llm.Providers.OpenAI;
using Llm.Testing;

namespace Llm.Providers.Tests.Completions;

public class CompletionTests : ServerTest
{
    [Fact]
    public async Task Texts_of_both_sides_become_one()
    {
        Message[] history = [Message.User("one"), Message.Assistant("two"), Message.Tool("not this"), Message.User("")];
        (await BodyAsync(Completion(), "three", new PromptOptions { Key = Key, Messages = history })).ShouldBeJson(
            """{"model": "test-model", "prompt": "one\ntwo\nthree", "stream": true, "stream_options": {"include_usage": true}}""");
        Server.Requests[0].PathAndQuery.ShouldBe("/v1/completions");
    }

    [Fact]
    public async Task Options_go_along_as_they_are()
    {
        var model = Completion(new OpenAIModelSettings { Id = "m", ApiBase = Server.BaseAddress, DefaultMaxTokens = 256 });
        var options = new JsonObject { ["temperature"] = 1, ["logprobs"] = 2, ["stop"] = "." };
        (await BodyAsync(model, "x", new PromptOptions { Key = Key, Stream = false }.With(options))).ShouldBeJson(
            """{"model": "m", "prompt": "x", "stream": false, "temperature": 1.0, "logprobs": 2, "stop": ".", "max_tokens": 256}""");
        (await BodyAsync(
            model,
            "x",
            new PromptOptions { Key = Key, Options = new Dictionary<string, JsonNode?> { ["max_tokens"] = 9 } }))["max_tokens"]!.GetValue<int>().ShouldBe(9);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Text_is_read(bool stream)
    {
        Server.Enqueue(FakeAnswer.FromPieces("Hé", "llo"));
        var response = await AskAsync(stream);
        response.Text.ShouldBe("Héllo");
        (response.RawJson!["content"] ?? response.RawJson["choices"]![0]!["text"])!.GetValue<string>().ShouldBe("Héllo");
    }

    [Fact]
    public async Task Log_probabilities_are_kept()
    {
        Server.Enqueue(FakeReply.Events(
            """data: {"id": "i", "choices": [{"text": "a", "logprobs": {"top_logprobs": [{"a": -0.5}]}}]}""",
            """data: {"choices": [{"text": "b", "logprobs": {"top_logprobs": [{"b": -1}]}, "finish_reason": "length"}]}""",
            "data: [DONE]"));
        (await AskAsync(stream: true)).RawJson.ShouldBeJson(
            """
            {"id": "i", "content": "ab", "finish_reason": "length",
             "logprobs": [{"text": "a", "top_logprobs": [{"a": -0.5}]}, {"text": "b", "top_logprobs": [{"b": -1}]}]}
            """);
    }

    [Fact]
    public async Task A_server_that_does_not_stream_is_understood()
    {
        Server.Enqueue(FakeReply.Text("""{"choices": [{"text": "whole"}]}""", "application/json"));
        (await AskAsync(stream: true)).Text.ShouldBe("whole");
    }

    [Fact]
    public async Task Instructions_are_refused()
    {
        var error = await Should.ThrowAsync<LlmException>(
            async () => await Completion().PromptAsync("x", new PromptOptions { Key = Key, System = "s" }));
        error.Message.ShouldBe("System prompts are not supported for OpenAI completion models");
        Server.Requests.ShouldBeEmpty();
    }

    private async Task<Response> AskAsync(bool stream) =>
        await Completion().PromptAsync("x", new PromptOptions { Key = Key, Stream = stream });
}
