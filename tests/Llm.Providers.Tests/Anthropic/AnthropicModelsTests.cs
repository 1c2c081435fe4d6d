using Llm.Providers.Anthropic;

namespace Llm.Providers.Tests.Anthropic;

[Collection(nameof(EnvironmentVariables))]
public class AnthropicModelsTests : AnthropicTest
{
    [Fact]
    public void The_models_have_the_ids_aliases_and_features_of_the_plugin_of_the_Python_tool()
    {
        var models = Registered();
        models.Count.ShouldBe(25);
        models.ShouldAllBe(entry => entry.Model.Id.StartsWith("anthropic/claude-"));
        models.SelectMany(entry => entry.Aliases).ShouldBeUnique();
        Describe("claude-3-opus").ShouldBe("anthropic/claude-3-opus-latest: 4 types, 15 options, 1 server tools");
        Describe("claude-3.5-sonnet").ShouldBe("anthropic/claude-3-5-sonnet-latest: 5 types, 15 options, 4 server tools");
        Describe("claude-3.7-sonnet").ShouldBe("anthropic/claude-3-7-sonnet-latest: 5 types, 19 options, 4 server tools");
        Describe("claude-haiku-4.5").ShouldBe("anthropic/claude-haiku-4-5-20251001: 5 types, 19 options, 5 server tools");
        Describe("claude-opus-4.5").ShouldBe("anthropic/claude-opus-4-5-20251101: 5 types, 20 options, 5 server tools");
        Describe("claude-opus-5.5").ShouldBe("anthropic/claude-opus-5-5: 5 types, 20 options, 5 server tools");
        Describe("claude-fable-5").ShouldBe("anthropic/claude-fable-5: 5 types, 20 options, 5 server tools");

        string Describe(string alias)
        {
            var model = models.Single(entry => entry.Aliases.Contains(alias)).Model;
            model.ToString().ShouldBe($"Anthropic Messages: {model.Id}");
            return $"{model.Id}: {model.AttachmentTypes.Count} types, {model.Options.Count} options, {model.ServerSideTools.Count} server tools";
        }
    }

    [Fact]
    public void A_model_is_listed_where_its_key_is_known() =>
        Registered().ShouldAllBe(entry => entry.Model is KeyModel && !((KeyModel)entry.Model).IsListedWithoutKey);

    [Theory]
    [InlineData("claude-3-opus", 4096)]
    [InlineData("claude-opus-4.1", 32000)]
    [InlineData("claude-sonnet-4.6", 128000)]
    public async Task The_limit_and_the_name_of_a_model_are_sent(string alias, int limit)
    {
        var model = Registered().Single(entry => entry.Aliases.Contains(alias)).Model;
        var request = await model.DescribeRequestAsync(model.Ask("x").Prompt, new ModelContext(Key), CancellationToken.None);
        request!.Body!["max_tokens"]!.GetValue<long>().ShouldBe(limit);
        request.Body["model"]!.GetValue<string>().ShouldBe(model.Id["anthropic/".Length..]);
        request.Url.ToString().ShouldBe("https://api.anthropic.com/v1/messages");
        model.Origin.ShouldBe(new ModelOrigin(request.Body["model"]!.GetValue<string>(), "anthropic", new Uri("https://api.anthropic.com")));
    }

    [Fact]
    public async Task The_variable_of_the_vendors_libraries_names_another_server()
    {
        using var variables = new EnvironmentVariables(("ANTHROPIC_BASE_URL", $"http://127.0.0.1:{Server.Port}"));
        var model = Registered().Single(entry => entry.Aliases.Contains("claude-opus-5.5")).Model;
        (await model.PromptAsync("hi", new PromptOptions { Key = Key })).Text.ShouldBe("echo: hi");
        (await model.WithName("claude-next")!.PromptAsync("hi", new PromptOptions { Key = Key })).Text.ShouldBe("echo: hi");
        Server.Requests.Select(request => request.Json["model"]!.GetValue<string>()).ShouldBe(["claude-opus-5-5", "claude-next"]);
    }

    private static IReadOnlyList<RegisteredModel> Registered()
    {
        var models = new ModelRegistry(ModelServices.Default);
        new AnthropicPlugin(Http, () => false).RegisterModels(models);
        return models.Registered;
    }
}
