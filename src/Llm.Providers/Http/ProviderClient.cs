using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.Http;

/// <summary>Sends requests to a provider: retries, redirects, event streams and errors, the same for all of them.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ProviderClient(Func<HttpClient> http, TimeProvider clock)
{
    private const int Redirects = 3;

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Sends and reads a JSON answer.</summary>
    /// <exception cref="LlmException">The server cannot be reached, refuses, or answers something else.</exception>
    public async Task<JsonNode> SendAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(request, cancellationToken);
        return await ReadJsonAsync(response, cancellationToken);
    }

    /// <summary>
    /// Sends and reads an event stream, each event's data as JSON, up to <c>[DONE]</c>. A server that answers with plain JSON
    /// all the same yields that one value, with <c>IsStream</c> false.
    /// </summary>
    /// <exception cref="LlmException">As for <see cref="SendAsync"/>; also if the connection is lost on the way.</exception>
    public async IAsyncEnumerable<(JsonElement Data, bool IsStream)> StreamAsync(
        ProviderRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(request, cancellationToken);
        if (response.Content.Headers.ContentType?.MediaType is "application/json")
        {
            yield return (ProviderErrors.ParseElement(await ReadBytesAsync(response, cancellationToken)), false);
            yield break;
        }

        using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var parser = SseParser.Create(stream, static (_, data) => data.SequenceEqual("[DONE]"u8) || data.IsEmpty ? default : ProviderErrors.ParseElement(data));
        await using var events = parser.EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await ProviderErrors.TranslateAsync(() => events.MoveNextAsync(), "Connection lost before the answer was complete", cancellationToken))
        {
            if (events.Current.Data.ValueKind == JsonValueKind.Undefined)
            {
                if (events.Current.EventType is "ping") continue;
                yield break;
            }

            yield return (events.Current.Data, true);
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            HttpResponseMessage? response = null;
            try
            {
                response = await FollowAsync(request, cancellationToken);
                if (response.IsSuccessStatusCode) return response;
                if (attempt == RetryPolicy.Retries || !RetryPolicy.ShouldRetry(response))
                {
                    throw await ProviderErrors.FromResponseAsync(response, cancellationToken);
                }
            }
            catch (HttpRequestException ex)
            {
                if (attempt == RetryPolicy.Retries) throw ProviderErrors.Unreachable(request.Url, ex);
            }

            var delay = RetryPolicy.Delay(response, attempt, clock.GetUtcNow());
            response?.Dispose();
            await Task.Delay(delay, clock, cancellationToken);
        }
    }

    /// <summary>Follows redirects that keep the method, but only on the same server: a key is never sent anywhere else.</summary>
    private async Task<HttpResponseMessage> FollowAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        var url = request.Url;
        for (var left = Redirects; ; left--)
        {
            using var message = CreateMessage(request, url);
            var response = await http().SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if ((int)response.StatusCode is < 300 or >= 400 || response.Headers.Location is not { } location) return response;
            var target = new Uri(url, location);
            var sameServer = target.Scheme == url.Scheme && target.Authority == url.Authority;
            var keepsMethod = request.Body is null || response.StatusCode is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
            response.Dispose();
            if (!sameServer || !keepsMethod || left == 0)
            {
                throw new LlmException($"{url} redirects to {target}, which is not followed because the key would go along. Set the model's address to it.");
            }

            url = target;
        }
    }

    private static HttpRequestMessage CreateMessage(ProviderRequest request, Uri url)
    {
        var message = new HttpRequestMessage(request.Body is null ? HttpMethod.Get : HttpMethod.Post, url);
        if (request.Body is not null)
        {
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer, WriterOptions)) request.Body.WriteTo(writer);
            message.Content = new ByteArrayContent(buffer.ToArray());
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        message.Headers.Accept.ParseAdd(request.Stream ? "text/event-stream, application/json" : "application/json");
        foreach (var (name, value) in request.Headers)
        {
            message.Headers.Remove(name);
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    private static async Task<JsonNode> ReadJsonAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var bytes = await ReadBytesAsync(response, cancellationToken);
        try
        {
            return JsonText.Parse(bytes) ?? throw new JsonException("The answer is null.");
        }
        catch (JsonException ex)
        {
            throw ProviderErrors.NotJson(bytes, ex);
        }
    }

    private static async Task<byte[]> ReadBytesAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        await ProviderErrors.TranslateAsync(
            async () => await response.Content.ReadAsByteArrayAsync(cancellationToken), "Connection lost before the answer was complete", cancellationToken);
}
