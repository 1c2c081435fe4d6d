using Llm.Providers.OpenAI;
using Llm.Testing;

namespace Llm.Providers.Tests.OpenAI;

public class ExtraModelsTests : ServerTest
{
    [Fact]
    public void The_smallest_entry_is_a_chat_model_with_the_key_of_openai()
    {
        var added = Load("- model_id: m\n  model_name: org/m\n").ShouldHaveSingleItem();
        var model = added.Model.ShouldBeAssignableTo<OpenAIModel>()!;
        model.ToString().ShouldBe("OpenAI Chat: m");
        model.NeedsKey.ShouldBe("openai");
        model.CanStream.ShouldBeTrue();
        (model.SupportsSchema, model.SupportsTools, model.AttachmentTypes.Count).ShouldBe((false, false, 0));
        model.Options.Select(option => option.Name).ShouldBe(
            ["temperature", "max_tokens", "top_p", "frequency_penalty", "presence_penalty", "stop", "logit_bias", "seed", "json_object", "image_detail"]);
        added.Aliases.ShouldBeEmpty();
    }

    [Fact]
    public void Every_key_has_its_effect()
    {
        var added = Load(
            """
            - model_id: m
              model_name: 8
              aliases: [one, 2]
              api_base: http://localhost:1/v1
              can_stream: false
              supports_schema: true
              supports_tools: true
              vision: true
              audio: true
              reasoning: true
              service_tier: true
              api_key_name: mine
            """).ShouldHaveSingleItem();
        var model = added.Model.ShouldBeAssignableTo<OpenAIModel>()!;
        added.Aliases.ShouldBe(["one", "2"]);
        model.NeedsKey.ShouldBe("mine");
        (model.CanStream, model.SupportsSchema, model.SupportsTools).ShouldBe((false, true, true));
        model.AttachmentTypes.ShouldBe(
            ["image/png", "image/jpeg", "image/webp", "image/gif", "application/pdf", "audio/wav", "audio/mpeg"]);
        model.Options.Select(option => option.Name).TakeLast(2).ShouldBe(["reasoning_effort", "service_tier"]);
    }

    [Theory]
    [InlineData("completion: true", "OpenAI Completion: m")]
    [InlineData("responses: true", "OpenAI Responses: m")]
    [InlineData("completion: 1\n  responses: true", "OpenAI Completion: m")]
    [InlineData("completion: false", "OpenAI Chat: m")]
    [InlineData("supports_tools: 'yes'\n  can_stream: 'no'", "OpenAI Chat: m")]
    public void The_interface_is_chosen(string line, string label) =>
        Load($"- model_id: m\n  model_name: m\n  {line}\n").ShouldHaveSingleItem().Model.ToString().ShouldBe(label);

    [Fact]
    public void Only_true_and_false_switch_a_feature()
    {
        var model = Load("- model_id: m\n  model_name: m\n  supports_tools: 1\n  vision: 'true'\n  can_stream: 0\n")[0].Model;
        (model.SupportsTools, model.AttachmentTypes.Count, model.CanStream).ShouldBe((false, 0, true));
    }

    [Fact]
    public async Task Requests_go_where_the_entry_says()
    {
        var model = Load(
            $"""
            - model_id: m
              model_name: org/m
              api_base: {Server.BaseAddress}/
              api_version: 2024 01
              api_engine: my engine
              headers:
                HTTP-Referer: https://example.org
                X-Number: 5
            """)[0].Model;
        (await model.PromptAsync("x")).Text.ShouldBe("echo: x");
        var request = Server.Requests.ShouldHaveSingleItem();
        request.PathAndQuery.ShouldBe("/v1/deployments/my%20engine/chat/completions?api-version=2024%2001");
        request.Header("HTTP-Referer").ShouldBe("https://example.org");
        request.Header("X-Number").ShouldBe("5");
        request.Json["model"]!.GetValue<string>().ShouldBe("org/m");
    }

    [Theory]
    [InlineData("model_name: null", "m")]
    [InlineData("model_name: ''", "m")]
    [InlineData("model_name:", "m")]
    [InlineData("model_name: 12", "12")]
    [InlineData("model_name: 1.0", "1.0")]
    [InlineData("model_name: 012", "012")]
    [InlineData("model_name: yes", "yes")]
    [InlineData("model_name: 2024-01-02", "2024-01-02")]
    [InlineData("model_name: [a]", "[\"a\"]")]
    public async Task A_name_is_sent_as_it_is_written_and_an_empty_one_is_the_id(string name, string sent)
    {
        var models = Load($"- model_id: m\n  api_base: {Server.BaseAddress}\n  {name}\n- model_id: other\n  model_name: other\n");
        models.Select(model => model.Model.Id).ShouldBe(["m", "other"]);
        await models[0].Model.PromptAsync("x");
        Server.Requests.ShouldHaveSingleItem().Json["model"]!.GetValue<string>().ShouldBe(sent);
    }

    [Theory]
    [InlineData("xy", "xy")]
    [InlineData("[x, y]", "x, y")]
    [InlineData("{a: b, c: d}", "a, c")]
    [InlineData("12", "12")]
    [InlineData("''", "")]
    public void Aliases_may_be_a_single_one(string aliases, string expected) =>
        string.Join(", ", Load($"- {{model_id: m, model_name: m, aliases: {aliases}}}")[0].Aliases).ShouldBe(expected);

    [Theory]
    [InlineData("1.50", "1.50")]
    [InlineData("012", "012")]
    [InlineData("yes", "yes")]
    [InlineData("2024-01-02", "2024-01-02")]
    [InlineData("'quoted'", "quoted")]
    [InlineData("5", "5")]
    public async Task A_header_is_sent_as_it_is_written(string value, string sent)
    {
        await Load($"- model_id: m\n  model_name: m\n  api_base: {Server.BaseAddress}\n  headers:\n    X-A: {value}")[0].Model.PromptAsync("x");
        Server.Requests.ShouldHaveSingleItem().Header("X-A").ShouldBe(sent);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("[]")]
    public void A_file_without_entries_adds_nothing(string yaml) => Load(yaml).ShouldBeEmpty();

    [Theory]
    [InlineData("model_id: m", "it must be a list of models, each beginning with \"- model_id:\"")]
    [InlineData("- model_id: a\n  model_name: a\n- model_name: b", "entry 2 has no model_id")]
    [InlineData("- model_id: a", "entry 1 has no model_name")]
    [InlineData("- model_id: ''\n  model_name: a", "entry 1 has no model_id")]
    [InlineData("- just text", "entry 1 must be a mapping")]
    [InlineData("- model_id: a\n  model_name: a\n  headers: [b]", "entry 1 has headers that are not a mapping")]
    [InlineData("- model_id: [unclosed", "Invalid YAML: ")]
    [InlineData("- a: 1\n\t- b", "Invalid YAML: ")]
    public void A_broken_file_is_named_with_the_entry(string yaml, string message)
    {
        using var directory = new TemporaryUserDirectory();
        var path = directory.Write("extra-openai-models.yaml", yaml);
        Should.Throw<LlmException>(() => ExtraOpenAIModels.Load(path, Http).ToList()).Message.ShouldStartWith($"{path}: {message}");
    }

    [Fact]
    public void A_folder_in_place_of_the_file_is_told()
    {
        using var directory = new TemporaryUserDirectory();
        Should.Throw<LlmException>(
            () => ExtraOpenAIModels.Load(directory.Path, Http).ToList()).Message.ShouldStartWith($"Cannot read {directory.Path}: ");
        ExtraOpenAIModels.Load(Path.Combine(directory.Path, "none.yaml"), Http).ShouldBeEmpty();
    }

    private static List<(Model Model, string[] Aliases)> Load(string yaml)
    {
        using var directory = new TemporaryUserDirectory();
        return [.. ExtraOpenAIModels.Load(directory.Write("extra-openai-models.yaml", yaml), Http)];
    }
}
