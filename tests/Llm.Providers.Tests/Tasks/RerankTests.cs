using Llm.Providers.OpenAI;
using Llm.Testing;

namespace Llm.Providers.Tests.Tasks;

public sealed class RerankTests : ServerTest
{
    [Fact]
    public async Task Documents_are_sent_and_come_back_sorted_with_the_servers_scores()
    {
        // The example of docs.cohere.com/reference/rerank.
        Server.Enqueue(FakeReply.Text(
            """
            {"results": [{"index": 3, "relevance_score": 0.999071}, {"index": 4, "relevance_score": 0.7867867},
             {"index": 0, "relevance_score": 0.32713068}], "id": "07734bd2", "meta": {"billed_units": {"search_units": 1}}}
            """,
            "application/json"));
        var result = await Model().RerankAsync("capital?", ["a", "b", "c", "d", "e"], top: 3);
        result.Documents.ShouldBe([new RankedDocument(3, 0.999071), new RankedDocument(4, 0.7867867), new RankedDocument(0, 0.32713068)]);
        var request = Server.Requests.ShouldHaveSingleItem();
        (request.Method, request.PathAndQuery, request.Header("Authorization")).ShouldBe(("POST", "/v1/rerank", "Bearer DUMMY_KEY"));
        request.Json.ShouldBeJson("""{"model": "r", "query": "capital?", "documents": ["a", "b", "c", "d", "e"], "top_n": 3}""");
    }

    [Fact]
    public async Task What_is_not_asked_for_is_not_sent_and_more_than_there_is_neither()
    {
        await Model().RerankAsync("q", ["q"]);
        Server.Requests[^1].Json.ShouldBeJson("""{"model": "r", "query": "q", "documents": ["q"]}""");
        await Model().RerankAsync("q", ["q"], top: 10);
        Server.Requests[^1].Json["top_n"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task Scores_below_zero_in_any_order_are_kept_as_they_are()
    {
        Server.Enqueue(FakeReply.Text(
            """{"results": [{"index": 0, "score": -7.5}, {"index": 1, "score": -2, "document": {"text": "b"}}]}""", "application/json"));
        (await Model().RerankAsync("q", ["a", "b"])).Documents.ShouldBe([new RankedDocument(1, -2), new RankedDocument(0, -7.5)]);
    }

    [Theory]
    [InlineData("{}", "The server sent something that is not an answer: {}")]
    [InlineData("""{"results": {}}""", "The server sent something that is not an answer: ")]
    [InlineData("""{"results": [{"index": 0}]}""", "The server sent something that is not an answer: ")]
    [InlineData("""{"results": [{"relevance_score": 1}]}""", "The server sent something that is not an answer: ")]
    [InlineData("""{"results": ["a"]}""", "The server sent something that is not an answer: ")]
    [InlineData("""{"results": [{"index": 2, "score": 1}]}""", "The model r returned the document 2, which it was not given")]
    [InlineData("""{"results": [{"index": -1, "score": 1}]}""", "The model r returned the document -1, which it was not given")]
    [InlineData("""{"results": [{"index": 0, "score": 1}, {"index": 0, "score": 1}]}""", "The model r returned the document 0, which")]
    [InlineData("""{"results": [{"index": 0, "score": 1e999}]}""", "The model r returned a score that is not a number.")]
    [InlineData("""{"detail": "Model not found"}""", "Model not found")]
    public async Task A_wrong_answer_is_an_error(string body, string message)
    {
        Server.Enqueue(FakeReply.Text(body, "application/json"));
        (await Should.ThrowAsync<LlmException>(() => Model().RerankAsync("q", ["a", "b"]))).Message.ShouldStartWith(message);
    }

    [Fact]
    public async Task A_refusal_is_one_of_the_kinds_and_a_busy_server_is_asked_again()
    {
        Server.Enqueue(FakeReply.Error(429, "slow down"));
        (await Model().RerankAsync("q", ["q"])).Documents.Count.ShouldBe(1);
        Server.Enqueue(FakeReply.Text("""{"message": "invalid api token"}""", "application/json", 401));
        var refusal = await Should.ThrowAsync<ProviderException>(() => Model().RerankAsync("q", ["q"]));
        (refusal.Status, refusal.Kind).ShouldBe((401, ProviderErrorKind.Authentication));
        refusal.Message.ShouldContain("invalid api token");
    }

    private RerankModel Model() => new OpenAIServer(Server.BaseAddress, [], Http, NewServices()).CreateRerankModel("r");
}
