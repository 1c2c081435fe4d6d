using System.Net;
using Llm.Serving;

namespace Llm.Web.Tests.Page;

/// <summary>The page where a token is required.</summary>
public class LoginTests(Browser browser) : ServedTest, IClassFixture<Browser>
{
    private string token = "";

    private protected override ServeSettings Settings => base.Settings with { RequiresToken = true, Origins = ["http://localhost:3000"] };

    private protected override void Prepare() => token = new AccessTokens(Directory, TimeProvider.System).Create("me");

    [Fact]
    public async Task A_token_opens_the_page_by_a_cookie_that_no_script_reads()
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        using var client = new HttpClient(handler) { BaseAddress = new Uri(Address) };
        (await SendAsync(client, HttpMethod.Get, "/")).Headers.Location!.ToString().ShouldBe("/login");
        (await SendAsync(client, HttpMethod.Get, "/login")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await SendAsync(client, HttpMethod.Get, "/page/files/page.css")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await LoginAsync(client, "llm-wrong")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var entered = await LoginAsync(client, token);
        entered.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var cookie = entered.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=strict");
        (await SendAsync(client, HttpMethod.Get, "/")).StatusCode.ShouldBe(HttpStatusCode.OK);
        // Of the page's own addresses only, and only for the page's own requests.
        (await SendAsync(client, HttpMethod.Get, "/v1/models")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync(client, HttpMethod.Post, "/page/approval")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var other = await SendAsync(client, HttpMethod.Post, "/page/approval", "http://localhost:3000");
        other.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync(client, HttpMethod.Get, "/", "http://localhost:3000")).StatusCode.ShouldNotBe(HttpStatusCode.OK);
        (await SendAsync(client, HttpMethod.Post, "/page/approval", Address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        new AccessTokens(Directory, TimeProvider.System).Revoke("me");
        (await SendAsync(client, HttpMethod.Get, "/")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_person_signs_in_and_chats(bool isDark)
    {
        await using var window = await browser.OpenAsync(Address, isDark);
        await window.GoAsync("/log");
        new Uri(window.Page.Url).AbsolutePath.ShouldBe("/login");
        await window.ShouldBeAccessibleAsync();
        await window.PictureAsync($"login-{(isDark ? "dark" : "light")}");
        await window.Page.FillAsync("#token", token);
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.WaitForSelectorAsync("#composer");
        await window.AskAsync("Hello");
        (await window.Answers.TextContentAsync())!.ShouldContain("echo: Hello");
        (await window.Page.EvaluateAsync<string>("() => document.cookie")).ShouldBeEmpty();
        await window.Page.ClickAsync("text=Sign out");
        await window.Page.WaitForSelectorAsync("#token");
        await window.GoAsync("/");
        new Uri(window.Page.Url).AbsolutePath.ShouldBe("/login");
        window.ShouldBeClean();
    }

    private static async Task<HttpResponseMessage> LoginAsync(HttpClient client, string token)
    {
        using var form = new FormUrlEncodedContent([new("token", token)]);
        return await client.PostAsync(new Uri("/login", UriKind.Relative), form, Cancellation);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, string? origin = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.Accept.ParseAdd("text/html");
        if (origin is not null) request.Headers.Add("Origin", origin.TrimEnd('/'));
        if (method == HttpMethod.Post) request.Content = new StringContent("{}");
        return await client.SendAsync(request, Cancellation);
    }
}
