using Llm.Providers.OpenAI;
using Llm.Testing;

namespace Llm.Providers.Tests.OpenAI;

public class ExtraEmbeddingModelsTests : ServerTest
{
    [Fact]
    public async Task Every_key_has_its_effect()
    {
        var (model, aliases) = Load(
            $"""
            - model_id: mine
              model_name: org/embedder
              aliases: [one, 2]
              api_base: {Server.BaseAddress}
              dimensions: 8
              batch_size: 20
              max_tokens: 512
              encoding_format: base64
              headers:
                x-version: 1.50
            """).ShouldHaveSingleItem();
        aliases.ShouldBe(["one", "2"]);
        (model.Id, model.BatchSize, model.InputLimit, model.NeedsKey).ShouldBe(("mine", 20, (int?)512, null));
        (await model.EmbedAsync("text")).Length.ShouldBe(8);
        var request = Server.Requests.ShouldHaveSingleItem();
        request.Header("x-version").ShouldBe("1.50");
        request.Header("Authorization").ShouldBe("Bearer DUMMY_KEY");
        request.Json.ShouldBeJson("""{"input": ["text"], "model": "org/embedder", "dimensions": 8, "encoding_format": "base64"}""");
    }

    [Fact]
    public void The_smallest_entry_has_the_key_of_openai_and_sends_nothing_else()
    {
        var (model, aliases) = Load("- {model_id: m, model_name: m}").ShouldHaveSingleItem();
        (model.NeedsKey, model.BatchSize, model.InputLimit, aliases.Length).ShouldBe(("openai", 100, (int?)null, 0));
    }

    [Theory]
    [InlineData("- {model_id: m, model_name: m, dimensions: many}", "entry 1 has a dimensions that is not a whole number above 0")]
    [InlineData("- {model_id: m, model_name: m, batch_size: 0}", "entry 1 has a batch_size that is not a whole number above 0")]
    [InlineData("- {model_id: m, model_name: m, encoding_format: int8}", "entry 1 has an encoding_format that is neither float nor base64")]
    [InlineData("- {model_name: m}", "entry 1 has no model_id")]
    [InlineData("x: y", "it must be a list of models")]
    public void A_broken_entry_is_an_error_that_names_it(string yaml, string message) =>
        Should.Throw<LlmException>(() => Load(yaml)).Message.ShouldContain(message);

    private static List<(EmbeddingModel Model, string[] Aliases)> Load(string yaml)
    {
        using var user = new TemporaryUserDirectory();
        return [.. ExtraOpenAIEmbeddingModels.Load(user.Write("extra-openai-embedding-models.yaml", yaml), Http)];
    }
}
