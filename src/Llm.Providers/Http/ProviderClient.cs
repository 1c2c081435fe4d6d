using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.Http;

/// <summary>Sends requests to a provider: retries, redirects, event streams and errors, which all providers have in common.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ProviderClient(Func<HttpClient> http, ModelEnvironment environment)
{
    private const int Redirects = 3;

    /// <summary>Sends a request and reads a JSON answer.</summary>
    /// <exception cref="LlmException">The server cannot be reached, refuses the request, or does not return JSON.</exception>
    public async Task<JsonNode> SendAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(request, cancellationToken);
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

    /// <summary>
    /// Sends a request and reads an event stream up to <c>[DONE]</c> or its end, with each event's data as JSON. A server that returns
    /// plain JSON instead yields that one value.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="readText">A fast reader for the most frequent kind of event; null if the interface has none.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="LlmException">As for <see cref="SendAsync"/>; also if the connection is lost during the answer.</exception>
    public async IAsyncEnumerable<StreamItem> StreamAsync(
        ProviderRequest request, TextReading? readText, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(request, cancellationToken);
        await using var stream = await OpenStreamAsync(response, cancellationToken);
        if (stream is null)
        {
            yield return new StreamItem(
                StreamItemKind.Whole, ProviderErrors.ParseElement(await ReadBytesAsync(response, cancellationToken)));
            yield break;
        }

        var parser = SseParser.Create(
            stream, (_, data) => readText?.Invoke(data) is { } text ? new StreamItem(StreamItemKind.Text, Text: text) : Read(data));
        await using var events = parser.EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await events.MoveNextAsync()) yield break;
            }
            catch (Exception ex) when (ProviderErrors.IsOfNetwork(ex))
            {
                throw ProviderErrors.OfRead(ex, cancellationToken);
            }

            var item = events.Current.Data;
            if (item.Kind == StreamItemKind.KeepAlive) continue;
            yield return item;
            if (item.Kind == StreamItemKind.Done) yield break;
        }
    }

    private static StreamItem Read(ReadOnlySpan<byte> data)
    {
        var trimmed = data;
        while (trimmed is [(byte)' ' or (byte)'\t', ..]) trimmed = trimmed[1..];
        while (trimmed is [.., (byte)' ' or (byte)'\t' or (byte)'\r']) trimmed = trimmed[..^1];
        if (trimmed.IsEmpty) return new StreamItem(StreamItemKind.KeepAlive);
        return trimmed.SequenceEqual("[DONE]"u8)
            ? new StreamItem(StreamItemKind.Done)
            : new StreamItem(StreamItemKind.Event, ProviderErrors.ParseElement(trimmed));
    }

    /// <summary>Opens the event stream of an answer; returns null if the answer is not an event stream.</summary>
    private static async Task<Stream?> OpenStreamAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var type = response.Content.Headers.ContentType?.MediaType;
        if (type is "application/json") return null;
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        return type is "text/event-stream" ? stream : await EventStreamDetection.OpenAsync(response, stream, cancellationToken);
    }

    /// <summary>
    /// Sends the request until there is an answer. Redirects that keep the method are followed, but only on the same server, so that a
    /// key is never sent elsewhere.
    /// </summary>
    private async Task<HttpResponseMessage> OpenAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        var url = request.Url;
        var limits = environment.Limits.Value;
        var redirects = 0;
        for (var attempt = 0; ; attempt++)
        {
            HttpResponseMessage? response = null;
            // Outside the try block, because an exception here is not a network error.
            var client = http();
            try
            {
                using var message = RequestMessage.Create(request, url);
                response = await SendOnceAsync(client, message, limits.Timeout, cancellationToken);
                if (response.IsSuccessStatusCode) return response;
                if (RedirectTarget(response, url) is { } target)
                {
                    response.Dispose();
                    CheckRedirect(request, response.StatusCode, url, target, ++redirects);
                    url = target;
                    attempt--;
                    continue;
                }

                if (attempt >= limits.Retries || !RetryPolicy.ShouldRetry(response))
                {
                    throw await ProviderErrors.FromResponseAsync(response, request, cancellationToken);
                }
            }
            catch (Exception ex) when (ProviderErrors.IsOfNetwork(ex))
            {
                // A cancellation that the caller did not request is a timeout.
                if (cancellationToken.IsCancellationRequested) throw new OperationCanceledException(ex.Message, ex, cancellationToken);
                if (attempt >= limits.Retries) throw ProviderErrors.Unreachable(request.Url, ex);
            }

            var delay = RetryPolicy.Delay(response, attempt, environment.Clock.GetUtcNow());
            response?.Dispose();
            await Task.Delay(delay, environment.Clock, cancellationToken);
        }
    }

    /// <summary>Sends the request once; the timeout applies until the answer begins.</summary>
    /// <remarks>Start-up: not asynchronous without a timeout, because each asynchronous method delays the request.</remarks>
    private Task<HttpResponseMessage> SendOnceAsync(
        HttpClient client, HttpRequestMessage message, TimeSpan? timeout, CancellationToken cancellationToken) => timeout is { } time
        ? SendInTimeAsync(client, message, time, cancellationToken)
        : client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    private async Task<HttpResponseMessage> SendInTimeAsync(
        HttpClient client, HttpRequestMessage message, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(timeout, environment.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        return await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
    }

    private static Uri? RedirectTarget(HttpResponseMessage response, Uri url) =>
        (int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is { } location
            && Uri.TryCreate(url, location, out var target) ? target : null;

    private static void CheckRedirect(ProviderRequest request, HttpStatusCode status, Uri url, Uri target, int count)
    {
        var sameServer = target.Scheme == url.Scheme && target.Authority == url.Authority;
        var keepsMethod = request.Body is null || status is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
        if (sameServer && keepsMethod && count <= Redirects) return;
        throw new LlmException(
            $"{ProviderErrors.Shown(url)} redirects to {ProviderErrors.Shown(target)}, "
            + "which is not followed because the key would be sent there. "
            + "Set the model's address to it.");
    }

    private static async Task<byte[]> ReadBytesAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadAsByteArrayAsync(cancellationToken);
        }
        catch (Exception ex) when (ProviderErrors.IsOfNetwork(ex))
        {
            throw ProviderErrors.OfRead(ex, cancellationToken);
        }
    }
}
