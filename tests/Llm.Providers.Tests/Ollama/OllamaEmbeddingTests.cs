using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Ollama;
using Llm.Testing;
using Llm.Tests;

namespace Llm.Providers.Tests.Ollama;

[Collection(nameof(EnvironmentVariables))]
public class OllamaEmbeddingTests : OllamaTest
{
    [Fact]
    public async Task Texts_are_sent_as_the_vendors_library_sends_them()
    {
        using var _ = new EnvironmentVariables((OllamaEmbeddingModel.TruncateVariable, null));
        await NewEmbedding().EmbedAsync(["a", "b"]);
        var expected = Json(File.ReadAllText(SharedData.Path("data", "vendor-wire", "ollama.json")))["requests"]!["6 embed"]!.AsObject();
        // The Python plugin asks for no number of dimensions.
        expected["body"]!.AsObject().Remove("dimensions").ShouldBeTrue();
        Server.Requests[^1].Json.ShouldBeJson(PythonJson.Compact(expected["body"]));
        Server.Requests[^1].PathAndQuery.ShouldBe(expected.Text("path"));
    }

    [Fact]
    public async Task Vectors_come_in_the_order_of_the_texts()
    {
        Server.Enqueue(FakeReply.Json(Json("""{"model": "m", "embeddings": [[1, 2.5], [-3, 4e-1]], "prompt_eval_count": 8}""")));
        var vectors = await NewEmbedding().EmbedAsync(["a", "b"]);
        vectors.Select(vector => vector.ToArray()).ShouldBe([[1f, 2.5f], [-3f, 0.4f]]);
        (NewEmbedding().BatchSize, NewEmbedding().ToString()).ShouldBe((8, "Ollama: m"));
    }

    [Theory]
    [InlineData("no", false)]
    [InlineData("0", false)]
    [InlineData("yes", true)]
    public async Task The_variable_says_whether_texts_are_cut(string value, bool expected)
    {
        using var _ = new EnvironmentVariables((OllamaEmbeddingModel.TruncateVariable, value));
        await NewEmbedding().EmbedAsync(["a"]);
        Server.Requests[^1].Json["truncate"]!.GetValue<bool>().ShouldBe(expected);
    }

    [Fact]
    public async Task A_variable_that_says_nothing_is_refused()
    {
        using var _ = new EnvironmentVariables((OllamaEmbeddingModel.TruncateVariable, "maybe"));
        (await Should.ThrowAsync<LlmException>(() => NewEmbedding().EmbedAsync(["a"]))).Message
            .ShouldStartWith("The variable OLLAMA_EMBED_TRUNCATE is not valid:");
    }

    [Theory]
    [InlineData("""{"embeddings": [[1]]}""", "The server returned 1 embeddings for 2 texts.")]
    [InlineData("""{"embeddings": [[1], [2], [3]]}""", "The server returned 3 embeddings for 2 texts.")]
    [InlineData("""{"embeddings": [[1], "x"]}""", "The server returned an embedding that is not a list of numbers.")]
    [InlineData("""{"embeddings": [[1], [1e300]]}""", "The server returned an embedding that contains NaN or infinity.")]
    [InlineData("""{"error": "this model does not support embeddings"}""", "this model does not support embeddings")]
    public async Task Answers_that_are_none_are_errors(string body, string words)
    {
        Server.Enqueue(FakeReply.Json(JsonNode.Parse(body)!));
        (await Should.ThrowAsync<LlmException>(() => NewEmbedding().EmbedAsync(["a", "b"]))).Message.ShouldBe(words);
    }

    private OllamaEmbeddingModel NewEmbedding() => new("m", Address, Http) { Services = NewServices() };
}
