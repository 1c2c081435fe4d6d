using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Providers.Tests.OpenAI;

/// <summary>What the readers of all three interfaces report about an answer besides its content.</summary>
public sealed class AnswerEndTests : ServerTest
{
    public static TheoryData<string, bool, string> Endings => new MatrixTheoryData<string, bool, string>(
        ["chat", "responses", "completions"], [true, false], ["stop", "length", "content_filter"]);

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task The_reader_sets_reason_id_and_model(string api, bool stream, string reason)
    {
        Server.Enqueue(FakeAnswer.FromPieces("Hel", "lo") with { FinishReason = FinishReason.FromProvider(reason) });
        var response = await AskAsync(api, stream);
        response.FinishReason!.Value.ShouldBe(reason);
        response.ResponseId.ShouldBe(api switch { "chat" => "chatcmpl-fake", "responses" => "resp_fake", _ => "cmpl-fake" });
        (response.ResponseModel, response.ResolvedModel).ShouldBe(("test-model", null));
        FinishReason.FromPayload(response.RawJson).ShouldBe(response.FinishReason);
    }

    [Theory]
    [InlineData("chat", true)]
    [InlineData("chat", false)]
    [InlineData("responses", true)]
    [InlineData("responses", false)]
    public async Task Calls_of_tools_and_counts_of_tokens_are_reported(string api, bool stream)
    {
        var calls = new FakeAnswer { ToolCalls = [new ToolCall("f", [], "c1")] };
        Server.Enqueue(calls with { InputTokens = 9, CachedTokens = 4, OutputTokens = 8, ReasoningTokens = 5 });
        var response = await AskAsync(api, stream);
        response.FinishReason.ShouldBe(FinishReason.ToolCalls);
        var usage = response.Usage!;
        (usage.InputTokens, usage.CachedTokens, usage.OutputTokens, usage.ReasoningTokens).ShouldBe((9, 4, 8, 5));
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("completions")]
    public async Task Id_and_model_are_known_while_the_answer_is_under_way(string api)
    {
        Server.Enqueue(FakeAnswer.FromPieces("Hel", "lo"));
        var response = Model(api).Ask("x", new PromptOptions { Key = Key });
        response.ResponseId.ShouldBeNull();
        await foreach (var _ in response)
        {
            response.ResponseId!.ShouldEndWith("fake");
            response.ResponseModel.ShouldBe("test-model");
            break;
        }

        await response.DisposeAsync();
        response.Response!.FinishReason.ShouldBeNull();
    }

    [Fact]
    public async Task An_empty_id_is_none()
    {
        Server.Enqueue(FakeReply.Events(
            """data: {"id": "", "model": "", "choices": []}""",
            """data: {"id": "chatcmpl-1", "model": "m", "choices": [{"delta": {"content": "hi"}, "finish_reason": "stop"}]}"""));
        var streamed = await AskAsync("chat", stream: true);
        (streamed.ResponseId, streamed.ResponseModel).ShouldBe(("chatcmpl-1", "m"));
        Server.Enqueue(FakeReply.Text("""{"id": "", "model": "", "choices": [{"message": {"content": "hi"}}]}""", "application/json"));
        var whole = await AskAsync("chat", stream: false);
        (whole.ResponseId, whole.ResponseModel, whole.FinishReason).ShouldBe((null, null, null));
    }

    private async Task<Response> AskAsync(string api, bool stream) =>
        await Model(api).PromptAsync("x", new PromptOptions { Key = Key, Stream = stream });

    [Theory]
    [InlineData("chat", true)]
    [InlineData("chat", false)]
    [InlineData("responses", true)]
    [InlineData("responses", false)]
    public async Task The_payload_shares_the_memory_of_the_text(string api, bool stream)
    {
        var response = await Model(api).PromptAsync(new string('x', 500), new PromptOptions { Key = Key, Stream = stream });
        var text = response.Messages[0].Parts.OfType<TextPart>().Single().Text;
        text.Length.ShouldBeGreaterThan(400);
        Strings(response.RawJson).Count(value => ReferenceEquals(value, text)).ShouldBe(1);
        response.RawJson!.ToJsonString().ShouldContain(text);
    }

    private static IEnumerable<string> Strings(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(member => Strings(member.Value)),
        JsonArray list => list.SelectMany(Strings),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };
}
