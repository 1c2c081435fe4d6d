using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Providers.Tests.Gemini;

public class GeminiRequestTests : GeminiTest
{
    private const string Thoughts = """{"includeThoughts": true}""";

    [Theory]
    [InlineData("v1beta", true, "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse")]
    [InlineData("v1beta", false, "/v1beta/models/gemini-2.5-flash:generateContent")]
    [InlineData("v1", true, "/v1/models/gemini-2.5-flash:streamGenerateContent?alt=sse")]
    [InlineData("v1", false, "/v1/models/gemini-2.5-flash:generateContent")]
    public async Task The_smallest_request(string version, bool stream, string path)
    {
        var body = await BodyAsync(NewModel("gemini-2.5-flash", version), "Hello", new PromptOptions { Key = Key, Stream = stream });
        body.ShouldBeJson(
            """
            {"contents": [{"parts": [{"text": "Hello"}], "role": "user"}],
             "safetySettings": [{"category": "HARM_CATEGORY_DANGEROUS_CONTENT", "threshold": "BLOCK_NONE"},
              {"category": "HARM_CATEGORY_SEXUALLY_EXPLICIT", "threshold": "BLOCK_NONE"},
              {"category": "HARM_CATEGORY_HATE_SPEECH", "threshold": "BLOCK_NONE"},
              {"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"}],
             "generationConfig": {"thinkingConfig": {"includeThoughts": true}}}
            """);
        var request = Server.Requests.ShouldHaveSingleItem();
        request.Method.ShouldBe("POST");
        request.PathAndQuery.ShouldBe(path);
        request.Header("x-goog-api-key").ShouldBe(Key);
        request.PathAndQuery.ShouldNotContain(Key);
        request.Header("Authorization").ShouldBeNull();
    }

    [Fact]
    public async Task Instructions_and_history()
    {
        var first = await NewModel("gemma-4-31b-it").PromptAsync("Hello", new PromptOptions { Key = Key, System = "Be brief" });
        await first.ReplyAsync("Bye", new PromptOptions { Key = Key });
        var body = Server.Requests[^1].Json;
        body.Remove("safetySettings");
        body.ShouldBeJson(
            """
            {"contents": [{"parts": [{"text": "Hello"}], "role": "user"}, {"parts": [{"text": "echo: Hello"}], "role": "model"},
              {"parts": [{"text": "Bye"}], "role": "user"}],
             "systemInstruction": {"parts": [{"text": "Be brief"}], "role": "user"}}
            """);
    }

    [Fact]
    public async Task Every_option_has_its_place()
    {
        var options = Json(
            """
            {"temperature": 1, "max_output_tokens": 64, "top_p": 0.25, "top_k": 40, "json_object": true, "timeout": 9.5,
             "thinking_level": "minimal", "media_resolution": "ultra_high"}
            """);
        (await SentAsync(NewModel(), "x", new PromptOptions().With(options)))["generationConfig"].ShouldBeJson(
            """
            {"temperature": 1.0, "maxOutputTokens": 64, "topP": 0.25, "topK": 40, "responseMimeType": "application/json",
             "thinkingConfig": {"thinkingLevel": "MINIMAL", "includeThoughts": true}, "mediaResolution": "MEDIA_RESOLUTION_ULTRA_HIGH"}
            """);
    }

    [Theory]
    [InlineData("gemini-2.5-flash", "thinking_budget", false, """{"thinkingConfig": {"thinkingBudget": 0, "includeThoughts": true}}""")]
    [InlineData("gemini-2.5-flash", "thinking_budget", true, """{"thinkingConfig": {"thinkingBudget": 0}}""")]
    [InlineData("gemini-2.5-flash", null, true, "null")]
    [InlineData("gemini-3.5-flash", null, true, "null")]
    [InlineData("gemma-4-31b-it", null, false, "null")]
    public async Task Thoughts_are_asked_for_where_a_model_has_them(string name, string? option, bool hide, string config)
    {
        var options = option is null ? [] : new JsonObject { [option] = 0 };
        (await SentAsync(NewModel(name), "x", new PromptOptions { HideReasoning = hide }.With(options)))["generationConfig"].ShouldBeJson(config);
    }

    [Theory]
    [InlineData("gemini-2.5-flash", "thinking_level", "low")]
    [InlineData("gemini-3.1-pro-preview", "thinking_level", "minimal")]
    [InlineData("gemini-3.5-flash", "thinking_budget", "0")]
    [InlineData("gemma-4-31b-it", "google_search", "1")]
    [InlineData("gemini-3.5-flash", "temperature", "2.1")]
    [InlineData("gemini-3.5-flash", "top_k", "0")]
    [InlineData("gemini-3.5-flash", "media_resolution", "LOW")]
    public void An_option_that_a_model_lacks_is_refused(string name, string option, string value)
    {
        var options = new PromptOptions { Key = Key }.With(option, value);
        Should.Throw<InvalidOptionsException>(() => NewModel(name).Ask("x", options)).Message.ShouldStartWith(option);
        Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_schema_goes_out_as_it_is_with_its_name_and_description()
    {
        const string schema =
            """
            {"type": "object", "properties": {"a": {"type": "string", "minLength": 3}, "n": {"type": ["integer", "null"]},
             "l": {"type": "array", "items": {"$ref": "#/$defs/x"}}}, "required": ["a"], "additionalProperties": false,
             "$defs": {"x": {"type": "string"}}}
            """;
        (await SentAsync(NewModel(), "x", new PromptOptions { Schema = Json(schema) }))["generationConfig"].ShouldBeJson(
            $$"""{"responseMimeType": "application/json", "responseJsonSchema": {{schema}}, "thinkingConfig": {{Thoughts}} }""");
        var named = new PromptOptions { Schema = Json("""{"type": "object"}"""), SchemaName = "dog", SchemaDescription = "A dog" };
        (await SentAsync(NewModel(), "x", named))["generationConfig"]!["responseJsonSchema"].ShouldBeJson(
            """{"type": "object", "title": "dog", "description": "A dog"}""");
    }

    [Fact]
    public async Task Tools_go_out_with_their_schemas_as_they_are()
    {
        var tools = new PromptOptions
        {
            Tools =
            [
                new Tool("f", "Doubles.", Json("""{"type": "object", "properties": {"n": {"type": ["integer", "null"]}}, "additionalProperties": false}""")),
                new Tool("g", null, []),
            ],
        };
        var body = await SentAsync(NewModel("gemma-4-31b-it"), "x", tools);
        body.ContainsKey("toolConfig").ShouldBeFalse();
        body["tools"].ShouldBeJson(
            """
            [{"functionDeclarations": [{"name": "f", "description": "Doubles.",
              "parametersJsonSchema": {"type": "object", "properties": {"n": {"type": ["integer", "null"]}}, "additionalProperties": false}},
              {"name": "g"}]}]
            """);
    }

    [Theory]
    [InlineData("auto", """{"mode": "AUTO"}""")]
    [InlineData("none", """{"mode": "NONE"}""")]
    [InlineData("required", """{"mode": "ANY"}""")]
    [InlineData("f", """{"mode": "ANY", "allowedFunctionNames": ["f"]}""")]
    public async Task A_tool_choice_is_sent(string choice, string sent)
    {
        var options = new PromptOptions { Tools = [new Tool("f", null, [])], ToolChoice = ToolChoice.Parse(choice), ParallelToolCalls = true };
        (await SentAsync(NewModel(), "x", options))["toolConfig"].ShouldBeJson($$"""{"functionCallingConfig": {{sent}} }""");
    }

    [Fact]
    public async Task Calls_one_at_a_time_are_refused()
    {
        var options = new PromptOptions { Key = Key, Tools = [new Tool("f", null, [])], ParallelToolCalls = false };
        var error = await Should.ThrowAsync<LlmException>(() => NewModel().PromptAsync("x", options));
        error.Message.ShouldBe(
            "GeminiPro: gemini/gemini-3.5-flash cannot be made to call tools one at a time: leave out ParallelToolCalls, and say in the "
            + "instructions what is wanted.");
        Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Additional_members_replace_those_of_the_same_name()
    {
        var options = new PromptOptions { Key = Key, ExtraBody = Json("""{"cachedContent": "cachedContents/1", "safetySettings": []}""") };
        (await BodyAsync(NewModel("gemma-4-31b-it"), "x", options)).ShouldBeJson(
            """{"contents": [{"parts": [{"text": "x"}], "role": "user"}], "safetySettings": [], "cachedContent": "cachedContents/1"}""");
    }

    [Fact]
    public async Task A_request_can_be_shown_without_its_key()
    {
        var model = NewModel();
        var prompt = model.Ask("Hello").Prompt;
        var request = (await model.DescribeRequestAsync(prompt, new ModelContext(Key), CancellationToken.None))!;
        request.Url.AbsolutePath.ShouldBe("/v1beta/models/gemini-3.5-flash:streamGenerateContent");
        string.Join('\n', request.Headers).ShouldNotContain(Key);
        Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_silent_server_fails_after_the_timeout_of_the_prompt()
    {
        Server.Enqueue(FakeReply.Events("data: " + Piece("""{"text": "Half"}"""), "data: x").StallAfterWrites(1));
        var answer = NewModel().Ask("x", new PromptOptions { Key = Key }.With("timeout", 1.5));
        (await Should.ThrowAsync<ProviderException>(() => answer.CompleteAsync())).Message.ShouldStartWith("The server sent nothing for 1.5 seconds");
        answer.Response!.Text.ShouldBe("Half");
    }
}
