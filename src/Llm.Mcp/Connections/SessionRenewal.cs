using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Mcp;

/// <summary>
/// Begins a new session where the server no longer knows the one that a request belongs to, and sends that request again: it was not run.
/// The protocol wants this of clients, and the SDK does not do it.
/// </summary>
/// <remarks>Those above know the first session only; it stands for the newest one here.</remarks>
internal sealed class SessionRenewal(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const string SessionHeader = "Mcp-Session-Id";

    private readonly SemaphoreSlim renewing = new(1, 1);
    private HttpRequestMessage? greeting;
    private volatile string? session;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Kept, as a request is sent once only.
        if (request.Content is not null) await request.Content.LoadIntoBufferAsync(cancellationToken);
        if (!request.Headers.Contains(SessionHeader))
        {
            if (greeting is null && await IsGreetingAsync(request, cancellationToken))
                greeting = await CopyAsync(request, null, cancellationToken);
            return await base.SendAsync(request, cancellationToken);
        }

        var used = session;
        var response = await base.SendAsync(await CopyAsync(request, used, cancellationToken), cancellationToken);
        if (response.StatusCode != HttpStatusCode.NotFound || request.Method == HttpMethod.Delete || greeting is null) return response;
        response.Dispose();
        await RenewAsync(used, request, cancellationToken);
        response = await base.SendAsync(await CopyAsync(request, session, cancellationToken), cancellationToken);
        if (response.StatusCode != HttpStatusCode.NotFound) return response;
        response.Dispose();
        // An exception, as the SDK gives a connection up at that status, and a later call may fare better.
        throw new HttpRequestException("404 (Not Found) for the session that was just begun", null, HttpStatusCode.NotFound);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            greeting?.Dispose();
            renewing.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Greets the server again, unless another request has done so since.</summary>
    private async Task RenewAsync(string? used, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await renewing.WaitAsync(cancellationToken);
        try
        {
            if (session != used) return;
            using var answer = await base.SendAsync(await CopyAsync(greeting!, null, cancellationToken), cancellationToken);
            if (!answer.IsSuccessStatusCode)
                throw new HttpRequestException(
                    $"its session ended, and a new one is refused with {(int)answer.StatusCode} ({answer.ReasonPhrase})",
                    null,
                    answer.StatusCode);
            // To its end, as a server may take a connection that is given up for the end of the session.
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

    private static async Task<bool> IsGreetingAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is null) return false;
        var body = await request.Content.ReadAsStringAsync(cancellationToken);
        return JsonText.TryParse(body, out var message) && message is JsonObject asked && asked.Text("method") == "initialize";
    }

    /// <summary>The same request for a session: null leaves it as it is, empty takes it out.</summary>
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
