using Llm.Testing;

namespace Llm.Providers.Tests.Gemini;

/// <summary>Answers in the forms of ai.google.dev/api/generate-content and of the pages on thinking and function calling.</summary>
public class GeminiAnswerTests : GeminiTest
{
    [Fact]
    public async Task Pieces_of_text_become_one_part_with_all_that_is_reported()
    {
        var response = await ReadAsync(
            Piece("""{"text": "Hi"}"""), Piece("""{"text": ", \u00e9"}"""), Piece("""{"text": "\ud83d\ude00\n"}"""),
            Piece("""{"text": "!"}""", "STOP").Replace("\"candidatesTokenCount\": 2", "\"candidatesTokenCount\": 3", StringComparison.Ordinal));
        response.Messages.ShouldBe([Message.Assistant("Hi, é😀\n!")]);
        response.FinishReason.ShouldBe(FinishReason.Stop);
        response.Usage.ShouldBe(new Usage { InputTokens = 4, OutputTokens = 3, Details = Json("""{"candidatesTokenCount": 3}""") });
        (response.ResponseId, response.ResponseModel, response.ResolvedModel).ShouldBe(("r-1", "m-1", "m-1"));
        response.RawJson.ShouldBeJson(
            """{"candidates": [{"finishReason": "STOP", "index": 0}], "modelVersion": "m-1", "responseId": "r-1"}""");
    }

    [Fact]
    public async Task The_counts_of_the_last_piece_of_a_lost_stream_are_kept()
    {
        var last = Piece("""{"text": " b"}""").Replace("\"promptTokenCount\": 4", "\"promptTokenCount\": 7", StringComparison.Ordinal);
        Server.Enqueue(FakeReply.Events("data: " + Piece("""{"text": "a"}"""), "data: " + last));
        var answer = NewModel().Ask("x", new PromptOptions { Key = Key });
        (await Should.ThrowAsync<ProviderException>(() => answer.CompleteAsync())).Message.ShouldBe(
            "Connection lost before the answer was complete: the stream ended without its last event.");
        answer.Response!.Text.ShouldBe("a b");
        answer.Response.Usage!.InputTokens.ShouldBe(7);
        answer.Response.Incomplete.ShouldNotBeNull();
    }

    [Fact]
    public async Task Thoughts_and_signatures()
    {
        var response = await ReadAsync(
            Piece("""{"text": "Let me ", "thought": true}"""), Piece("""{"text": "see.", "thought": true, "thoughtSignature": "S1"}"""),
            Piece("""{"text": "Hi"}"""), Piece("""{"text": "", "thoughtSignature": "S2"}""", "STOP"));
        response.Messages.ShouldBe(
        [
            Message.Assistant(
                new ReasoningPart("Let me see.") { ProviderMetadata = Json("""{"gemini": {"thoughtSignature": "S1"}}""") },
                new TextPart("Hi").WithMetadata(Json("""{"gemini": {"thoughtSignature": "S2"}}"""))),
        ]);
    }

    [Fact]
    public async Task Thoughts_that_are_only_counted_are_withheld()
    {
        var response = await ReadAsync(
            Piece("""{"text": "Hi"}""", "STOP").Replace("\"totalTokenCount\"", "\"thoughtsTokenCount\": 5, \"totalTokenCount\"", StringComparison.Ordinal));
        response.Messages.ShouldBe([Message.Assistant(new ReasoningPart { Redacted = true }, "Hi")]);
        (response.Usage!.OutputTokens, response.Usage.ReasoningTokens).ShouldBe((7, 5));
    }

    [Fact]
    public async Task Calls_with_and_without_ids_arguments_and_signature()
    {
        var response = await ReadAsync(
            Piece("""{"text": "I look. "}"""),
            Piece(
                """
                {"functionCall": {"name": "add", "args": {"a": 1.0, "b": [2]}, "id": "fc1"}, "thoughtSignature": "S"},
                {"functionCall": {"name": "now"}}, {"functionCall": {"name": "now", "id": "fc1", "args": null}}
                """),
            Piece("""{"text": ""}""", "STOP"));
        response.FinishReason.ShouldBe(FinishReason.ToolCalls);
        FinishReason.FromPayload(response.RawJson).ShouldBe(FinishReason.ToolCalls);
        response.Messages[0].Parts[0].ShouldBe(new TextPart("I look. "));
        response.Messages[0].Parts[1].ShouldBe(new ToolCallPart
        {
            Name = "add",
            Arguments = Json("""{"a": 1.0, "b": [2]}"""),
            ToolCallId = "fc1",
            ProviderMetadata = Json("""{"gemini": {"thoughtSignature": "S"}}"""),
        });
        response.ToolCalls.Select(call => (call.Name, call.Arguments.Count)).ShouldBe([("add", 2), ("now", 0), ("now", 0)]);
        response.ToolCalls.Select(call => call.ToolCallId).Distinct().Count().ShouldBe(3);
        response.RawJson!["candidates"]![0]!["content"].ShouldBeJson(
            """{"parts": [{"functionCall": {"name": "add"}}, {"functionCall": {"name": "now"}}, {"functionCall": {"name": "now"}}]}""");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tools_run_and_their_results_and_signature_go_back(bool stream)
    {
        var add = new Tool("add", null, Json("""{"type": "object"}"""))
        {
            Implementation = (call, _) => Task.FromResult(new ToolOutput($"{call.Arguments["a"]}!")),
        };
        var chain = NewModel().Chain(
            """
            CALL add {"a": 1}
            CALL add {"a": 2}
            """,
            new PromptOptions { Key = Key, Tools = [add], Stream = stream });
        (await chain.GetTextAsync()).ShouldEndWith("results: 1! | 2!");
        Server.Requests[^1].Json["contents"]!.AsArray()[^2].ShouldBeJson(
            """
            {"parts": [{"functionCall": {"name": "add", "args": {"a": 1}, "id": "call_1"}, "thoughtSignature": "fake-signature"},
             {"functionCall": {"name": "add", "args": {"a": 2}, "id": "call_2"}}], "role": "model"}
            """);
    }

    [Fact]
    public async Task Images_and_other_files_of_an_answer_become_attachments()
    {
        var response = await ReadAsync(
            Piece(
                $$$"""
                {"text": "Here: "}, {"inlineData": {"mimeType": "image/png", "data": "{{{SampleFiles.Base64(SampleFiles.Png)}}}"}, "thoughtSignature": "S"},
                {"inlineData": {"mimeType": "image/png", "data": "not base64"}}, {"brandNew": {"x": 1}}, {"text": "Done."}
                """,
                "STOP"));
        var parts = response.Messages[0].Parts;
        parts.Count.ShouldBe(3);
        var made = parts[1].ShouldBeOfType<AttachmentPart>();
        made.Attachment!.Type.ShouldBe("image/png");
        made.Attachment.Content!.Value.ToArray().ShouldBe(SampleFiles.Png);
        made.ProviderMetadata.ShouldBeJson("""{"gemini": {"thoughtSignature": "S"}}""");
        response.Text.ShouldBe("Here: Done.");
    }

    [Fact]
    public async Task Counts_of_caches_and_tools_are_read_as_in_the_Python_plugin()
    {
        const string usage =
            """
            "usageMetadata": {"promptTokenCount": 10, "candidatesTokenCount": 57, "totalTokenCount": 9700, "cachedContentTokenCount": 8,
            "toolUsePromptTokenCount": 9603, "thoughtsTokenCount": 30, "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 10}]}
            """;
        var response = await ReadAsync(
            Piece("""{"text": "see", "thought": true}, {"text": "Hi"}"""), $$"""{"candidates": [{"finishReason": "STOP"}], {{usage}}}""");
        var (given, details) = (response.Usage!, response.Usage!.Details!);
        (given.InputTokens, given.OutputTokens, given.CachedTokens, given.ReasoningTokens).ShouldBe((9613, 87, 8, 30));
        details.ShouldBeJson(
            """
            {"candidatesTokenCount": 57, "cachedContentTokenCount": 8, "toolUsePromptTokenCount": 9603, "thoughtsTokenCount": 30,
             "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 10}]}
            """);
    }

    [Theory]
    [InlineData("STOP", "stop")]
    [InlineData("MAX_TOKENS", "length")]
    [InlineData("SAFETY", "content_filter")]
    [InlineData("RECITATION", "content_filter")]
    [InlineData("PROHIBITED_CONTENT", "content_filter")]
    [InlineData("OTHER", "OTHER")]
    [InlineData("BRAND_NEW", "BRAND_NEW")]
    public async Task Finish_reasons(string word, string reason)
    {
        var response = await ReadAsync(Piece("""{"text": "Hi"}""", word));
        response.FinishReason!.Value.ShouldBe(reason);
        FinishReason.FromPayload(response.RawJson).ShouldBe(response.FinishReason);
    }

    [Fact]
    public async Task A_second_candidate_is_left_out()
    {
        var response = await ReadAsync(
            """{"candidates": [{"content": {"parts": [{"text": "b"}]}, "index": 1}, {"content": {"parts": [{"text": "a"}]}, "index": 0}]}""",
            """{"candidates": [{"content": {"parts": [{"text": "b"}]}, "index": 1}]}""",
            """{"candidates": [{"content": {"parts": [{"text": "a"}]}, "finishReason": "STOP"}]}""");
        response.Text.ShouldBe("aa");
    }

    [Fact]
    public async Task An_answer_in_one_piece()
    {
        Server.Enqueue(FakeReply.Text(Piece("""{"text": "see", "thought": true}, {"text": "Hi"}""", "STOP"), "application/json"));
        var response = await NewModel().PromptAsync("x", new PromptOptions { Key = Key, Stream = false });
        response.Messages.ShouldBe([Message.Assistant(new ReasoningPart("see"), "Hi")]);
        (response.Usage!.InputTokens, response.Usage.OutputTokens, response.ResponseId).ShouldBe((4, 2, "r-1"));
    }
}
