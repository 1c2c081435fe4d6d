using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Providers.Tests.Chat;

/// <summary>The reasoning that compatible servers show, and that some want back with the results of tools.</summary>
public sealed class ReasoningTests : ServerTest
{
    private const string Call = """{"tool_calls": [{"index": 0, "id": "c", "function": {"name": "add", "arguments": "{\"a\": 1}"}}]}""";

    /// <summary>Title, the message or delta with the reasoning, and the member that is sent back with its value; null if none is.</summary>
    public static TheoryData<string, string, string?> Forms => new()
    {
        { "DeepSeek, Kimi, vLLM, llama.cpp", """{"reasoning_content": "I must add."}""", """{"reasoning_content": "I must add."}""" },
        { "Groq, Ollama", """{"reasoning": "I must add."}""", """{"reasoning": "I must add."}""" },
        {
            "OpenRouter",
            """{"reasoning": "I must add.", "reasoning_details": [{"type": "reasoning.text", "index": 0, "text": "I must add.", "signature": "s"}]}""",
            """{"reasoning_details": [{"type": "reasoning.text", "index": 0, "text": "I must add.", "signature": "s"}]}"""
        },
        {
            "OpenRouter, details alone",
            """{"reasoning_details": [{"type": "reasoning.summary", "index": 0, "summary": "I must add."}]}""",
            """{"reasoning_details": [{"type": "reasoning.summary", "index": 0, "summary": "I must add."}]}"""
        },
        { "Magistral", """{"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "I must add."}]}]}""", null },
    };

    private static Tool Add => Tool.FromMethod((int a) => a, "add");

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task It_is_a_part_of_the_answer_and_sent_back_inside_the_chain_only(string title, string message, string? sentBack)
    {
        foreach (var stream in (bool[])[true, false])
        {
            Server.Enqueue(stream
                ? FakeReply.Events($"data: {Chunk(message)}", $"data: {Chunk(Call)}", """data: {"choices": [{"delta": {}, "finish_reason": "tool_calls"}]}""")
                : FakeReply.Text($$"""{"choices": [{"message": {{Joined(message)}}, "finish_reason": "tool_calls"}]}""", "application/json"));
            Server.Enqueue(FakeAnswer.FromPieces("3"));
            Server.Enqueue(FakeAnswer.FromPieces("bye"));
            var conversation = Chat().StartConversation();
            var options = new PromptOptions { Key = Key, Stream = stream, Tools = [Add] };
            var chain = conversation.Chain("x", options);
            await chain.GetTextAsync();
            chain.Responses[0].Reasoning.ShouldBe("I must add.", title);
            var second = Assistant(Server.Requests[^1]);
            var shown = new JsonObject(second.Where(member => member.Key.StartsWith("reasoning", StringComparison.Ordinal))
                .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
            shown.ShouldBeJson(sentBack ?? "{}");
            await conversation.PromptAsync("thanks", options);
            Assistant(Server.Requests[^1]).ShouldNotContain(member => member.Key.StartsWith("reasoning", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Pieces_are_one_part_and_pieces_of_details_one_detail()
    {
        Server.Enqueue(FakeReply.Events(
            $"data: {Chunk("""{"reasoning": "I must", "reasoning_details": [{"type": "reasoning.text", "index": 0, "text": "I must"}]}""")}",
            $"data: {Chunk("""{"reasoning": " add.", "reasoning_details": [{"type": "reasoning.text", "index": 0, "text": " add.", "signature": "s"}]}""")}",
            $"data: {Chunk("""{"content": "3"}""")}",
            """data: {"choices": [{"delta": {"content": "."}, "finish_reason": "stop"}], "usage": {"completion_tokens_details": {"reasoning_tokens": 3}}}"""));
        var response = await Chat().PromptAsync("x", new PromptOptions { Key = Key });
        var parts = response.Messages.ShouldHaveSingleItem().Parts;
        parts.Count.ShouldBe(2);
        var reasoning = parts[0].ShouldBeOfType<ReasoningPart>();
        (reasoning.Text, reasoning.Redacted, response.Text).ShouldBe(("I must add.", false, "3."));
        reasoning.ProviderMetadata.ShouldBeJson(
            """{"chat": {"field": "reasoning", "details": [{"type": "reasoning.text", "index": 0, "text": "I must add.", "signature": "s"}]}}""");
    }

    [Fact]
    public async Task Reasoning_that_is_only_encrypted_is_withheld_and_still_sent_back()
    {
        Server.Enqueue(FakeReply.Events(
            $"data: {Chunk("""{"reasoning_details": [{"type": "reasoning.encrypted", "data": "xyz"}]}""")}",
            $"data: {Chunk(Call)}", """data: {"choices": [{"delta": {}, "finish_reason": "tool_calls"}]}"""));
        Server.Enqueue(FakeAnswer.FromPieces("3"));
        var chain = Chat().StartConversation().Chain("x", new PromptOptions { Key = Key, Tools = [Add] });
        await chain.GetTextAsync();
        chain.Responses[0].Messages[0].Parts[0].ShouldBeOfType<ReasoningPart>().Redacted.ShouldBeTrue();
        Assistant(Server.Requests[^1])["reasoning_details"].ShouldBeJson("""[{"type": "reasoning.encrypted", "data": "xyz"}]""");
    }

    private static string Chunk(string delta) => "{\"choices\": [{\"delta\": " + delta + "}]}";

    private static string Joined(string message)
    {
        var joined = JsonNode.Parse(message)!.AsObject();
        joined["tool_calls"] = JsonNode.Parse(Call)!["tool_calls"]!.DeepClone();
        return joined.ToJsonString();
    }

    /// <summary>The first message of the assistant in a request.</summary>
    private static JsonObject Assistant(RecordedRequest request) =>
        request.Json["messages"]!.AsArray().Select(message => message!.AsObject()).First(message => (string?)message["role"] == "assistant");
}
