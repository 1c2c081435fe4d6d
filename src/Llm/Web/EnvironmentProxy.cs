using System.Collections;
using System.Net;

namespace Llm;

/// <summary>The proxies of the environment, chosen as the Python tool's HTTP library chooses them.</summary>
/// <remarks>
/// <c>http_proxy</c>, <c>https_proxy</c> and <c>all_proxy</c> name proxies by scheme, and <c>no_proxy</c> the servers that are asked
/// without one. Lower-case names take precedence, even when they are empty, which turns the proxy off. Source: httpx 0.28.1
/// (<c>get_environment_proxies</c>) and <c>urllib.request.getproxies_environment</c>. Immutable, apart from <see cref="Credentials"/>.
/// </remarks>
public sealed class EnvironmentProxy : IWebProxy
{
    private const int SocksPort = 1080;
    private static readonly string[] Schemes = ["http", "https", "all"];

    private readonly List<ProxyRule> rules = [];
    private readonly List<ProxyVariable> proxies = [];

    /// <exception cref="LlmException">A variable is not valid.</exception>
    internal EnvironmentProxy(IDictionary variables)
    {
        var users = new ProxyUsers();
        if (Find(variables, "no") is { } excluded)
        {
            Exceptions = excluded.Value;
            ExceptionsVariable = excluded.Variable;
        }

        var entries = (Exceptions ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        // No other variable is looked at then, so that a wrong one does no harm.
        if (Array.IndexOf(entries, "*") >= 0) return;
        foreach (var scheme in Schemes)
        {
            if (Find(variables, scheme) is not { } found) continue;
            var proxy = Parse(found.Variable, found.Value, users);
            proxies.Add(new ProxyVariable(found.Variable, proxy));
            Add(ProxyRule.ForScheme(scheme, proxy));
        }

        foreach (var entry in entries) Add(Exclude(entry));
        Credentials = users;
    }

    /// <summary>The user names and passwords in the addresses of the proxies.</summary>
    public ICredentials? Credentials { get; set; }

    /// <summary>The variables that name a proxy, with the address without user name and password.</summary>
    internal IReadOnlyList<ProxyVariable> Proxies => proxies;

    /// <summary>The servers that are asked without a proxy, as the user wrote them; null if none are named.</summary>
    internal string? Exceptions { get; }

    /// <summary>The variable with <see cref="Exceptions"/>.</summary>
    internal string? ExceptionsVariable { get; }

    /// <summary>
    /// Reads the variables of the process. On Windows and macOS, the system's own proxy is returned if no variable names one.
    /// </summary>
    /// <exception cref="LlmException">A variable does not name a proxy that can be used; the message names the variable.</exception>
    public static IWebProxy Read()
    {
        var variables = Environment.GetEnvironmentVariables();
        return !OperatingSystem.IsLinux() && !HasAny(variables) ? HttpClient.DefaultProxy : new EnvironmentProxy(variables);
    }

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        foreach (var rule in rules)
        {
            if (rule.Matches(destination)) return rule.Proxy;
        }

        return null;
    }

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => GetProxy(host) is null;

    /// <summary>The proxy for an address if it is what could not be reached, or what refused; else null.</summary>
    internal static Uri? FindFailed(Uri url, Exception error)
    {
        IWebProxy proxies;
        try
        {
            proxies = Read();
        }
        catch (LlmException)
        {
            // The program has a client of its own, else there would have been no request.
            return null;
        }

        if (proxies.IsBypassed(url) || proxies.GetProxy(url) is not { } proxy) return null;
        // A failed connection is reported with the place to which it was made.
        var isNamed = error.Message.Contains($"({proxy.Host}:{proxy.Port})", StringComparison.OrdinalIgnoreCase);
        return isNamed || error is HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } ? proxy : null;
    }

    private static bool HasAny(IDictionary variables)
    {
        foreach (var scheme in Schemes)
        {
            if (Find(variables, scheme) is not null) return true;
        }

        return Find(variables, "no") is not null;
    }

    /// <summary>Finds a variable as urllib does; null if it is not set or is empty.</summary>
    private static (string Variable, string Value)? Find(IDictionary variables, string scheme)
    {
        const string Suffix = "_proxy";
        (string Variable, string Value)? found = null;
        var isLower = false;
        foreach (DictionaryEntry variable in variables)
        {
            var name = (string)variable.Key;
            if (!name.Equals(scheme + Suffix, StringComparison.OrdinalIgnoreCase)) continue;
            var lower = name.EndsWith(Suffix, StringComparison.Ordinal);
            if (isLower && !lower) continue;
            isLower |= lower;
            found = (name, (string?)variable.Value ?? "");
        }

        // A web server passes the header "Proxy" of a request to its CGI programs as HTTP_PROXY.
        if (scheme == "http" && !isLower && variables.Contains("REQUEST_METHOD")) return null;
        return found is { Value.Length: > 0 } ? found : null;
    }

    /// <summary>Reads the address of a proxy; messages never contain it, because it may have a password.</summary>
    private static Uri Parse(string variable, string value, ProxyUsers users)
    {
        var text = value.Contains("://", StringComparison.Ordinal) ? value : $"http://{value}";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0)
        {
            throw new LlmException(
                $"The environment variable {variable} is not the address of a proxy. Correct it (http://HOST:PORT), or set it to nothing "
                + "to use no proxy.");
        }

        var scheme = url.Scheme switch
        {
            "http" or "https" or "socks5" => url.Scheme,
            // .NET has one name for both and, as httpx does, sends the server's name to the proxy.
            "socks5h" => "socks5",
            _ => throw new LlmException(
                $"The environment variable {variable} names a proxy with the scheme '{url.Scheme}', which is not supported. Use http, "
                + "https, socks5 or socks5h, or set it to nothing to use no proxy."),
        };
        var proxy = new UriBuilder(scheme, url.Host, url.Port < 0 ? SocksPort : url.Port).Uri;
        if (url.UserInfo.Length > 0) users.Add(proxy, url.UserInfo);
        return proxy;
    }

    private ProxyRule Exclude(string entry)
    {
        try
        {
            return ProxyRule.Excluding(entry);
        }
        catch (Exception ex) when (ex is FormatException or OverflowException)
        {
            throw new LlmException(
                $"The environment variable {ExceptionsVariable} has the entry '{entry}', whose port is not a number. Correct it.", ex);
        }
    }

    /// <summary>Adds a rule behind those that precede it.</summary>
    private void Add(ProxyRule rule)
    {
        var same = rules.FindIndex(other => other.Text == rule.Text);
        if (same >= 0)
        {
            rules[same] = rule;
            return;
        }

        var at = rules.FindIndex(rule.Precedes);
        rules.Insert(at < 0 ? rules.Count : at, rule);
    }

    private sealed class ProxyUsers : ICredentials
    {
        private readonly Dictionary<Uri, NetworkCredential> users = [];

        public void Add(Uri proxy, string userInfo)
        {
            var colon = userInfo.IndexOf(':', StringComparison.Ordinal);
            var name = Uri.UnescapeDataString(colon < 0 ? userInfo : userInfo[..colon]);
            users.TryAdd(proxy, new NetworkCredential(name, colon < 0 ? "" : Uri.UnescapeDataString(userInfo[(colon + 1)..])));
        }

        public NetworkCredential? GetCredential(Uri uri, string authType)
        {
            // httpx knows only Basic; the schemes of Windows would need a library of the system.
            return authType is "Negotiate" or "NTLM" ? null : users.GetValueOrDefault(uri);
        }
    }
}

/// <summary>A variable that names a proxy, with the address without user name and password.</summary>
internal sealed record ProxyVariable(string Variable, Uri Proxy);
