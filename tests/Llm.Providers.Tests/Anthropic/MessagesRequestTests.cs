using System.Text.Json.Nodes;
using Llm.Providers.Anthropic;

namespace Llm.Providers.Tests.Anthropic;

public class MessagesRequestTests : AnthropicTest
{
    [Theory]
    [InlineData(AnthropicModelSettings.CurrentVersion, "Authorization", "Bearer " + Key, "x-api-key")]
    [InlineData(AnthropicModelSettings.OlderVersion, "x-api-key", Key, "Authorization")]
    public async Task The_version_decides_how_the_key_is_sent_and_nothing_else(string version, string header, string value, string other)
    {
        var options = new PromptOptions { Key = Key }.With(new JsonObject { ["temperature"] = 0.5, ["top_k"] = 3 });
        (await BodyAsync(Claude(version: version), "Hello", options)).ShouldBeJson(
            """
            {"model": "claude-test", "max_tokens": 100, "temperature": 0.5, "top_k": 3, "stream": true,
             "messages": [{"role": "user", "content": "Hello"}]}
            """);
        var request = Server.Requests[0];
        request.PathAndQuery.ShouldBe("/v1/messages");
        request.Header("anthropic-version").ShouldBe(version);
        request.Header(header).ShouldBe(value);
        request.Header(other).ShouldBeNull();
        request.Header("anthropic-beta").ShouldBeNull();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/v1")]
    [InlineData("/v1/")]
    public async Task An_address_may_end_with_the_version_of_its_paths(string end)
    {
        var settings = new AnthropicModelSettings { Id = "m", ApiBase = $"http://127.0.0.1:{Server.Port}{end}" };
        await BodyAsync(new AnthropicModel(settings, Http) { Services = NewServices() }, "x");
        Server.Requests[0].PathAndQuery.ShouldBe("/v1/messages");
    }

    [Fact]
    public async Task An_address_that_is_none_is_refused_without_its_password()
    {
        var model = new AnthropicModel(new AnthropicModelSettings { Id = "m", ApiBase = "ftp://me:secret@host" }, Http);
        (await Should.ThrowAsync<LlmException>(() => model.PromptAsync("x", new PromptOptions { Key = Key }))).Message.ShouldBe(
            "The address of model m is not valid: host. It must begin with http:// or https://.");
    }

    [Fact]
    public async Task Every_option_has_its_place()
    {
        var options = new JsonObject
        {
            ["max_tokens"] = "64",
            ["top_p"] = 0.25,
            ["top_k"] = 5,
            ["user_id"] = "u",
            ["prefill"] = "{",
            ["stop_sequences"] = """["a", "b"]""",
            ["fast"] = true,
            ["thinking_budget"] = 2000,
        };
        (await BodyAsync(Claude(Older), "x", new PromptOptions { Key = Key, Stream = false, System = "Be brief" }.With(options))).ShouldBeJson(
            """
            {"model": "claude-test", "max_tokens": 2001, "system": "Be brief", "stream": false, "top_p": 0.25, "top_k": 5, "speed": "fast",
             "metadata": {"user_id": "u"}, "stop_sequences": ["a", "b"], "thinking": {"type": "enabled", "budget_tokens": 2000},
             "messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": "{"}]}
            """);
        Server.Requests[0].Header("anthropic-beta").ShouldBe("fast-mode-2026-02-01");
    }

    [Theory]
    [InlineData("END", """["END"]""")]
    [InlineData("[not JSON", """["[not JSON"]""")]
    [InlineData("5", """["5"]""")]
    [InlineData("""["a"]""", """["a"]""")]
    public async Task Stop_sequences_are_a_list(string given, string sent)
    {
        var options = new PromptOptions { Key = Key }.With("stop_sequences", given);
        (await BodyAsync(Claude(), "x", options))["stop_sequences"].ShouldBeJson(sent);
    }

    [Theory]
    [InlineData(Newer, "{}", false, null, null)]
    [InlineData(Newer, """{"thinking": true}""", false, """{"type": "adaptive", "display": "summarized"}""", null)]
    [InlineData(Newer, """{"thinking": true}""", true, """{"type": "adaptive", "display": "omitted"}""", null)]
    [InlineData(Newer, """{"thinking": false}""", false, """{"type": "disabled"}""", null)]
    [InlineData(Newer, """{"thinking_effort": "max"}""", false, """{"type": "adaptive", "display": "summarized"}""", "max")]
    [InlineData(Newer, """{"thinking_budget": 50}""", false, """{"type": "enabled", "budget_tokens": 50}""", null)]
    [InlineData(Newer | AnthropicFeatures.ThinksByDefault, "{}", false, """{"type": "adaptive", "display": "summarized"}""", null)]
    [InlineData(Newer | AnthropicFeatures.ThinksByDefault, "{}", true, """{"type": "adaptive", "display": "omitted"}""", null)]
    [InlineData(Newer | AnthropicFeatures.ThinksByDefault, """{"thinking": false}""", false, """{"type": "disabled"}""", null)]
    [InlineData(Older, "{}", false, null, null)]
    [InlineData(Older, """{"thinking": true}""", false, """{"type": "enabled", "budget_tokens": 1024}""", null)]
    [InlineData(Older, """{"thinking": true}""", true, """{"type": "enabled", "budget_tokens": 1024, "display": "omitted"}""", null)]
    [InlineData(
        Older, """{"thinking_display": true}""", false, """{"type": "enabled", "budget_tokens": 1024, "display": "summarized"}""", null)]
    [InlineData(Older, """{"thinking_adaptive": true}""", false, """{"type": "adaptive", "display": "summarized"}""", null)]
    [InlineData(Older | AnthropicFeatures.Effort, """{"thinking_effort": "low"}""", false, null, "low")]
    [InlineData(AnthropicFeatures.None, "{}", false, null, null)]
    public async Task Thinking_is_asked_for_as_wanted(
        AnthropicFeatures features, string options, bool hide, string? thinking, string? effort)
    {
        var given = new PromptOptions { Key = Key, HideReasoning = hide }.With(JsonNode.Parse(options)!.AsObject());
        var body = await BodyAsync(Claude(features, maxTokens: 4096), "x", given);
        body.ContainsKey("thinking").ShouldBe(thinking is not null);
        if (thinking is not null) body["thinking"].ShouldBeJson(thinking);
        body["output_config"]?["effort"]?.GetValue<string>().ShouldBe(effort);
        body.ContainsKey("output_config").ShouldBe(effort is not null);
        var isBeta = effort is not null && (features & AnthropicFeatures.AdaptiveThinking) == 0;
        Server.Requests[0].Header("anthropic-beta").ShouldBe(isBeta ? "effort-2025-11-24" : null);
    }

    [Theory]
    [InlineData(Newer, """{"prefill": "{"}""", "claude-test cannot continue an answer that begins with a prefill")]
    [InlineData(Newer | AnthropicFeatures.AlwaysThinks, """{"thinking": false}""", "Thinking cannot be turned off for claude-test")]
    [InlineData(Older, """{"temperature": 0.5, "top_p": 0.5}""", "Only one of temperature and top_p can be set")]
    [InlineData(AnthropicFeatures.None, """{"web_search": true}""", "claude-test cannot search the web")]
    [InlineData(Older, """{"stop_sequences": "[1]"}""", "stop_sequences must be a text or a JSON list of texts; [1] is not.")]
    [InlineData(
        Older, """{"web_search": true, "web_search_allowed_domains": "a.example", "web_search_blocked_domains": "b.example"}""",
        "allowed_domains and blocked_domains exclude each other")]
    [InlineData(Older, """{"temperature": 2}""", "temperature of claude-test cannot be 2")]
    [InlineData(Older, """{"thinking_effort": "low"}""", "thinking_effort is not an option of claude-test")]
    [InlineData(AnthropicFeatures.None, """{"thinking": true}""", "thinking is not an option of claude-test")]
    [InlineData(Older, """{"web_search_location": "{\"city\": \"a\"}"}""", "web_search_location of claude-test cannot be")]
    public async Task What_cannot_be_sent_is_refused_by_name(AnthropicFeatures features, string options, string message)
    {
        var given = new PromptOptions { Key = Key }.With(JsonNode.Parse(options)!.AsObject());
        (await Should.ThrowAsync<LlmException>(async () => await Claude(features).PromptAsync("x", given))).Message.ShouldStartWith(message);
        Server.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("auto", null, """{"type": "auto"}""")]
    [InlineData("none", true, """{"type": "none"}""")]
    [InlineData("required", true, """{"type": "any", "disable_parallel_tool_use": false}""")]
    [InlineData("f", false, """{"type": "tool", "name": "f", "disable_parallel_tool_use": true}""")]
    [InlineData(null, false, """{"type": "auto", "disable_parallel_tool_use": true}""")]
    public async Task Tools_and_the_choice_of_one_are_sent(string? choice, bool? parallel, string? sent)
    {
        var body = await BodyAsync(Claude(), "x", new PromptOptions
        {
            Key = Key,
            Tools = [new Tool("f", "Doubles.", new JsonObject { ["type"] = "object" }), new Tool("g", null, [])],
            ToolChoice = choice is null ? null : ToolChoice.Parse(choice),
            ParallelToolCalls = parallel,
        });
        body["tools"].ShouldBeJson(
            """
            [{"name": "f", "description": "Doubles.", "input_schema": {"type": "object"}}, {"name": "g", "input_schema": {"type": "object"}}]
            """);
        body.ContainsKey("tool_choice").ShouldBe(sent is not null);
        if (sent is not null) body["tool_choice"].ShouldBeJson(sent);
    }

    [Fact]
    public async Task The_cache_is_asked_to_keep_all_that_was_said()
    {
        var options = new PromptOptions { Key = Key, Attachments = [Attachment.FromBytes(SampleFiles.Png)] }.With("cache", true);
        (await BodyAsync(Claude(), "look", options))["messages"].ShouldBeJson(
            $$$"""
            [{"role": "user", "content": [{"type": "text", "text": "look"},
              {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "{{{SampleFiles.Base64(SampleFiles.Png)}}}"},
               "cache_control": {"type": "ephemeral"}}]}]
            """);
        (await BodyAsync(Claude(), "x", new PromptOptions { Key = Key }.With("cache", true)))["messages"].ShouldBeJson(
            """[{"role": "user", "content": [{"type": "text", "text": "x", "cache_control": {"type": "ephemeral"}}]}]""");
    }

    [Theory]
    [InlineData(21_333, false, null)]
    [InlineData(21_334, true, null)]
    [InlineData(64_001, true, "output-128k-2025-02-19")]
    public async Task An_answer_that_may_take_long_is_streamed_whatever_was_asked(int maxTokens, bool stream, string? beta)
    {
        var options = new PromptOptions { Key = Key, Stream = false };
        var body = await BodyAsync(Claude(Older, maxTokens: maxTokens), "x", options);
        body["stream"]!.GetValue<bool>().ShouldBe(stream);
        Server.Requests[0].Header("anthropic-beta").ShouldBe(beta);
    }

    [Fact]
    public async Task A_schema_becomes_a_tool_for_models_that_do_not_enforce_one()
    {
        var body = await BodyAsync(
            Claude(Older), "x", new PromptOptions { Key = Key, Schema = new JsonObject { ["type"] = "object", ["minProperties"] = 1 } });
        body["tools"].ShouldBeJson("""[{"name": "output_structured_data", "input_schema": {"type": "object", "minProperties": 1}}]""");
        body["tool_choice"].ShouldBeJson("""{"type": "tool", "name": "output_structured_data"}""");
        var options = new PromptOptions { Key = Key, Schema = new JsonObject { ["type"] = "object" }, Tools = [new Tool("f", null, [])] };
        (await Should.ThrowAsync<LlmException>(() => Claude(Older).PromptAsync("x", options))).Message
            .ShouldStartWith("claude-test cannot answer by a schema and call tools in one prompt");
        (await BodyAsync(Claude(), "x", options)).ContainsKey("output_config").ShouldBeTrue();
    }

    [Fact]
    public async Task Members_of_the_body_can_be_added_and_replaced()
    {
        var options = new PromptOptions { Key = Key, ExtraBody = new JsonObject { ["service_tier"] = "auto", ["max_tokens"] = 7 } };
        var body = await BodyAsync(Claude(), "x", options);
        (body["service_tier"]!.GetValue<string>(), body["max_tokens"]!.GetValue<int>()).ShouldBe(("auto", 7));
    }

    [Fact]
    public async Task The_key_is_that_of_the_plugin_of_the_Python_tool()
    {
        var model = Claude(keys: new FixedKeys(("anthropic", "stored-key-0123")));
        (model.NeedsKey, model.KeyEnvironmentVariable).ShouldBe(("anthropic", "ANTHROPIC_API_KEY"));
        await BodyAsync(model, "x", new PromptOptions());
        Server.Requests[0].Header("Authorization").ShouldBe("Bearer stored-key-0123");
        var request = await model.DescribeRequestAsync(model.Ask("x").Prompt, new ModelContext(), CancellationToken.None);
        request!.Headers.ShouldNotContain(header => header.Key == "Authorization");
    }
}
