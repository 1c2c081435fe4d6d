using System.Text;
using System.Text.Json.Nodes;
using Llm.Providers.Http;

namespace Llm.Providers.Ollama;

/// <summary>Where the Ollama server is, and what a request to it carries.</summary>
/// <param name="given">The address; null for that of <c>OLLAMA_HOST</c>, which is read for each request.</param>
internal sealed class OllamaAddress(string? given = null)
{
    public const string HostVariable = "OLLAMA_HOST";
    public const string HeadersVariable = "OLLAMA_HEADERS";
    public const string KeyVariable = "OLLAMA_API_KEY";

    private const string UsualPort = "11434";

    /// <summary>The address of the server without a user name, a password and a slash at its end.</summary>
    /// <exception cref="LlmException"><c>OLLAMA_HOST</c> is not an address.</exception>
    public string Server
    {
        get
        {
            var url = Parse();
            return $"{url.Scheme}://{url.Authority}{url.AbsolutePath.TrimEnd('/')}";
        }
    }

    /// <summary>The server and the name under which it knows a model, for traces.</summary>
    public ModelOrigin Origin(string name)
    {
        var text = Complete();
        var url = Uri.TryCreate(text, UriKind.Absolute, out var parsed) ? new Uri($"{parsed.Scheme}://{parsed.Authority}") : null;
        return new(name, "ollama", url);
    }

    /// <summary>Creates a request.</summary>
    /// <param name="path">The path below the address, such as <c>/api/chat</c>.</param>
    /// <param name="body">The body; null for a GET request.</param>
    /// <exception cref="LlmException">A variable is not valid.</exception>
    public ProviderRequest Request(string path, JsonObject? body = null)
    {
        var url = Parse();
        var headers = new List<KeyValuePair<string, string>>();
        if (url.UserInfo.Length > 0)
        {
            var login = Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(url.UserInfo)));
            headers.Add(KeyValuePair.Create("Authorization", "Basic " + login));
        }

        // As the vendor's client for JavaScript does (npm ollama 0.6.4): the key is for the vendor's own server.
        if (url is { Scheme: "https", Host: "ollama.com" } && Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key)
            headers.Add(KeyValuePair.Create("Authorization", "Bearer " + key));
        AddHeaders(headers);
        return new ProviderRequest(new Uri(Server + path), body) { Headers = headers };
    }

    /// <summary>Adds the headers of <c>OLLAMA_HEADERS</c>, which llm-ollama reads: <c>name=value,name=value</c>.</summary>
    private static void AddHeaders(List<KeyValuePair<string, string>> headers)
    {
        var text = Environment.GetEnvironmentVariable(HeadersVariable);
        if (string.IsNullOrEmpty(text)) return;
        foreach (var pair in text.Split(','))
        {
            var end = pair.IndexOf('=', StringComparison.Ordinal);
            var name = end < 0 ? "" : pair[..end].Trim();
            // A value, which may be secret, is not shown.
            if (name.Length == 0)
                throw new LlmException($"A header in {HeadersVariable} has no name: write name=value,name=value.");
            headers.Add(KeyValuePair.Create(name, pair[(end + 1)..].Trim()));
        }
    }

    private Uri Parse()
    {
        var text = Complete();
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0) return url;
        throw new LlmException(
            $"The address of the Ollama server in {HostVariable} is not valid: {text[(text.LastIndexOf('@') + 1)..]}. "
            + "Write a host name, HOST:PORT, or an address that begins with http:// or https://.");
    }

    /// <summary>
    /// The address with a scheme and a port. The rules are those of the vendor's clients: a host alone means port 11434, with a scheme the
    /// scheme's own port, a port alone this machine.
    /// </summary>
    private string Complete()
    {
        var text = (given ?? Environment.GetEnvironmentVariable(HostVariable) ?? "").Trim();
        if (text.Length == 0) return $"http://localhost:{UsualPort}";
        if (text.Contains("://", StringComparison.Ordinal)) return text;
        if (text[0] == ':') return "http://127.0.0.1" + text;
        var end = text.IndexOf('/', StringComparison.Ordinal);
        var (authority, path) = end < 0 ? (text, "") : (text[..end], text[end..]);
        var host = authority[(authority.LastIndexOf('@') + 1)..];
        var hasPort = host.LastIndexOf(':') > host.LastIndexOf(']');
        return $"http://{authority}{(hasPort ? "" : ":" + UsualPort)}{path}";
    }
}
