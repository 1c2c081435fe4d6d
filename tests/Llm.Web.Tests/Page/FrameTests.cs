using System.Net;

namespace Llm.Web.Tests.Page;

/// <summary>What the server sends to every browser: policy, files, sizes.</summary>
public class FrameTests : ServedTest
{
    [Theory]
    [InlineData("/")]
    [InlineData("/login")]
    [InlineData("/?c=none")]
    public async Task Every_page_has_a_policy_that_lets_only_its_own_files_in(string path)
    {
        using var response = await Client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldStartWith("default-src 'none'; script-src 'self'; style-src 'self';");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe");
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        response.Headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"]);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
    }

    [Fact]
    public async Task The_first_view_is_small()
    {
        var total = 0;
        foreach (var path in new[] { "/", "/page/files/page.css", "/page/files/page.js", "/page/files/chat.js", "/page/files/icon.svg" })
            total += (await Client.GetByteArrayAsync(new Uri(path, UriKind.Relative), Cancellation)).Length;
        total.ShouldBeLessThan(100_000);
    }

    [Fact]
    public async Task A_file_is_not_sent_again()
    {
        var address = new Uri("/page/files/page.css", UriKind.Relative);
        using var first = await Client.GetAsync(address, Cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await Client.SendAsync(request, Cancellation);
        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await second.Content.ReadAsByteArrayAsync(Cancellation)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/page/files/..%2f..%2fetc%2fpasswd")]
    [InlineData("/page/files/Llm.Web.dll")]
    public async Task Other_files_are_not_there(string path)
    {
        using var response = await Client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_conversation_that_is_not_there_is_an_error_page()
    {
        using var response = await Client.GetAsync(new Uri("/?c=%3Cscript%3E", UriKind.Relative), Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync(Cancellation)).ShouldContain("There is no conversation &lt;script&gt; in the log.");
    }
}
