using Llm.Providers.Ollama;

namespace Llm.Providers.Tests.Ollama;

/// <summary>Requests of kinds that the vendor's library was not tried on.</summary>
public class OllamaRequestTests : OllamaTest
{
    [Fact]
    public async Task A_conversation() => (await SentAsync(
        null,
        new PromptOptions
        {
            Messages =
            [
                Message.System("Be brief"), Message.User("a"), Message.Assistant("b"), Message.System("Be brief"), Message.User("c"),
                Message.System("Be long"),
            ],
        }))["messages"].ShouldBeJson(
        """
        [{"role": "system", "content": "Be brief"}, {"role": "user", "content": "a"}, {"role": "assistant", "content": "b"},
         {"role": "user", "content": "c"}, {"role": "system", "content": "Be long"}]
        """);

    [Fact]
    public async Task Every_option() => (await SentAsync(
        "x",
        new PromptOptions().With(Json(
            """
            {"num_ctx": 1, "repeat_last_n": -1, "repeat_penalty": 1.5, "temperature": 0, "seed": 2, "stop": ["a", "b"], "num_predict": -1,
             "top_k": 3, "top_p": 0.5, "min_p": 0.25, "json_object": true, "think": false, "keep_alive": "-1"}
            """)))).ShouldBeJson(
        """
        {"model": "m", "stream": true, "messages": [{"role": "user", "content": "x"}], "format": "json", "think": false, "keep_alive": -1,
         "options": {"num_ctx": 1, "repeat_last_n": -1, "repeat_penalty": 1.5, "temperature": 0.0, "seed": 2, "stop": ["a", "b"],
          "num_predict": -1, "top_k": 3, "top_p": 0.5, "min_p": 0.25}}
        """);

    [Fact]
    public async Task One_stop_text_becomes_a_list() =>
        (await SentAsync("x", new PromptOptions().With("stop", "END")))["options"].ShouldBeJson("""{"stop": ["END"]}""");

    [Theory]
    [InlineData("maybe", "think of m cannot be \"maybe\": input should be true, false, 'low', 'medium', 'high' or 'max'.")]
    [InlineData("2", "think of m cannot be \"2\": input should be true, false, 'low', 'medium', 'high' or 'max'.")]
    public async Task Other_kinds_of_thinking_are_refused(string value, string words) =>
        (await Should.ThrowAsync<InvalidOptionsException>(() => SentAsync("x", new PromptOptions().With("think", value))))
            .Message.ShouldBe(words);

    [Fact]
    public async Task A_schema_goes_before_JSON_of_any_kind_and_keeps_its_names()
    {
        var options = new PromptOptions { Schema = Json("""{"type": "object"}"""), SchemaName = "n", SchemaDescription = "d" };
        (await SentAsync("x", options.With("json_object", true)))["format"].ShouldBeJson(
            """{"type": "object", "title": "n", "description": "d"}""");
    }

    [Fact]
    public async Task Texts_and_images_of_a_message()
    {
        var options = new PromptOptions
        {
            Messages =
            [
                new Message(Message.UserRole, [new TextPart("a"), Image(1), new TextPart("b"), Image(2)]),
                Message.Assistant(new TextPart("c"), new TextPart("d"), new ReasoningPart { Redacted = true }),
            ],
        };
        (await SentAsync(null, options))["messages"].ShouldBeJson(
            """[{"role": "user", "content": "a\nb", "images": ["AQ==", "Ag=="]}, {"role": "assistant", "content": "cd"}]""");

        static AttachmentPart Image(byte content) => new(Attachment.FromBytes(new[] { content }, "image/png"));
    }

    [Fact]
    public async Task What_another_provider_ran_is_left_out()
    {
        var options = new PromptOptions
        {
            Messages =
            [
                Message.User("x"),
                Message.Assistant(
                    new ToolCallPart { Name = "search", ServerExecuted = true, ToolCallId = "s" },
                    new ToolResultPart { Name = "search", Output = "o", ServerExecuted = true, ToolCallId = "s" }, new TextPart("y")),
                Message.Tool([new ToolResultPart { Name = "f", Output = "Error: broken", Exception = "ValueError: broken" }]),
            ],
        };
        (await SentAsync(null, options))["messages"].ShouldBeJson(
            """
            [{"role": "user", "content": "x"}, {"role": "assistant", "content": "y"},
             {"role": "tool", "tool_name": "f", "content": "Error: broken"}]
            """);
    }

    [Fact]
    public async Task No_tools_are_offered_if_none_may_be_called()
    {
        (await SentAsync("x", new PromptOptions { Tools = [Add], ToolChoice = ToolChoice.None })).ContainsKey("tools").ShouldBeFalse();
        (await SentAsync("x", new PromptOptions { Tools = [Add], ToolChoice = ToolChoice.Auto })).ContainsKey("tools").ShouldBeTrue();
        foreach (var options in (PromptOptions[])[new() { ToolChoice = ToolChoice.Required }, new() { ParallelToolCalls = false }])
        {
            (await Should.ThrowAsync<LlmException>(() => SentAsync("x", options with { Tools = [Add] }))).Message
                .ShouldStartWith("Ollama: m cannot be made to call tools");
        }
    }

    [Fact]
    public async Task What_the_model_cannot_do_is_refused_by_name()
    {
        var model = NewModel(capabilities: OllamaCapabilities.Known | OllamaCapabilities.Completion);
        await Refused(new PromptOptions { Tools = [Add] }, "Ollama: m does not support tools");
        await Refused(new PromptOptions { Attachments = [Attachment.FromBytes(SampleFiles.Png)] }, "This model does not support attachments");
        await Refused(new PromptOptions().With("think", true), "m does not think: leave out the option 'think'");
        (await BodyAsync(model, "x", new PromptOptions().With("think", false))).ShouldBeJson(
            """{"model": "m", "stream": true, "messages": [{"role": "user", "content": "x"}], "think": false}""");

        async Task Refused(PromptOptions options, string words) =>
            (await Should.ThrowAsync<LlmException>(() => model.PromptAsync("x", options))).Message.ShouldStartWith(words);
    }

    [Fact]
    public void What_the_server_says_decides_what_is_offered()
    {
        var all = NewModel(capabilities: OllamaCapabilities.Known | OllamaCapabilities.Tools | OllamaCapabilities.Vision);
        all.SupportsTools.ShouldBeTrue();
        all.AttachmentTypes.ShouldBe(["image/png", "image/jpeg", "image/webp", "image/gif"]);
        var none = NewModel(capabilities: OllamaCapabilities.Known);
        (none.SupportsTools, none.AttachmentTypes.Count).ShouldBe((false, 0));
        (NewModel().SupportsTools, NewModel().AttachmentTypes.Count).ShouldBe((true, 4));
    }

    [Fact]
    public async Task Other_types_of_attachments_are_refused() =>
        (await Should.ThrowAsync<LlmException>(() => SentAsync(
            "x", new PromptOptions { Attachments = [Attachment.FromBytes(SampleFiles.Pdf)] }))).Message
            .ShouldBe("This model does not support attachments of type 'application/pdf', only image/gif, image/jpeg, image/png, image/webp");
}
