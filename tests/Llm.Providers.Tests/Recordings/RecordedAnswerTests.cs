using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.OpenAI;

namespace Llm.Providers.Tests.Recordings;

/// <summary>Answers that OpenAI really sent, served byte for byte.</summary>
public class RecordedAnswerTests : ServerTest
{
    public static TheoryData<string> Names => [.. RecordedExchange.Names];

    public static TheoryData<string> StreamedNames => [.. RecordedExchange.StreamedNames];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_recorded_answer_is_read_as_it_says(string name)
    {
        foreach (var exchange in RecordedExchange.Load(name))
        {
            Server.Enqueue(exchange.Reply);
            ShouldSay(await AskAsync(exchange), RecordedAnswer.Of(exchange));
        }
    }

    [Theory]
    [MemberData(nameof(StreamedNames))]
    public async Task A_recorded_stream_may_be_cut_anywhere(string name)
    {
        foreach (var exchange in RecordedExchange.Load(name))
        {
            exchange.IsStream.ShouldBeTrue();
            var expected = RecordedAnswer.Of(exchange);
            // The server waits between the writes, so the client sees two reads; SplitStreamTests tries more places.
            var step = exchange.Body.Length / 60;
            for (var position = 1; position < exchange.Body.Length; position += step)
            {
                Server.Enqueue(exchange.Reply.SplitAt(position).Slowly(TimeSpan.FromMilliseconds(1)));
                ShouldSay(await AskAsync(exchange), expected);
            }
        }
    }

    [Theory]
    [InlineData("test_responses_basic_streaming")]
    [InlineData("test_responses_basic_non_streaming")]
    public async Task The_request_is_the_recorded_one(string name)
    {
        var exchange = RecordedExchange.Load(name).ShouldHaveSingleItem();
        Server.Enqueue(exchange.Reply);
        var model = Responses(new OpenAIModelSettings { Id = "gpt-5.5", ApiBase = Server.BaseAddress, Reasoning = true });
        var response = await model.PromptAsync("Reply with exactly: pong", new PromptOptions
        {
            Key = Key,
            Stream = exchange.IsStream,
            HideReasoning = true,
            Options = new Dictionary<string, JsonNode?> { ["reasoning_effort"] = "low" },
        });
        PythonJson.Canonical(Server.Requests[0].Json).ShouldBe(PythonJson.Canonical(exchange.Request));
        response.Text.ShouldBe("pong");
    }

    private async Task<Response> AskAsync(RecordedExchange exchange)
    {
        OpenAIModel model = exchange.IsChat ? Chat() : Responses();
        return await model.PromptAsync("x", new PromptOptions { Key = Key, Stream = exchange.IsStream });
    }

    private static void ShouldSay(Response response, RecordedAnswer expected)
    {
        response.Text.ShouldBe(expected.Text);
        response.ToolCalls.Select(call => (call.Name, call.ToolCallId!, PythonJson.Canonical(call.Arguments)))
            .ShouldBe(expected.ToolCalls.Select(
                call => (call.Name, call.Id, PythonJson.Canonical(JsonText.Parse(call.Arguments.Length > 0 ? call.Arguments : "{}")))));
        response.Usage!.InputTokens.ShouldBe(expected.Input);
        response.Usage.OutputTokens.ShouldBe(expected.Output);
        if (expected.Details is not null) PythonJson.Canonical(response.Usage.Details).ShouldBe(PythonJson.Canonical(expected.Details));
        if (expected.Reasoning.Count == 0) return;
        response.Messages.SelectMany(message => message.Parts).OfType<ReasoningPart>().Select(part => part.ProviderMetadata!["openai"]!)
            .Select(openai => $"{openai["id"]} {openai["encrypted_content"]} {(openai["summary"] as JsonArray)?.Count ?? 0}")
            .ShouldBe(expected.Reasoning);
    }
}
