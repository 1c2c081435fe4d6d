using Llm.Testing;
using Microsoft.Extensions.AI;

namespace Llm.Bridge.Tests;

public class EmbeddingTests : BridgeTest
{
    private OpenAIEmbeddingGenerator Generator => new("embed-fake", Key, new Uri(Server.BaseAddress));

    [Fact]
    public async Task A_generator_becomes_a_model_and_a_generator_again()
    {
        var model = Generator.AsEmbeddingModel("bridged", new EmbeddingGeneratorModelSettings { BatchSize = 2, Dimensions = 4 });
        model.Id.ShouldBe("bridged");
        var vectors = await model.EmbedAsync(["a", "b"]);
        vectors.Select(vector => vector.Length).ShouldBe([4, 4]);
        using var again = model.AsEmbeddingGenerator();
        var embeddings = await again.GenerateAsync(["b", "c", "a"]);
        embeddings[0].Vector.ToArray().ShouldBe(vectors[1].ToArray());
        embeddings[2].Vector.ToArray().ShouldBe(vectors[0].ToArray());
        embeddings[2].ModelId.ShouldBe("bridged");
        // Three texts in batches of two.
        Server.Requests.Select(request => request.Json["input"]!.AsArray().Count).ShouldBe([2, 2, 1]);
        Server.Requests[0].Json["dimensions"]!.GetValue<int>().ShouldBe(4);
        again.GetService<EmbeddingModel>().ShouldBe(model);
        again.GetService<EmbeddingGeneratorMetadata>()!.DefaultModelId.ShouldBe("bridged");
    }

    [Fact]
    public async Task Failures_are_made_for_the_user_and_keep_the_key()
    {
        Server.Enqueue(FakeReply.Error(401, $"The key {Key} is wrong"));
        var model = Generator.AsEmbeddingModel("bridged", new EmbeddingGeneratorModelSettings { Secret = Key });
        var error = await Should.ThrowAsync<LlmException>(() => model.EmbedAsync(["a"]));
        error.Message.ShouldContain("The key [...] is wrong");
        error.ToString().ShouldNotContain(Key);
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => model.EmbedAsync(["a"], cancellationToken: cancel.Token));
    }

    public static TheoryData<string, EmbeddingGenerationOptions> Refused => new()
    {
        { "Dimensions", new() { Dimensions = 3 } },
        { "ModelId", new() { ModelId = "other" } },
        { "loud", new() { AdditionalProperties = new() { ["loud"] = true } } },
        { "RawRepresentationFactory", new() { RawRepresentationFactory = _ => null } },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public async Task What_the_model_does_not_know_is_refused_by_name(string name, EmbeddingGenerationOptions options)
    {
        var generator = Generator.AsEmbeddingModel("bridged").AsEmbeddingGenerator();
        (await Should.ThrowAsync<LlmException>(() => generator.GenerateAsync(["a"], options))).Message.ShouldContain(name);
        Server.Requests.ShouldBeEmpty();
    }
}
