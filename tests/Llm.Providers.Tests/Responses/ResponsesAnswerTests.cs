using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Providers.Tests.Responses;

public class ResponsesAnswerTests : ServerTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Text_reasoning_calls_and_usage_are_read(bool stream)
    {
        var call = new ToolCall("f", new JsonObject { ["a"] = 1 }, "c1");
        Server.Enqueue(new FakeAnswer
        {
            Pieces = ["Hé", "llo"],
            Reasoning = "think twice",
            ToolCalls = [call],
            InputTokens = 7,
            OutputTokens = 9,
            ReasoningTokens = 3,
        });
        var response = await AskAsync(stream);
        response.Text.ShouldBe("Héllo");
        response.Reasoning.ShouldBe("think twice");
        response.Messages.ShouldHaveSingleItem().Parts[0].ProviderMetadata.ShouldBeJson(
            """{"openai": {"id": "rs_1", "encrypted_content": "fake-encrypted", "summary": [{"type": "summary_text", "text": "think twice"}]}}""");
        response.ToolCalls.Select(one => $"{one.Name} {one.ToolCallId} {one.Arguments.ToJsonString()}").ShouldBe(["f c1 {\"a\":1}"]);
        response.Usage!.InputTokens.ShouldBe(7);
        response.Usage.OutputTokens.ShouldBe(9);
        response.Usage.Details.ShouldBeJson(
            """{"input_tokens_details": {"cached_tokens": 0}, "output_tokens_details": {"reasoning_tokens": 3}}""");
        response.RawJson!["id"]!.GetValue<string>().ShouldBe("resp_fake");
        response.RawJson.AsObject().ContainsKey("error").ShouldBeFalse();
    }

    [Fact]
    public async Task Reasoning_that_is_only_counted_is_marked_as_withheld()
    {
        Server.Enqueue(new FakeAnswer { Pieces = ["a"], ReasoningTokens = 3 });
        var part = (await AskAsync(stream: true)).Messages[0].Parts[0].ShouldBeOfType<ReasoningPart>();
        part.Redacted.ShouldBeTrue();
        part.Text.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_final_response_corrects_what_was_streamed()
    {
        Server.Enqueue(FakeReply.Events(
            """data: {"type": "response.output_item.done", "output_index": 0, "item": {"type": "reasoning", "id": "r", "encrypted_content": "old", "summary": []}}""",
            """data: {"type": "response.output_item.added", "output_index": 1, "item": {"type": "web_search_call", "id": "w", "status": "in_progress"}}""",
            """data: {"type": "response.output_item.done", "output_index": 1, "item": {"type": "web_search_call", "id": "w", "status": "completed", "action": {"query": "q"}}}""",
            """data: {"type": "response.output_item.done", "output_index": 2, "item": {"type": "code_interpreter_call", "id": "k", "status": "completed", "code": "1+1"}}""",
            """data: {"type": "response.output_text.delta", "item_id": "m", "output_index": 3, "delta": "done"}""",
            """
            data: {"type": "response.completed", "response": {"output": [
            data: {"type": "reasoning", "id": "r", "encrypted_content": "new", "summary": []},
            data: {"type": "web_search_call", "id": "w", "status": "completed", "action": {"query": "q", "sources": [1]}, "results": [{"url": "u"}]},
            data: {"type": "code_interpreter_call", "id": "k", "status": "completed", "code": "1+1", "outputs": [{"logs": "2"}, {"url": "file"}]},
            data: {"type": "message", "id": "m", "content": [{"type": "output_text", "text": "done"}]}]}}
            """));
        var response = await AskAsync(stream: true);
        new JsonArray([.. response.Messages.ShouldHaveSingleItem().Parts.Select(part => part.ToJson())]).ShouldBeJson(
            """
            [{"type": "reasoning", "text": "", "redacted": true, "provider_metadata": {"openai": {"id": "r", "encrypted_content": "new"}}},
             {"type": "tool_call", "name": "web_search", "arguments": {"query": "q", "sources": [1]}, "tool_call_id": "w", "server_executed": true},
             {"type": "tool_result", "name": "web_search", "output": "[{\"url\": \"u\"}]", "tool_call_id": "w", "server_executed": true},
             {"type": "tool_call", "name": "code_interpreter", "arguments": {"code": "1+1"}, "tool_call_id": "k", "server_executed": true},
             {"type": "tool_result", "name": "code_interpreter", "output": "2\nfile", "tool_call_id": "k", "server_executed": true},
             {"type": "text", "text": "done"}]
            """);
        response.ToolCalls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_image_that_the_provider_made_is_an_attachment(bool stream)
    {
        const string Image =
            """{"type": "image_generation_call", "id": "i", "status": "completed", "output_format": "webp", "result": "UklGRg=="}""";
        const string None = """{"type": "image_generation_call", "id": "n", "status": "failed", "result": null}""";
        const string Text = """{"type": "message", "id": "m", "content": [{"type": "output_text", "text": "Here."}]}""";
        Server.Enqueue(!stream ? FakeReply.Text($$"""{"output": [{{Image}}, {{None}}, {{Text}}]}""", "application/json") : FakeReply.Events(
            """data: {"type": "response.output_item.added", "output_index": 0, "item": {"type": "image_generation_call", "id": "i", "status": "in_progress"}}""",
            """data: {"type": "response.image_generation_call.partial_image", "output_index": 0, "item_id": "i", "partial_image_b64": "UklG"}""",
            $$"""data: {"type": "response.output_item.done", "output_index": 0, "item": {{Image}} }""",
            $$"""data: {"type": "response.output_item.done", "output_index": 1, "item": {{None}} }""",
            $$"""data: {"type": "response.output_item.done", "output_index": 2, "item": {{Text}} }""",
            $$"""data: {"type": "response.completed", "response": {"output": [{{Image}}, {{None}}, {{Text}}]} }"""));
        var response = await AskAsync(stream);
        response.Text.ShouldBe("Here.");
        var image = response.Attachments.ShouldHaveSingleItem();
        image.Type.ShouldBe("image/webp");
        image.Content!.Value.ToArray().ShouldBe("RIFF"u8.ToArray());
    }

    [Fact]
    public async Task Several_messages_stay_several()
    {
        const string message = """{"type": "message", "id": "ID", "content": [{"type": "output_text", "text": "ID"}]}""";
        var body = $$"""{"output": [{{message.Replace("ID", "a")}}, {{message.Replace("ID", "b")}}]}""";
        Server.Enqueue(FakeReply.Text(body, "application/json"));
        (await AskAsync(stream: false)).Messages.Select(one => one.Text).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Items_without_ids_are_told_apart_by_their_place()
    {
        Server.Enqueue(FakeReply.Events(
            """data: {"type": "response.output_item.added", "output_index": 0, "item": {"type": "function_call", "call_id": "c0", "name": "f", "arguments": ""}}""",
            """data: {"type": "response.output_item.added", "output_index": 1, "item": {"type": "function_call", "call_id": "c1", "name": "g", "arguments": ""}}""",
            """data: {"type": "response.function_call_arguments.delta", "output_index": 0, "delta": "{\"a\":"}""",
            """data: {"type": "response.function_call_arguments.delta", "output_index": 1, "delta": "{\"b\": 2}"}""",
            """data: {"type": "response.function_call_arguments.delta", "output_index": 0, "delta": "1}"}""",
            """data: {"type": "response.output_item.done", "output_index": 0, "item": {"type": "function_call", "call_id": "c0", "name": "f", "arguments": "{\"a\":1}"}}""",
            """data: {"type": "response.completed", "response": {"output": []}}"""));
        (await AskAsync(stream: true)).ToolCalls.Select(call => $"{call.Name} {call.ToolCallId} {call.Arguments.ToJsonString()}")
            .ShouldBe(["f c0 {\"a\":1}", "g c1 {\"b\":2}"]);
    }

    [Fact]
    public async Task A_refusal_is_text_and_an_incomplete_response_counts()
    {
        Server.Enqueue(FakeReply.Events(
            """data: {"type": "response.refusal.delta", "item_id": "m", "delta": "No."}""",
            """data: {"type": "response.incomplete", "response": {"output": [], "status": "incomplete"}}"""));
        (await AskAsync(stream: true)).Text.ShouldBe("No.");
    }

    [Fact]
    public async Task A_server_that_does_not_stream_is_understood()
    {
        Server.Enqueue(_ => FakeReply.Text("""{"output": [{"type": "message", "content": [{"text": "whole"}]}]}""", "application/json"));
        (await AskAsync(stream: true)).Text.ShouldBe("whole");
    }

    [Theory]
    [InlineData("""{"type": "error", "message": "broken"}""", "broken")]
    [InlineData("""{"type": "error", "error": {"message": "inner"}}""", "inner")]
    [InlineData("""{"type": "response.failed", "response": {"error": {"message": "failed"}}}""", "failed")]
    [InlineData("""{"type": "response.failed", "response": {}}""", "The server failed to complete the answer and gave no reason. Prompt again.")]
    [InlineData("""{"error": {"message": "bare"}}""", "bare")]
    [InlineData("""{"error": "text"}""", "text")]
    [InlineData(
        """{"type": "response.completed"}""", "Connection lost before the answer was complete: the stream ended without its last event.")]
    [InlineData(
        """{"type": "response.output_item.done"}""",
        "Connection lost before the answer was complete: the stream ended without its last event.")]
    [InlineData(
        """{"type": "response.output_item.added", "item": 1}""",
        "Connection lost before the answer was complete: the stream ended without its last event.")]
    [InlineData("[1]", "Connection lost before the answer was complete: the stream ended without its last event.")]
    public async Task Errors_inside_a_stream_are_told(string data, string message)
    {
        Server.Enqueue(FakeReply.Events($"data: {data}"));
        (await Should.ThrowAsync<LlmException>(() => AskAsync(stream: true))).Message.ShouldBe(message);
    }

    private async Task<Response> AskAsync(bool stream) =>
        await Responses().PromptAsync("x", new PromptOptions { Key = Key, Stream = stream });
}
