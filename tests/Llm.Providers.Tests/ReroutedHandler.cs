using Llm.Testing;

namespace Llm.Providers.Tests;

/// <summary>Sends every request to the fake server, and remembers where it should have gone.</summary>
internal sealed class ReroutedHandler(FakeServer server, string path = "/v1/chat/completions") : DelegatingHandler(new SocketsHttpHandler())
{
    /// <summary>The address that was asked.</summary>
    public string? Address { get; private set; }

    /// <summary>The headers of all requests.</summary>
    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Address = request.RequestUri!.AbsoluteUri;
        foreach (var (name, values) in request.Headers) Headers[name] = string.Join(", ", values);
        request.RequestUri = new Uri(new Uri(server.BaseAddress), path);
        return base.SendAsync(request, cancellationToken);
    }
}
