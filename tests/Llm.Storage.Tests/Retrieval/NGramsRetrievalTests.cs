using System.Globalization;
using System.Numerics;
using Llm.Providers.Offline;

namespace Llm.Storage.Tests.Retrieval;

/// <summary>How well <c>ngrams</c> finds texts beside plain word overlap; <c>docs/embeddings-ngrams.md</c> states the figures.</summary>
public class NGramsRetrievalTests(ITestOutputHelper output)
{
    private static readonly string[] Kinds = [LabelledSet.Paraphrase, LabelledSet.Form, LabelledSet.Literal];
    private static readonly string[] Halves = [LabelledSet.Tuning, LabelledSet.HeldOut];

    [Fact]
    public async Task The_guide_states_what_is_measured()
    {
        (string Name, Func<string, double[]> Scores)[] methods =
        [
            ("word overlap", WordOverlap.Plain),
            ("word overlap without stop words", WordOverlap.ContentWords),
            ("`ngrams-128`", await Scores(new NGramsModel(128))),
            ("`ngrams`", await Scores(new NGramsModel())),
            ("`ngrams-2048`", await Scores(new NGramsModel(2048))),
        ];
        var rows = methods.Select(method => string.Create(CultureInfo.InvariantCulture,
            $"| {method.Name} | {string.Join(" | ", Kinds.SelectMany(kind => Halves.Select(half => Figure(method.Scores, kind, half))))} |"));
        foreach (var row in rows) output.WriteLine(row);
        var guide = await File.ReadAllTextAsync(
            Path.Combine(Llm.Tests.SharedData.RepositoryRoot, "docs", "embeddings-ngrams.md"), TestContext.Current.CancellationToken);
        foreach (var row in rows) guide.ShouldContain(row);
    }

    [Theory]
    [InlineData(LabelledSet.Tuning)]
    [InlineData(LabelledSet.HeldOut)]
    public async Task Other_forms_are_found_better_than_by_words_and_literal_queries_as_well(string half)
    {
        var scores = await Scores(new NGramsModel());
        foreach (Func<string, double[]> overlap in new[] { WordOverlap.Plain, WordOverlap.ContentWords })
        {
            Retrieval.MeanReciprocalRank(scores, LabelledSet.Form, half)
                .ShouldBeGreaterThanOrEqualTo(1.2 * Retrieval.MeanReciprocalRank(overlap, LabelledSet.Form, half));
            Retrieval.MeanReciprocalRank(scores, LabelledSet.Literal, half)
                .ShouldBeGreaterThanOrEqualTo(0.98 * Retrieval.MeanReciprocalRank(overlap, LabelledSet.Literal, half));
        }
    }

    private static string Figure(Func<string, double[]> scores, string kind, string half) =>
        Retrieval.MeanReciprocalRank(scores, kind, half).ToString("F3", CultureInfo.InvariantCulture);

    private static async Task<Func<string, double[]>> Scores(NGramsModel model)
    {
        var texts = await Embed(model, LabelledSet.Texts.Select(text => text.Text));
        var queries = LabelledSet.Queries.Select(query => query.Query).ToList();
        var vectors = queries.Zip(await Embed(model, queries)).ToDictionary(pair => pair.First, pair => pair.Second);
        return query => [.. texts.Select(text => (double)Dot(text.Span, vectors[query].Span))];
    }

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = Vector<float>.Zero;
        for (var i = 0; i < a.Length; i += Vector<float>.Count) sum += new Vector<float>(a[i..]) * new Vector<float>(b[i..]);
        return Vector.Sum(sum);
    }

    private static async Task<List<ReadOnlyMemory<float>>> Embed(NGramsModel model, IEnumerable<string> texts) =>
        await model.EmbedManyAsync(texts, cancellationToken: TestContext.Current.CancellationToken).ToListAsync();
}
