using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Llm;

/// <summary>Which requests a proxy, or the lack of one, is for, as httpx matches them (its class <c>URLPattern</c>).</summary>
internal sealed class ProxyRule
{
    private readonly string scheme;
    private readonly string host;
    private readonly int? port;

    /// <exception cref="FormatException">The port is not a number.</exception>
    private ProxyRule(string text, Uri? proxy)
    {
        Text = text;
        Proxy = proxy;
        var start = text.IndexOf("://", StringComparison.Ordinal);
        scheme = text[..start].ToLowerInvariant();
        var authority = text[(start + 3)..];
        if (authority.AsSpan().IndexOfAny('/', '?', '#') is >= 0 and var end) authority = authority[..end];
        authority = authority[(authority.LastIndexOf('@') + 1)..].ToLowerInvariant();
        var afterHost = authority.StartsWith('[') ? authority.IndexOf(']', StringComparison.Ordinal) + 1
            : authority.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? colon : authority.Length;
        host = authority[..afterHost].Trim('[', ']');
        if (authority[afterHost..].TrimStart(':') is { Length: > 0 } number)
            port = int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture);
        if ((scheme, port) is ("http", 80) or ("https", 443)) port = null;
        if (scheme == "all") scheme = "";
        if (host == "*") host = "";
    }

    /// <summary>The pattern; a later rule with the same one replaces an earlier one.</summary>
    public string Text { get; }

    /// <summary>The proxy for these requests; null if they are sent to the server itself.</summary>
    public Uri? Proxy { get; }

    /// <summary>All requests of a scheme; <c>all</c> stands for both.</summary>
    public static ProxyRule ForScheme(string scheme, Uri proxy) => new($"{scheme}://", proxy);

    /// <summary>What an entry of <c>NO_PROXY</c> excludes.</summary>
    /// <exception cref="FormatException">The port is not a number.</exception>
    public static ProxyRule Excluding(string entry) => new(PatternOf(entry), null);

    public bool Matches(Uri url) =>
        (scheme.Length == 0 || scheme == url.Scheme)
        && (host.Length == 0 || IsHost(url.IdnHost) || IsHost(url.Host))
        && (port is null || (!url.IsDefaultPort && port == url.Port));

    /// <summary>Whether this rule is asked before another one: with a port, then by the longer host, then by the longer scheme.</summary>
    public bool Precedes(ProxyRule other)
    {
        if (port is null != other.port is null) return port is not null;
        return host.Length != other.host.Length ? host.Length > other.host.Length : scheme.Length > other.scheme.Length;
    }

    private static string PatternOf(string entry)
    {
        if (entry.Contains("://", StringComparison.Ordinal)) return entry;
        // An address of a network excludes only the host of that address, as in httpx.
        var address = entry.Split('/')[0];
        if (IPAddress.TryParse(address, out var ip) && !address.StartsWith('['))
        {
            if (ip.AddressFamily == AddressFamily.InterNetworkV6) return $"all://[{address}]";
            if (ip.ToString() == address) return $"all://{address}";
        }

        // httpx cannot read brackets and fails.
        var isExact = entry.StartsWith('[') || entry.Equals("localhost", StringComparison.OrdinalIgnoreCase);
        return isExact ? $"all://{entry}" : $"all://*{entry}";
    }

    private bool IsHost(string name)
    {
        var wanted = host.AsSpan();
        if (wanted[0] != '*') return name.Equals(host, StringComparison.OrdinalIgnoreCase);
        var isBelow = wanted is ['*', '.', ..];
        wanted = wanted[(isBelow ? 2 : 1)..];
        return name.AsSpan().EndsWith(wanted, StringComparison.OrdinalIgnoreCase) && (name.Length - wanted.Length) switch
        {
            0 => !isBelow,
            1 => false,
            var before => name[before - 1] == '.',
        };
    }
}
