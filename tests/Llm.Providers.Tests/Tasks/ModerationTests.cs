using Llm.Providers.OpenAI;
using Llm.Testing;

namespace Llm.Providers.Tests.Tasks;

public sealed class ModerationTests : ServerTest
{
    [Fact]
    public async Task A_text_is_sent_and_the_categories_are_read_in_their_order()
    {
        var result = await Model().ModerateAsync("I will kill you", Key);
        result.IsFlagged.ShouldBeTrue();
        result.Categories.ShouldBe([new ModerationCategory("harassment", false, 0.01), new ModerationCategory("violence", true, 0.97)]);
        var request = Server.Requests.ShouldHaveSingleItem();
        (request.Method, request.PathAndQuery, request.Header("Authorization")).ShouldBe(("POST", "/v1/moderations", $"Bearer {Key}"));
        request.Json.ShouldBeJson("""{"input": "I will kill you", "model": "omni-moderation-latest"}""");
        (await Model().ModerateAsync("I will hug you", Key)).IsFlagged.ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"results": [{"categories": {"pii": true, "law": false}, "category_scores": {"pii": 0.9}}]}""", true, 2)]
    [InlineData("""{"results": [{"categories": {"pii": false}}]}""", false, 1)]
    [InlineData("""{"results": [{"flagged": true}]}""", true, 0)]
    [InlineData("""{"results": [{"flagged": true, "categories": {"illicit": null}}]}""", true, 1)]
    public async Task Answers_of_other_servers_are_understood(string body, bool isFlagged, int categories)
    {
        Server.Enqueue(FakeReply.Text(body, "application/json"));
        var result = await Model().ModerateAsync("x", Key);
        (result.IsFlagged, result.Categories.Count).ShouldBe((isFlagged, categories));
    }

    [Theory]
    [InlineData("""{"results": []}""", "The server sent something that is not an answer: ")]
    [InlineData("""{"results": [1]}""", "The server sent something that is not an answer: ")]
    [InlineData("""{"results": [{"categories": {}}]}""", "The server sent something that is not an answer: ")]
    [InlineData("[]", "The server sent something that is not an answer: []")]
    [InlineData("""{"error": {"message": "too long"}}""", "too long")]
    [InlineData("""{"message": "no such route"}""", "no such route")]
    [InlineData("<html>", "The server sent something that is not JSON: <html>")]
    public async Task A_wrong_answer_is_an_error(string body, string message)
    {
        Server.Enqueue(FakeReply.Text(body, "application/json"));
        (await Should.ThrowAsync<LlmException>(() => Model().ModerateAsync("x", Key))).Message.ShouldStartWith(message);
    }

    [Fact]
    public async Task A_refusal_is_one_of_the_kinds_and_has_no_key()
    {
        Server.Enqueue(FakeReply.Error(401, $"bad key {Key}"));
        var refusal = await Should.ThrowAsync<ProviderException>(() => Model().ModerateAsync("x", Key));
        (refusal.Status, refusal.Kind).ShouldBe((401, ProviderErrorKind.Authentication));
        refusal.ToString().ShouldNotContain(Key);
    }

    [Fact]
    public async Task A_busy_server_is_asked_again()
    {
        Server.Enqueue(FakeReply.Error(429, "slow down"));
        Server.Enqueue(FakeReply.Error(503, "busy"));
        (await Model().ModerateAsync("x", Key)).IsFlagged.ShouldBeFalse();
        Server.Requests.Count.ShouldBe(3);
        for (var i = 0; i < 3; i++) Server.Enqueue(FakeReply.Error(429, "slow down"));
        (await Should.ThrowAsync<ProviderException>(() => Model().ModerateAsync("x", Key))).Kind.ShouldBe(ProviderErrorKind.RateLimit);
    }

    [Fact]
    public async Task No_text_is_an_error_without_a_request()
    {
        (await Should.ThrowAsync<LlmException>(() => Model().ModerateAsync("", Key))).Message.ShouldBe("There is no text to check.");
        Server.Requests.ShouldBeEmpty();
    }

    private ModerationModel Model() =>
        new OpenAIServer(Server.BaseAddress, [], Http, NewServices()).CreateModerationModel("omni-moderation-latest", sendKey: true);
}
