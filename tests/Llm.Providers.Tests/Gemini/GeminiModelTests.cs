using Llm.Providers.Gemini;
using Llm.Testing;

namespace Llm.Providers.Tests.Gemini;

[Collection(nameof(EnvironmentVariables))]
public class GeminiModelTests : GeminiTest
{
    public static TheoryData<string, string> Checks =>
        new MatrixTheoryData<string, string>(["gemini-2.5-flash", "gemini-3.7-flash", "gemma-4-31b-it"], ModelConformance.Checks.Keys);

    [Theory]
    [MemberData(nameof(Checks))]
    public Task A_model_keeps_the_promises_of_one(string name, string check) =>
        ModelConformance.Checks[check](new ModelUnderTest(NewModel(name), text => $"echo: {text}")
        {
            Key = Key,
            LongPrompt = "SLOW 200\nREPLY " + string.Join(' ', Enumerable.Range(0, 100)),
            FailingPrompt = "ERR 500",
            BadOption = KeyValuePair.Create<string, System.Text.Json.Nodes.JsonNode>("temperature", 9),
        });

    /// <summary>The ids, aliases and labels are those of <c>llm models list</c> with llm-gemini 0.33.</summary>
    [Fact]
    public void The_models_are_those_of_the_Python_plugin()
    {
        var models = new ModelRegistry();
        new GeminiPlugin(() => "v1beta", Http).RegisterModels(models);
        models.Models.Select(entry => $"{entry.Model} ({string.Join(", ", entry.Aliases)})").ShouldBe(
        [
            .. new[]
            {
                "gemini-2.5-flash", "gemini-flash-latest", "gemini-flash-lite-latest", "gemini-3-flash-preview", "gemini-3.1-pro-preview",
                "gemini-3.1-pro-preview-customtools", "gemini-3.1-flash-lite-preview", "gemma-4-26b-a4b-it", "gemma-4-31b-it",
                "gemini-3.1-flash-lite", "gemini-3.5-flash", "gemini-3.6-flash", "gemini-3.5-flash-lite", "gemini-3.7-flash",
            }.Select(name => $"GeminiPro: gemini/{name} ({name})"),
        ]);
    }

    [Theory]
    [InlineData(null, null, null, "LLM_GEMINI_KEY")]
    [InlineData("a", "b", "c", "LLM_GEMINI_KEY")]
    [InlineData("", "b", "c", "GOOGLE_API_KEY")]
    [InlineData(null, null, "c", "GEMINI_API_KEY")]
    public void The_first_variable_that_is_set_has_the_key(string? own, string? google, string? gemini, string used)
    {
        using var _ = new EnvironmentVariables(("LLM_GEMINI_KEY", own), ("GOOGLE_API_KEY", google), ("GEMINI_API_KEY", gemini));
        var model = NewModel();
        (model.NeedsKey, model.IsListedWithoutKey).ShouldBe(("gemini", false));
        model.KeyEnvironmentVariable.ShouldBe(used);
        model.KeyEnvironmentVariables.ShouldBe(["LLM_GEMINI_KEY", "GOOGLE_API_KEY", "GEMINI_API_KEY"]);
    }

    [Fact]
    public async Task A_stored_key_goes_before_that_of_the_environment()
    {
        using var _ = new EnvironmentVariables(("LLM_GEMINI_KEY", "from-environment"), ("GOOGLE_API_KEY", null), ("GEMINI_API_KEY", null));
        var models = new ModelRegistry(NewServices(new FixedKeys(("gemini", "stored"))));
        GeminiModels.Register(models, Address(), Http);
        await models.Models[0].Model.PromptAsync("x");
        Server.Requests[^1].Header("x-goog-api-key").ShouldBe("stored");
        await NewModel().PromptAsync("x");
        Server.Requests[^1].Header("x-goog-api-key").ShouldBe("from-environment");
    }

    [Fact]
    public async Task A_missing_key_is_reported_before_anything_is_sent()
    {
        using var _ = new EnvironmentVariables(("LLM_GEMINI_KEY", null), ("GOOGLE_API_KEY", null), ("GEMINI_API_KEY", null));
        (await Should.ThrowAsync<MissingKeyException>(() => NewModel().PromptAsync("x"))).EnvironmentVariable.ShouldBe("LLM_GEMINI_KEY");
        Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_address_can_be_another()
    {
        var models = new ModelRegistry(NewServices());
        new GeminiPlugin(() => "v1", Http).RegisterModels(models);
        using (new EnvironmentVariables(("GOOGLE_GEMINI_BASE_URL", $"http://127.0.0.1:{Server.Port}/gemini/")))
        {
            await models.Models[0].Model.PromptAsync("x", new PromptOptions { Key = Key });
            Server.Requests[^1].Path.ShouldBe("/gemini/v1/models/gemini-2.5-flash:streamGenerateContent");
            models.Models[0].Model.Origin.ShouldBe(new ModelOrigin("gemini-2.5-flash", "gcp.gemini", new Uri($"http://127.0.0.1:{Server.Port}/gemini")));
        }

        using (new EnvironmentVariables(("GOOGLE_GEMINI_BASE_URL", "ftp://user:secret@host")))
        {
            var error = await Should.ThrowAsync<LlmException>(
                () => models.Models[0].Model.PromptAsync("x", new PromptOptions { Key = Key }));
            error.Message.ShouldBe(
                "The address of the Gemini API in GOOGLE_GEMINI_BASE_URL is not valid: host. It must begin with http:// or https://.");
        }

        using (new EnvironmentVariables(("GOOGLE_GEMINI_BASE_URL", null)))
            models.Models[0].Model.Origin.Server.ShouldBe(new Uri("https://generativelanguage.googleapis.com"));
    }

    [Theory]
    [InlineData("gemini-4-argon")]
    [InlineData("gemini/gemini-4-argon")]
    [InlineData("models/gemini-4-argon")]
    public async Task Another_name_of_the_same_server(string name)
    {
        var model = NewModel().WithName(name);
        model.Id.ShouldBe("gemini/gemini-4-argon");
        await model.PromptAsync("x", new PromptOptions { Key = Key });
        Server.Requests[^1].Path.ShouldBe("/v1beta/models/gemini-4-argon:streamGenerateContent");
    }
}
