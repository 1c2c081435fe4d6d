using Llm.Providers.OpenAI.Chat;

namespace Llm.Providers.Tests.Http;

public class HeaderTests : ServerTest
{
    [Fact]
    public async Task Headers_of_the_user_go_along_and_win()
    {
        await BodyAsync(With(
            ("HTTP-Referer", "https://example.org"),
            ("Authorization", "Basic abc"),
            ("Content-Type", "application/json; charset=utf-8"),
            ("ETag", "1")), "x");
        var request = Server.Requests[0];
        request.Header("HTTP-Referer").ShouldBe("https://example.org");
        request.Headers.Where(header => header.Key == "Authorization").ShouldHaveSingleItem().Value.ShouldBe("Basic abc");
        request.Header("Content-Type").ShouldBe("application/json; charset=utf-8");
        request.Header("ETag").ShouldBe("1");
    }

    [Fact]
    public async Task A_wrong_length_cannot_be_sent() => (await BodyAsync(With(("Content-Length", "3")), "x"))["model"].ShouldNotBeNull();

    [Theory]
    [InlineData("Bad Name", "x", "'Bad Name' cannot be the name of a request header.")]
    [InlineData("", "x", "'' cannot be the name of a request header.")]
    [InlineData("X-Title", "a\r\nInjected: b", "The value of the header X-Title contains characters that cannot be sent")]
    [InlineData("X-Title", "ü", "The value of the header X-Title contains characters that cannot be sent")]
    [InlineData("X-Api-Key", "geheim-ü", "The key contains characters that cannot be sent in the header X-Api-Key")]
    public async Task A_header_that_cannot_be_sent_is_refused(string name, string value, string message)
    {
        var error = await Should.ThrowAsync<LlmException>(() => BodyAsync(With((name, value)), "x"));
        error.Message.ShouldStartWith(message);
        error.ToString().ShouldNotContain("geheim");
        Server.Requests.ShouldBeEmpty();
    }

    private ChatModel With(params (string Name, string Value)[] headers) =>
        Chat(Settings with { Headers = [.. headers.Select(header => KeyValuePair.Create(header.Name, header.Value))] });
}
