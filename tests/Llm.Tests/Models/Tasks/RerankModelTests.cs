namespace Llm.Tests.Models.Tasks;

/// <summary>What all rerankers have in common, whatever a provider or a plugin returns.</summary>
public sealed class RerankModelTests
{
    [Fact]
    public async Task Results_are_sorted_and_those_of_one_score_keep_their_order()
    {
        var model = new FixedReranker(new(2, 0.5), new(0, 0.9), new(1, 0.5));
        (await model.RerankAsync("q", ["a", "b", "c"])).Documents.Select(document => document.Index).ShouldBe([0, 2, 1]);
    }

    [Fact]
    public async Task The_threshold_and_then_the_number_are_applied()
    {
        var model = new FixedReranker(new(0, -1), new(1, -2), new(2, -3), new(3, 4));
        var request = new RerankRequest("q", ["a", "b", "c", "d"]) { Threshold = -2 };
        (await model.RerankAsync(request)).Documents.ShouldBe([new(3, 4), new(0, -1), new(1, -2)]);
        (await model.RerankAsync(request with { Top = 2 })).Documents.ShouldBe([new(3, 4), new(0, -1)]);
        (await model.RerankAsync(request with { Threshold = 9 })).Documents.ShouldBeEmpty();
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => model.RerankAsync(request with { Top = 0 }));
    }

    [Fact]
    public async Task No_documents_need_no_request() => (await new FixedReranker().RerankAsync("q", [])).Documents.ShouldBeEmpty();

    [Fact]
    public void Scores_can_be_moved_to_the_range_from_0_to_1()
    {
        new RerankResult([new(3, 7), new(0, 2), new(1, -3)]).Normalise().Documents.ShouldBe([new(3, 1), new(0, 0.5), new(1, 0)]);
        new RerankResult([new(0, -5)]).Normalise().Documents.ShouldBe([new(0, 1)]);
        new RerankResult([]).Normalise().Documents.ShouldBeEmpty();
    }

    private sealed class FixedReranker(params RankedDocument[] documents) : RerankModel("fixed")
    {
        protected override Task<IReadOnlyList<RankedDocument>> RankAsync(
            RerankRequest request, string? key, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<RankedDocument>>(
            request.Documents.Count > 0 ? documents : throw new InvalidOperationException("There is nothing to rank."));
    }
}
