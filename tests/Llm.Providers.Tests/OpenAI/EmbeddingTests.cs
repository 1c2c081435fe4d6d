using Llm.Json;
using Llm.Providers.OpenAI.Embeddings;
using Llm.Testing;
using Llm.Tests;

namespace Llm.Providers.Tests.OpenAI;

[Collection(nameof(EnvironmentVariables))]
public class EmbeddingTests : ServerTest
{
    [Fact]
    public async Task Texts_become_vectors()
    {
        using var _ = new EnvironmentVariables(("OPENAI_BASE_URL", Server.BaseAddress), ("OPENAI_API_KEY", null));
        var model = new OpenAIEmbeddingModel("3-small-4", "text-embedding-3-small", 4, Http);
        var vectors = await model.EmbedAsync(["a", "b", "a"], Key);
        vectors.Select(vector => vector.Length).ShouldBe([4, 4, 4]);
        vectors[0].ToArray().ShouldBe(vectors[2].ToArray());
        vectors[0].ToArray().ShouldNotBe(vectors[1].ToArray());
        var request = Server.Requests.ShouldHaveSingleItem();
        request.PathAndQuery.ShouldBe("/v1/embeddings");
        request.Header("Authorization").ShouldBe($"Bearer {Key}");
        request.Json.ShouldBeJson("""{"input": ["a", "b", "a"], "model": "text-embedding-3-small", "dimensions": 4, "encoding_format": "base64"}""");
    }

    [Fact]
    public async Task The_request_equals_that_of_OpenAIs_SDK()
    {
        using var _ = new EnvironmentVariables(("OPENAI_BASE_URL", Server.BaseAddress));
        var recordings = JsonText.Parse(await File.ReadAllBytesAsync(SharedData.Path("data", "vendor-wire", "openai.json")))!["requests"]!;
        var recorded = recordings["6 embeddings (default encoding)"]!;
        await new OpenAIEmbeddingModel("3-small", "text-embedding-3-small", null, Http).EmbedAsync(["a", "b"], Key);
        var request = Server.Requests.ShouldHaveSingleItem();
        (request.Method, request.PathAndQuery).ShouldBe(((string)recorded["method"]!, (string)recorded["path"]!));
        request.Json.ShouldBeJson(PythonJson.Compact(recorded["body"]));
    }

    [Theory]
    [InlineData("""{"data": [{"embedding": "AACAPwAAAEA="}, {"embedding": [3, 4]}]}""", 1f)]
    [InlineData("""{"data": [{"index": 1, "embedding": [3, 4]}, {"index": 0, "embedding": "AACAPwAAAEA="}]}""", 1f)]
    [InlineData("""{"data": [{"index": 0, "embedding": [3, 4]}, {"index": 0, "embedding": [1, 2]}]}""", 3f)]
    [InlineData("""{"data": [{"index": 7, "embedding": [3, 4]}, {"index": 0, "embedding": [1, 2]}]}""", 3f)]
    public async Task Vectors_are_numbers_or_Base64_in_the_order_of_their_index(string body, float first)
    {
        using var _ = new EnvironmentVariables(("OPENAI_BASE_URL", Server.BaseAddress));
        Server.Enqueue(FakeReply.Text(body, "application/json"));
        var vectors = await new OpenAIEmbeddingModel("e", "e", null, Http).EmbedAsync(["a", "b"], Key);
        vectors[0].ToArray().ShouldBe([first, first + 1]);
        vectors[1].ToArray().ShouldBe([4 - first, 5 - first]);
    }

    [Theory]
    [InlineData("""{"data": []}""", "The server returned 0 embeddings for 1 texts.")]
    [InlineData("[]", "The server returned 0 embeddings for 1 texts.")]
    [InlineData("""{"data": [1]}""", "The server returned an embedding that is not a list of numbers.")]
    [InlineData("""{"data": [{"embedding": ["x"]}]}""", "The server returned an embedding that is not a list of numbers.")]
    [InlineData("""{"data": [{"embedding": [1e300]}]}""", "The server returned an embedding that contains NaN or infinity.")]
    [InlineData("""{"data": [{"embedding": "AADAfw=="}]}""", "The server returned an embedding that contains NaN or infinity.")]
    [InlineData("""{"data": [{"embedding": "AADAfw"}]}""", "The server returned an embedding that is not valid Base64.")]
    [InlineData("""{"data": [{"embedding": "AADA"}]}""", "The server returned an embedding that is not valid Base64.")]
    [InlineData("""{"data": [{"embedding": ""}]}""", "The server returned an embedding that is not a list of numbers.")]
    [InlineData("""{"error": {"message": "too long"}}""", "too long")]
    [InlineData("oops", "The server sent something that is not JSON: oops")]
    public async Task A_wrong_answer_is_told(string body, string message)
    {
        using var _ = new EnvironmentVariables(("OPENAI_BASE_URL", Server.BaseAddress));
        Server.Enqueue(FakeReply.Text(body, "application/json"));
        var model = new OpenAIEmbeddingModel("e", "e", null, Http);
        (await Should.ThrowAsync<LlmException>(() => model.EmbedAsync(["a"], Key))).Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("""{"error": {"message": "bad key KEY"}}""")]
    [InlineData("bad key KEY")]
    public async Task A_server_that_repeats_the_key_does_not_get_it_shown(string body)
    {
        using var _ = new EnvironmentVariables(("OPENAI_BASE_URL", Server.BaseAddress));
        Server.Enqueue(FakeReply.Text(body.Replace("KEY", Key, StringComparison.Ordinal), "application/json"));
        var model = new OpenAIEmbeddingModel("e", "e", null, Http);
        var error = await Should.ThrowAsync<LlmException>(() => model.EmbedAsync(["a"], Key));
        error.Message.ShouldContain("bad key [...]");
        error.ToString().ShouldNotContain(Key);
    }

    [Fact]
    public async Task One_text_many_texts_and_no_bytes()
    {
        using var _ = new EnvironmentVariables(("OPENAI_BASE_URL", Server.BaseAddress), ("OPENAI_API_KEY", null));
        var model = new OpenAIEmbeddingModel("3-small", "text-embedding-3-small", null, Http);
        var vector = await model.EmbedAsync("a", Key);
        vector.ToArray().ShouldBe((await model.EmbedAsync(["a"], Key))[0].ToArray());
        var before = Server.Requests.Count;
        var many = new List<ReadOnlyMemory<float>>();
        await foreach (var next in model.EmbedManyAsync(Enumerable.Range(0, 5).Select(i => $"text {i}"), batchSize: 2, Key)) many.Add(next);
        many.Count.ShouldBe(5);
        Server.Requests.Skip(before).Select(request => request.Json["input"]!.AsArray().Count).ShouldBe([2, 2, 1]);
        (model.SupportsText, model.SupportsBinary).ShouldBe((true, false));
        (await Should.ThrowAsync<LlmException>(
            async () => await model.EmbedBinaryAsync([new byte[] { 1 }]))).Message.ShouldContain("embeds text only");
        await Should.ThrowAsync<ArgumentOutOfRangeException>(
            async () => await model.EmbedManyAsync(["a"], batchSize: 0).GetAsyncEnumerator().MoveNextAsync());
    }
}
