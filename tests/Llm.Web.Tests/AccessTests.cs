using System.Net;
using System.Net.Sockets;
using System.Text;
using Llm.Serving;

namespace Llm.Web.Tests;

public class AccessTests : ServedTest
{
    private string token = "";

    private protected override ServeSettings Settings => base.Settings with
    {
        RequiresToken = true,
        Origins = ["https://app.example"],
        HostNames = ["llm.example"],
        BodyMegabytes = 1,
    };

    private protected override void Prepare() => token = new AccessTokens(Directory, TimeProvider.System).Create("test");

    [Theory]
    [InlineData("Authorization", "Bearer {0}", 200)]
    [InlineData("x-api-key", "{0}", 200)]
    [InlineData("Authorization", "Bearer llm-0000", 401)]
    [InlineData("x-api-key", "", 401)]
    public async Task A_token_is_needed_in_either_header(string header, string value, int status)
    {
        (await StatusAsync(request => request.Headers.TryAddWithoutValidation(header, string.Format(null, value, token)))).ShouldBe(status);
    }

    [Fact]
    public async Task A_revoked_token_is_refused_at_once()
    {
        (await StatusAsync(_ => { }, token)).ShouldBe(200);
        new AccessTokens(Directory, TimeProvider.System).Revoke("test").ShouldBeTrue();
        (await StatusAsync(_ => { }, token)).ShouldBe(401);
    }

    [Theory]
    [InlineData("evil.example", 421)]
    [InlineData("127.0.0.1.evil.example", 421)]
    [InlineData("10.0.0.1", 421)]
    [InlineData("llm.example", 200)]
    [InlineData("localhost:1234", 200)]
    public async Task Names_that_are_not_the_servers_are_refused(string host, int status) =>
        (await StatusAsync(request => request.Headers.Host = host, token)).ShouldBe(status);

    [Theory]
    [InlineData("https://evil.example", 403)]
    [InlineData("null", 403)]
    [InlineData("https://app.example.evil.example", 403)]
    [InlineData("https://app.example", 200)]
    public async Task Web_pages_of_other_origins_are_refused(string origin, int status) =>
        (await StatusAsync(request => request.Headers.Add("Origin", origin), token)).ShouldBe(status);

    [Fact]
    public async Task A_picture_on_another_site_is_refused() =>
        (await StatusAsync(request => request.Headers.Add("Sec-Fetch-Site", "cross-site"), token)).ShouldBe(403);

    [Fact]
    public async Task What_a_browser_asks_first_is_answered_for_named_origins_only()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, new Uri("/v1/chat/completions", UriKind.Relative))
        {
            Headers = { { "Origin", "https://app.example" }, { "Access-Control-Request-Headers", "authorization" } },
        };
        using var response = await Client.SendAsync(request, Cancellation);
        ((int)response.StatusCode).ShouldBe(204);
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["https://app.example"]);
        response.Headers.GetValues("Access-Control-Allow-Headers").ShouldBe(["authorization"]);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_in_the_interfaces_form()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/v1/messages", UriKind.Relative))
        {
            Content = new StringContent(new string(' ', (1 << 20) + 1), Encoding.UTF8, "application/json"),
            Headers = { { "x-api-key", token } },
        };
        using var response = await Client.SendAsync(request, Cancellation);
        ((int)response.StatusCode).ShouldBe(413);
        (await response.Content.ReadAsStringAsync(Cancellation)).ShouldContain("request_too_large");
    }

    [Theory]
    [InlineData("GET /v1/../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n", "404")]
    [InlineData("GET /v1/models/%2e%2e%2f%2e%2e%2fetc%2fpasswd HTTP/1.1\r\nHost: localhost\r\n", "404")]
    [InlineData("GET http://evil.example/v1/models HTTP/1.1\r\nHost: localhost\r\n", "400")]
    [InlineData("GET /v1/models HTTP/1.1\r\n", "400")]
    [InlineData("GET /v1/models HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n", "400")]
    public async Task Tricks_with_paths_and_names_lead_nowhere(string head, string status)
    {
        (await RawAsync($"{head}x-api-key: {token}\r\nConnection: close\r\n\r\n")).Split(' ')[1].ShouldBe(status);
    }

    [Fact]
    public async Task A_flood_of_headers_is_refused()
    {
        var flood = string.Concat(Enumerable.Range(0, 2000).Select(i => $"x-{i}: {new string('a', 100)}\r\n"));
        (await RawAsync($"GET /v1/models HTTP/1.1\r\nHost: localhost\r\n{flood}\r\n")).Split(' ')[1].ShouldBe("431");
    }

    [Fact]
    public void Only_hashes_are_kept_and_only_the_user_can_read_them()
    {
        var file = new AccessTokens(Directory, TimeProvider.System).Path;
        File.ReadAllText(file).ShouldNotContain(token[..^4]);
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private async Task<int> StatusAsync(Action<HttpRequestMessage> change, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/v1/models", UriKind.Relative));
        if (key is not null) request.Headers.Add("x-api-key", key);
        change(request);
        using var response = await Client.SendAsync(request, Cancellation);
        return (int)response.StatusCode;
    }

    /// <summary>Sends bytes that no HTTP library would send.</summary>
    private async Task<string> RawAsync(string text)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(Address).Port, Cancellation);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), Cancellation);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(Cancellation);
    }
}
