using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Mcp;

/// <summary>
/// Starts a new session if the server no longer knows the session of a request, and sends that request again, because it was not
/// run. The protocol requires this of clients, but the SDK does not do it.
/// </summary>
/// <remarks>The SDK only knows the id of the first session, which this handler replaces with that of the current one.</remarks>
internal sealed class SessionRenewal(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const string SessionHeader = "Mcp-Session-Id";

    private readonly SemaphoreSlim renewing = new(1, 1);
    private HttpRequestMessage? initialization;
    private volatile string? session;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Buffered because a request message can be sent only once.
        if (request.Content is not null) await request.Content.LoadIntoBufferAsync(cancellationToken);
        if (!request.Headers.Contains(SessionHeader))
        {
            if (initialization is null && await IsInitializationAsync(request, cancellationToken))
                initialization = await CopyAsync(request, null, cancellationToken);
            return await base.SendAsync(request, cancellationToken);
        }

        var used = session;
        var response = await base.SendAsync(await CopyAsync(request, used, cancellationToken), cancellationToken);
        if (response.StatusCode != HttpStatusCode.NotFound || request.Method == HttpMethod.Delete) return response;
        if (initialization is null) return response;
        response.Dispose();
        await RenewAsync(used, request, cancellationToken);
        response = await base.SendAsync(await CopyAsync(request, session, cancellationToken), cancellationToken);
        if (response.StatusCode != HttpStatusCode.NotFound) return response;
        response.Dispose();
        // An exception, because the SDK closes the connection at that status although a later call may succeed.
        throw new HttpRequestException("404 (Not Found) for a new session", null, HttpStatusCode.NotFound);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            initialization?.Dispose();
            renewing.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Initialises a new session, unless another request has done so in the meantime.</summary>
    private async Task RenewAsync(string? used, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await renewing.WaitAsync(cancellationToken);
        try
        {
            if (session != used) return;
            using var answer = await base.SendAsync(await CopyAsync(initialization!, null, cancellationToken), cancellationToken);
            if (!answer.IsSuccessStatusCode)
                throw new HttpRequestException(
                    $"its session ended, and a new one was refused with {(int)answer.StatusCode} ({answer.ReasonPhrase})",
                    null,
                    answer.StatusCode);
            // Read to the end, because a server may end the session if the connection is closed early.
            await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            var begun = answer.Headers.TryGetValues(SessionHeader, out var values) ? values.First() : "";
            using var ready = await CopyAsync(request, begun, cancellationToken);
            ready.Method = HttpMethod.Post;
            ready.Content = new StringContent(
                """{"jsonrpc":"2.0","method":"notifications/initialized"}""", new MediaTypeHeaderValue("application/json"));
            using var accepted = await base.SendAsync(ready, cancellationToken);
            session = begun;
        }
        finally
        {
            renewing.Release();
        }
    }

    private static async Task<bool> IsInitializationAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is null) return false;
        var body = await request.Content.ReadAsStringAsync(cancellationToken);
        return (JsonText.ParseOrNull(body) as JsonObject)?.Text("method") == "initialize";
    }

    /// <summary>Copies a request for a session; null keeps the session header, and an empty text removes it.</summary>
    private static async Task<HttpRequestMessage> CopyAsync(
        HttpRequestMessage request, string? session, CancellationToken cancellationToken)
    {
        var copy = new HttpRequestMessage(request.Method, request.RequestUri)
        {
            Version = request.Version,
            VersionPolicy = request.VersionPolicy,
        };
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            if (session is null || !name.Equals(SessionHeader, StringComparison.OrdinalIgnoreCase))
                copy.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values);
        }

        if (!string.IsNullOrEmpty(session)) copy.Headers.TryAddWithoutValidation(SessionHeader, session);
        if (request.Content is not null)
        {
            copy.Content = new ByteArrayContent(await request.Content.ReadAsByteArrayAsync(cancellationToken));
            foreach (var (name, values) in request.Content.Headers.NonValidated)
                copy.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values);
        }

        return copy;
    }
}
