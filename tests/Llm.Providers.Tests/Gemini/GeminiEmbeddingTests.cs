using Llm.Providers.Gemini;
using Llm.Testing;

namespace Llm.Providers.Tests.Gemini;

[Collection(nameof(EnvironmentVariables))]
public class GeminiEmbeddingTests : GeminiTest
{
    [Fact]
    public void The_models_are_those_of_the_Python_plugin()
    {
        var models = Registered();
        models.Select(entry => entry.Model.ToString()).ShouldBe(
        [
            "GeminiEmbeddingModel: gemini-embedding-2", "GeminiEmbeddingModel: gemini-embedding-2-768",
            "GeminiEmbeddingModel: gemini-embedding-2-1536", "GeminiEmbeddingModel: gemini-embedding-001",
            "GeminiEmbeddingModel: gemini-embedding-001-768", "GeminiEmbeddingModel: gemini-embedding-001-1536",
        ]);
        models.ShouldAllBe(entry => entry.Aliases.Count == 0 && entry.Model.BatchSize == 20 && !entry.Model.IsListedWithoutKey);
        models.Select(entry => entry.Model.InputLimit).ShouldBe([8192, 8192, 8192, 2048, 2048, 2048]);
    }

    [Theory]
    [InlineData("gemini-embedding-2", "")]
    [InlineData("gemini-embedding-2-768", ", \"outputDimensionality\": 768")]
    [InlineData("gemini-embedding-001-1536", ", \"outputDimensionality\": 1536")]
    public async Task Each_text_is_a_request_of_its_own(string id, string dimensions)
    {
        var name = id.Replace("-768", "", StringComparison.Ordinal).Replace("-1536", "", StringComparison.Ordinal);
        var model = Registered().Single(entry => entry.Model.Id == id).Model;
        var vectors = await model.EmbedAsync(["a", "b", "a"], Key);
        vectors[0].ToArray().ShouldBe(vectors[2].ToArray());
        vectors[0].ToArray().ShouldNotBe(vectors[1].ToArray());
        var request = Server.Requests.ShouldHaveSingleItem();
        request.PathAndQuery.ShouldBe($"/v1beta/models/{name}:batchEmbedContents");
        request.Header("x-goog-api-key").ShouldBe(Key);
        var ofA = $$$"""{"content": {"parts": [{"text": "a"}], "role": "user"}, "model": "models/{{{name}}}"{{{dimensions}}}}""";
        request.Json.ShouldBeJson($$"""{"requests": [{{ofA}}, {{ofA.Replace("\"a\"", "\"b\"", StringComparison.Ordinal)}}, {{ofA}}]}""");
    }

    [Theory]
    [InlineData("gemini-embedding-001-768", 0.6f, 0.8f)]
    [InlineData("gemini-embedding-001", 3f, 4f)]
    [InlineData("gemini-embedding-2-768", 3f, 4f)]
    public async Task Shortened_vectors_get_the_length_1_where_the_server_does_not_see_to_it(string id, float first, float second)
    {
        Server.Enqueue(FakeReply.Text("""{"embeddings": [{"values": [3, 4]}, {"values": [0, 0]}]}""", "application/json"));
        var vectors = await Registered().Single(entry => entry.Model.Id == id).Model.EmbedAsync(["a", "b"], Key);
        vectors.Select(vector => vector.ToArray()).ShouldBe([[first, second], [0f, 0f]]);
    }

    [Theory]
    [InlineData("""{"embeddings": []}""", "The server returned 0 embeddings for 1 texts.")]
    [InlineData("""{"embeddings": [{"values": [1]}, {"values": [2]}]}""", "The server returned 2 embeddings for 1 texts.")]
    [InlineData("""{"embeddings": [{"values": ["x"]}]}""", "The server returned an embedding that is not a list of numbers.")]
    [InlineData("""{"embeddings": [{}]}""", "The server returned an embedding that is not a list of numbers.")]
    [InlineData("""{"embeddings": [{"values": [1e300]}]}""", "The server returned an embedding that contains NaN or infinity.")]
    [InlineData("""{"error": {"code": 400, "message": "bad key KEY"}}""", "bad key [...]")]
    [InlineData("oops KEY", "The server sent something that is not JSON: oops [...]")]
    public async Task A_wrong_answer_is_an_error_without_the_key(string body, string message)
    {
        Server.Enqueue(FakeReply.Text(body.Replace("KEY", Key, StringComparison.Ordinal), "application/json"));
        var error = await Should.ThrowAsync<LlmException>(() => Registered()[0].Model.EmbedAsync(["a"], Key));
        error.Message.ShouldBe(message);
        error.ToString().ShouldNotContain(Key);
    }

    [Fact]
    public async Task A_query_is_embedded_as_what_is_searched_in()
    {
        var model = Registered()[0].Model;
        (await model.EmbedQueryAsync("a", Key)).ToArray().ShouldBe((await model.EmbedAsync("a", Key)).ToArray());
        Server.Requests[0].Json.ShouldBeJson(Llm.Json.PythonJson.Compact(Server.Requests[1].Json));
    }

    [Fact]
    public async Task The_key_of_the_environment_is_used()
    {
        using var _ = new EnvironmentVariables(("LLM_GEMINI_KEY", null), ("GOOGLE_API_KEY", null), ("GEMINI_API_KEY", "third"));
        await Registered()[0].Model.EmbedAsync("a");
        Server.Requests[^1].Header("x-goog-api-key").ShouldBe("third");
    }

    private IReadOnlyList<RegisteredEmbeddingModel> Registered()
    {
        var models = new EmbeddingModelRegistry(NewServices());
        GeminiEmbeddingModel.Register(models, Address(), Http);
        return models.Models;
    }
}
