using System.Numerics.Tensors;
using Llm.Providers.Offline;
using Llm.Storage.Tests.Retrieval;

namespace Llm.Local.Tests;

public class LocalModelTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, EmbeddingModel> Models = Registered();

    [Theory]
    [InlineData("minilm")]
    [InlineData("arctic-xs")]
    public async Task Vectors_are_those_of_another_program(string id)
    {
        var table = new ReferenceTable();
        var texts = table.Texts;
        var vectors = await Embed(Models[id], texts);
        foreach (var (text, ours, theirs) in texts.Zip(vectors, table.Vectors(id)))
        {
            ours.Length.ShouldBe(384);
            TensorPrimitives.Norm(ours.Span).ShouldBe(1, 1e-5f);
            for (var i = 0; i < theirs.Length; i++) ours.Span[i].ShouldBe(theirs[i], 1e-4f, $"{text} [{i}]");
        }
    }

    [Fact]
    public async Task A_vector_does_not_depend_on_the_texts_beside_it()
    {
        string[] texts = ["short", string.Join(' ', Enumerable.Repeat("a much longer text", 60)), "two words", "short"];
        var together = await Embed(Models["minilm"], texts);
        for (var i = 0; i < texts.Length; i++)
        {
            var alone = await Models["minilm"].EmbedAsync(texts[i], cancellationToken: TestContext.Current.CancellationToken);
            TensorPrimitives.Dot(alone.Span, together[i].Span).ShouldBe(1, 1e-5f);
        }

        TensorPrimitives.Dot(together[0].Span, together[2].Span).ShouldBeLessThan(0.9f);
    }

    [Fact]
    public async Task Tokens_after_the_limit_make_no_difference()
    {
        var model = Models["minilm"];
        // One token each, and two for the marks.
        var most = string.Join(' ', Enumerable.Repeat("word", model.InputLimit!.Value - 2));
        var vectors = await Embed(model, [most, most + " pricing contract", most[..^5]]);
        TensorPrimitives.Dot(vectors[0].Span, vectors[1].Span).ShouldBe(1, 1e-6f);
        TensorPrimitives.Dot(vectors[0].Span, vectors[2].Span).ShouldBeLessThan(0.999999f);
    }

    [Fact]
    public async Task Only_a_query_has_the_prefix_that_arctic_xs_was_trained_with()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var arctic = Models["arctic-xs"];
        const string Query = "What did we decide about pricing?";
        var query = await arctic.EmbedQueryAsync(Query, cancellationToken: cancellationToken);
        var written = await arctic.EmbedAsync(
            "Represent this sentence for searching relevant passages: " + Query, cancellationToken: cancellationToken);
        query.ToArray().ShouldBe(written.ToArray());
        (await arctic.EmbedAsync(Query, cancellationToken: cancellationToken)).ToArray().ShouldNotBe(query.ToArray());

        var minilm = await Models["minilm"].EmbedQueryAsync(Query, cancellationToken: cancellationToken);
        minilm.ToArray().ShouldBe((await Models["minilm"].EmbedAsync(Query, cancellationToken: cancellationToken)).ToArray());
    }

    [Fact]
    public async Task Cancelling_ends_the_work_and_the_model_goes_on_working()
    {
        var model = Models["arctic-xs"];
        var texts = Enumerable.Range(0, 256).Select(i => string.Join(' ', Enumerable.Repeat($"word{i}", 400))).ToList();
        using var source = new CancellationTokenSource();
        var work = model.EmbedAsync(texts, cancellationToken: source.Token);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        work.IsCompleted.ShouldBeFalse();
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await work.WaitAsync(TimeSpan.FromSeconds(20)));
        (await model.EmbedAsync("again", cancellationToken: TestContext.Current.CancellationToken)).Length.ShouldBe(384);
    }

    [Fact]
    public async Task Calls_at_the_same_time_do_not_mix()
    {
        var texts = Enumerable.Range(0, 40).Select(i => $"note number {i} about topic {i * 7 % 11}").ToList();
        var one = await Embed(Models["minilm"], texts);
        var many = await Task.WhenAll(texts.Select(text => Models["minilm"].EmbedAsync(text)));
        for (var i = 0; i < texts.Count; i++) TensorPrimitives.Dot(one[i].Span, many[i].Span).ShouldBe(1, 1e-5f);
    }

    /// <summary>README.md of the package states the figures.</summary>
    [Fact]
    public async Task Texts_are_found_better_than_by_ngrams()
    {
        var ngrams = await Scores(new NGramsModel());
        var readme = await File.ReadAllTextAsync(
            Path.Combine(Llm.Tests.SharedData.RepositoryRoot, "plugins", "Llm.Local", "README.md"), TestContext.Current.CancellationToken);
        foreach (var id in Models.Keys)
        {
            var scores = await Scores(Models[id]);
            var row = FormattableString.Invariant($"| `{id}` | {Rank(scores, null):F3} | {Rank(scores, LabelledSet.HeldOut):F3} |");
            output.WriteLine(row);
            readme.ShouldContain(row);
            Rank(scores, null).ShouldBeGreaterThanOrEqualTo(1.25 * Rank(ngrams, null));
            Rank(scores, LabelledSet.HeldOut).ShouldBeGreaterThanOrEqualTo(1.25 * Rank(ngrams, LabelledSet.HeldOut));
        }

        readme.ShouldContain(FormattableString.Invariant($"| `ngrams` | {Rank(ngrams, null):F3} | {Rank(ngrams, LabelledSet.HeldOut):F3} |"));
    }

    private static double Rank(Func<string, double[]> scores, string? half) => Retrieval.MeanReciprocalRank(
        scores, query => half is null || query.Half == half);

    private static Dictionary<string, EmbeddingModel> Registered()
    {
        var registry = new EmbeddingModelRegistry();
        new LocalPlugin().RegisterEmbeddingModels(registry);
        return registry.Models.ToDictionary(entry => entry.Model.Id, entry => entry.Model);
    }

    private static async Task<Func<string, double[]>> Scores(EmbeddingModel model)
    {
        var texts = await Embed(model, LabelledSet.Texts.Select(text => text.Text));
        var vectors = new Dictionary<string, ReadOnlyMemory<float>>();
        foreach (var query in LabelledSet.Queries) vectors[query.Query] = await model.EmbedQueryAsync(query.Query);
        return query => [.. texts.Select(text => (double)TensorPrimitives.Dot(text.Span, vectors[query].Span))];
    }

    private static async Task<List<ReadOnlyMemory<float>>> Embed(EmbeddingModel model, IEnumerable<string> texts) =>
        await model.EmbedManyAsync(texts, cancellationToken: TestContext.Current.CancellationToken).ToListAsync();
}
