using System.Text.Json.Nodes;

namespace Llm.Providers.Tests.Gemini;

/// <summary>How parts of messages are sent.</summary>
public class GeminiMessageTests : GeminiTest
{
    [Fact]
    public async Task Calls_made_at_once_and_their_results()
    {
        var contents = await ContentsAsync(
            Message.User("1+2 and 3+4"),
            Message.Assistant(
                Call("fc1", """{"a": 1, "b": 2}""", """{"thoughtSignature": "SIG=="}"""), Call("fc2", """{"a": 3, "b": 4}""")),
            Message.Tool(
            [
                new ToolResultPart { Name = "add", Output = "3", ToolCallId = "fc1" },
                new ToolResultPart { Name = "add", Output = "Error: broken", ToolCallId = "fc2", Exception = "ValueError: broken" },
            ]));
        contents.ShouldBeJson(
            """
            [{"parts": [{"text": "1+2 and 3+4"}], "role": "user"},
             {"parts": [{"functionCall": {"args": {"a": 1, "b": 2}, "id": "fc1", "name": "add"}, "thoughtSignature": "SIG=="},
              {"functionCall": {"args": {"a": 3, "b": 4}, "id": "fc2", "name": "add"}}], "role": "model"},
             {"parts": [{"functionResponse": {"id": "fc1", "name": "add", "response": {"output": "3"}}},
              {"functionResponse": {"id": "fc2", "name": "add", "response": {"error": "Error: broken"}}}], "role": "user"}]
            """);
    }

    [Fact]
    public async Task A_call_of_another_provider_is_marked_where_a_signature_is_needed()
    {
        Message[] messages = [Message.User("x"), Message.Assistant(Call("1", "{}"), Call("2", "{}")), Message.Tool([Result("1"), Result("2")])];
        var parts = (await ContentsAsync(messages))[1]!["parts"]!.AsArray();
        parts[0]!["thoughtSignature"]!.GetValue<string>().ShouldBe("skip_thought_signature_validator");
        parts[1]!.AsObject().ContainsKey("thoughtSignature").ShouldBeFalse();
        parts = (await ContentsAsync("gemini-2.5-flash", messages))[1]!["parts"]!.AsArray();
        parts[0]!.AsObject().ContainsKey("thoughtSignature").ShouldBeFalse();
    }

    [Fact]
    public async Task Signatures_are_sent_back_with_what_they_came_with_and_thoughts_only_with_one()
    {
        var contents = await ContentsAsync(
            Message.User("x"),
            Message.Assistant(
                new ReasoningPart("idle"),
                Signed(new ReasoningPart("hm"), "S1"),
                new ReasoningPart { Redacted = true },
                Signed(new TextPart("Hi"), "S2")),
            Message.User("y"));
        contents[1].ShouldBeJson(
            """
            {"parts": [{"text": "hm", "thought": true, "thoughtSignature": "S1"}, {"text": "Hi", "thoughtSignature": "S2"}], "role": "model"}
            """);
    }

    [Fact]
    public async Task What_the_server_ran_goes_back_as_it_came_and_nothing_of_other_providers_does()
    {
        const string code = """{"executableCode": {"language": "PYTHON", "code": "print(1)"}}""";
        const string output = """{"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "1\n"}}""";
        var contents = await ContentsAsync(
            Message.User("x"),
            Message.Assistant(
                new ToolCallPart { Name = "code_execution", ServerExecuted = true, ProviderMetadata = Json($$$"""{"gemini": {"part": {{{code}}}}}""") },
                new ToolResultPart { Name = "code_execution", ServerExecuted = true, ProviderMetadata = Json($$$"""{"gemini": {"part": {{{output}}}}}""") },
                new ToolCallPart { Name = "web_search", ServerExecuted = true, ProviderMetadata = Json("""{"openai": {"id": "ws_1"}}""") },
                new ToolResultPart { Name = "web_search", ServerExecuted = true },
                new ReasoningPart("hm") { ProviderMetadata = Json("""{"openai": {"encrypted_content": "x"}}""") },
                "1"),
            Message.User("y"));
        contents[1].ShouldBeJson($$"""{"parts": [{{code}}, {{output}}, {"text": "1"}], "role": "model"}""");
    }

    [Fact]
    public async Task An_image_of_an_answer_goes_back_with_its_signature()
    {
        var image = new AttachmentPart(Attachment.FromBytes(SampleFiles.Png, "image/png"));
        var contents = await ContentsAsync(Message.User("x"), Message.Assistant(Signed(image, "S")), Message.User("y"));
        contents[1].ShouldBeJson(
            $$"""
            {"parts": [{"inlineData": {"mimeType": "image/png", "data": "{{SampleFiles.Base64(SampleFiles.Png)}}"}, "thoughtSignature": "S"}],
             "role": "model"}
            """);
    }

    [Fact]
    public async Task The_last_instructions_count()
    {
        Message[] messages = [Message.System("First"), Message.User("x"), Message.Assistant("y"), Message.System("Second"), Message.User("z")];
        var body = await SentAsync(NewModel(), null, new PromptOptions { Messages = messages });
        body["systemInstruction"].ShouldBeJson("""{"parts": [{"text": "Second"}], "role": "user"}""");
        body["contents"]!.AsArray().Count.ShouldBe(3);
    }

    private static Part Signed(Part part, string signature) =>
        part.WithMetadata(new JsonObject { ["gemini"] = new JsonObject { ["thoughtSignature"] = signature } });

    private static ToolCallPart Call(string id, string arguments, string? metadata = null) => new()
    {
        Name = "add",
        Arguments = Json(arguments),
        ToolCallId = id,
        ProviderMetadata = metadata is null ? null : new JsonObject { ["gemini"] = Json(metadata) },
    };

    private static ToolResultPart Result(string id) => new() { Name = "add", Output = "0", ToolCallId = id };

    private Task<JsonArray> ContentsAsync(params Message[] messages) => ContentsAsync("gemini-3.5-flash", messages);

    private async Task<JsonArray> ContentsAsync(string name, Message[] messages) =>
        (await SentAsync(NewModel(name), null, new PromptOptions { Messages = messages }))["contents"]!.AsArray();
}
