namespace Llm.Tests.Web;

/// <summary>The proxy for a request is the one that httpx chooses.</summary>
public sealed class EnvironmentProxyTests
{
    /// <summary>What httpx 0.28.1 with httpcore 1.0.9 decided for these variables and addresses, on Linux.</summary>
    /// <remarks>Default ports are added (httpx leaves them to httpcore), and socks5h is socks5 here.</remarks>
    [Theory]
    [InlineData("", "http://a.test/", "direct")]
    [InlineData("HTTP_PROXY=http://p:1", "http://a.test/", "http://p:1")]
    [InlineData("HTTP_PROXY=http://p:1", "https://a.test/", "direct")]
    [InlineData("http_proxy=http://p:1", "http://a.test/", "http://p:1")]
    [InlineData("https_proxy=http://p:1", "https://a.test/", "http://p:1")]
    [InlineData("ALL_PROXY=http://p:1", "https://a.test/", "http://p:1")]
    [InlineData("all_proxy=http://p:1", "http://a.test/", "http://p:1")]
    [InlineData("HTTP_PROXY=http://p:1 | http_proxy=http://q:2", "http://a.test/", "http://q:2")]
    [InlineData("HTTP_PROXY=http://p:1 | http_proxy=", "http://a.test/", "direct")]
    [InlineData("ALL_PROXY=http://q:2 | HTTP_PROXY=http://p:1", "http://a.test/", "http://p:1")]
    [InlineData("ALL_PROXY=http://q:2 | HTTP_PROXY=http://p:1", "https://a.test/", "http://q:2")]
    [InlineData("ALL_PROXY=http://q:2 | HTTP_PROXY=http://p:1 | http_proxy=", "http://a.test/", "http://q:2")]
    [InlineData("HTTP_PROXY=http://p:1 | REQUEST_METHOD=GET", "http://a.test/", "direct")]
    [InlineData("http_proxy=http://p:1 | REQUEST_METHOD=GET", "http://a.test/", "http://p:1")]
    [InlineData("HTTPS_PROXY=http://p:1 | REQUEST_METHOD=GET", "https://a.test/", "http://p:1")]
    [InlineData("HTTP_proxy=http://p:1 | REQUEST_METHOD=GET", "http://a.test/", "http://p:1")]
    [InlineData("http_proxy=p:1", "http://a.test/", "http://p:1")]
    [InlineData("http_proxy=http://p", "http://a.test/", "http://p:80")]
    [InlineData("http_proxy=http://u:s@p:1", "http://a.test/", "http://p:1")]
    [InlineData("https_proxy=https://p", "https://a.test/", "https://p:443")]
    [InlineData("all_proxy=socks5://p", "http://a.test/", "socks5://p:1080")]
    [InlineData("all_proxy=socks5h://p:9", "http://a.test/", "socks5://p:9")]
    [InlineData("http_proxy=ftp://p:9 | no_proxy=*", "http://a.test/", "direct")]
    [InlineData("http_proxy=HTTP://p:9", "http://a.test/", "http://p:9")]
    [InlineData("http_proxy=p", "http://a.test/", "http://p:80")]
    [InlineData("ftp_proxy=http://p:1", "http://a.test/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=*", "http://a.test/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=b.test, *", "http://a.test/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=a.test", "http://a.test/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=a.test", "http://x.a.test/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=a.test", "http://xa.test/", "http://p:1")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=.a.test", "http://a.test/", "http://p:1")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=.a.test", "http://x.a.test/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=*.a.test", "http://x.a.test/", "http://p:1")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=*.a.test", "http://a.test/", "http://p:1")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=A.Test", "http://a.tEST/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=127.0.0.1:8000", "http://127.0.0.1:8000/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=127.0.0.1:8000", "http://127.0.0.1:8001/", "http://p:1")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=127.0.0.1", "http://127.0.0.1:8000/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=127.0.0.1", "http://x.127.0.0.1.test/", "http://p:1")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=a.test:80", "http://a.test/", "http://p:1")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=a.test:80", "http://a.test:80/", "http://p:1")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=a.test:443", "https://a.test/", "http://p:1")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=a.test:8080", "http://x.a.test:8080/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=localhost", "http://localhost:11434/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=localhost", "http://x.localhost/", "http://p:1")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=LOCALHOST", "http://localhost/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=localhost:11434", "http://localhost:11434/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=10.0.0.0/8", "http://10.1.2.3/", "http://p:1")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=10.0.0.0/8", "http://10.0.0.0/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=::1", "http://[::1]/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=::1", "http://[::1]:8080/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=http://a.test", "http://a.test/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=http://a.test", "https://a.test/", "http://p:1")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=http://a.test", "http://x.a.test/", "http://p:1")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=http://a.test:80", "http://a.test:8080/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=all://a.test", "https://a.test/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=https://*.a.test", "https://x.a.test/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=https://*a.test", "https://x.a.test/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=http://", "http://a.test/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=http://", "https://a.test/", "http://p:1")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=all://", "http://a.test/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=http:// | HTTP_PROXY=http://q:2", "http://a.test/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=http://* | HTTP_PROXY=http://q:2", "http://a.test/", "http://q:2")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=http://*", "http://a.test/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=all://*", "http://a.test/", "http://p:1")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=*:8080", "http://a.test:8080/", "http://p:1")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=all://*:8080", "http://a.test:8080/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=a test", "http://b.test/", "http://p:1")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=a.test/path", "http://a.test/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=u@a.test", "http://a.test/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY= a.test , b.test ", "http://b.test/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=,,", "http://a.test/", "http://p:1")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=a.test b.test", "http://b.test/", "http://p:1")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=a.test;b.test", "http://b.test/", "http://p:1")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY= | no_proxy=a.test", "http://a.test/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=a.test | no_proxy=", "http://a.test/", "http://p:1")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=a.test | no_proxy=b.test", "http://a.test/", "http://p:1")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=_a.test", "http://_a.test/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=test", "http://a.test/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=a.test.", "http://a.test/", "http://p:1")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=a.test", "http://a.test./", "http://p:1")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=a.test:", "http://a.test:81/", "direct")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=a.test:99999", "http://b.test/", "http://p:1")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=.", "http://a.test/", "http://p:1")]
    [InlineData("ALL_PROXY=http://p:1 | NO_PROXY=a.test?", "http://a.test/", "direct")]
    public void Httpx_decides_the_same(string variables, string url, string proxy) => Decide(variables, url).ShouldBe(proxy);

    /// <summary>httpx fails with these, or does not find the server again.</summary>
    [Theory]
    [InlineData("[::1]", "http://[::1]:8080/")]
    [InlineData("[::1]:8080", "http://[::1]:8080/")]
    [InlineData("fe80::/10", "http://[fe80::]/")]
    [InlineData("münchen.test", "http://münchen.test/")]
    [InlineData("xn--mnchen-3ya.test", "http://münchen.test/")]
    public void More_ways_to_exclude_a_server_are_read(string excluded, string url) =>
        Decide($"all_proxy=http://p:1 | no_proxy={excluded}", url).ShouldBe("direct");

    [Theory]
    [InlineData("all_proxy=socks4://user:secret@p:9", "variable all_proxy names a proxy with the scheme 'socks4'")]
    [InlineData("HTTPS_PROXY=ftp://user:secret@p:9", "variable HTTPS_PROXY names a proxy with the scheme 'ftp'")]
    [InlineData("http_proxy=ftp://secret:9 | no_proxy=a.test", "variable http_proxy names a proxy with the scheme 'ftp'")]
    [InlineData("http_proxy=http://user:secret@p:x", "variable http_proxy is not the address of a proxy")]
    [InlineData("http_proxy=http://", "variable http_proxy is not the address of a proxy")]
    [InlineData("http_proxy=http://p:1 | NO_PROXY=b.test,a.test:x", "variable NO_PROXY has the entry 'a.test:x'")]
    public void A_variable_that_cannot_be_used_is_an_error(string variables, string message)
    {
        var error = Should.Throw<LlmException>(() => Decide(variables, "http://a.test/"));
        error.Message.ShouldContain(message);
        error.Message.ShouldNotContain("secret");
    }

    [Fact]
    public void The_user_of_the_address_is_the_credential_for_this_proxy_only()
    {
        var proxies = Create("http_proxy=http://us%40er:pass%3Aword@p:1 | https_proxy=http://q:2");
        var proxy = proxies.GetProxy(new Uri("http://a.test"))!;
        proxy.ToString().ShouldBe("http://p:1/");
        var user = proxies.Credentials!.GetCredential(proxy, "Basic")!;
        (user.UserName, user.Password).ShouldBe(("us@er", "pass:word"));
        proxies.Credentials.GetCredential(proxies.GetProxy(new Uri("https://a.test"))!, "Basic").ShouldBeNull();
        proxies.Credentials.GetCredential(new Uri("http://a.test"), "Basic").ShouldBeNull();
    }

    private static string Decide(string variables, string url)
    {
        var proxies = Create(variables);
        return proxies.GetProxy(new Uri(url)) is { } proxy ? $"{proxy.Scheme}://{proxy.Host}:{proxy.Port}" : "direct";
    }

    private static EnvironmentProxy Create(string variables) => new(
        variables.Split(" | ", StringSplitOptions.RemoveEmptyEntries).Select(variable => variable.Split('=', 2))
            .ToDictionary(variable => variable[0], variable => variable[1]));
}
