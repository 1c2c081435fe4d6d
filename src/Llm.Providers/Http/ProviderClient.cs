using System.Net;
using System.Text.Json;

namespace Llm.Providers.Http;

/// <summary>Sends requests to a provider, with retries, redirects, time limits and errors as all providers need them.</summary>
/// <param name="http">Returns the client for each attempt; it belongs to the caller.</param>
/// <param name="environment">The limits and the clock, usually <see cref="Model.Services"/>.</param>
/// <remarks>Thread-safe.</remarks>
public sealed class ProviderClient(Func<HttpClient> http, ModelServices environment)
{
    private const int Redirects = 3;

    /// <summary>Sends a request and reads a JSON answer.</summary>
    /// <exception cref="LlmException">
    /// The server cannot be reached, refuses the request, is silent for too long, or does not return JSON.
    /// </exception>
    public async Task<JsonElement> SendAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        using var watch = Watch(request, cancellationToken);
        using var response = await OpenAsync(request, watch, cancellationToken);
        var body = await AnswerBody.ReadAsync(response, AnswerLimits.Whole, watch, cancellationToken);
        return ProviderErrors.ParseElement(body.Span);
    }

    /// <summary>Sends a request and reads a JSON answer that reports no error; no secret of the request is in an error.</summary>
    /// <param name="request">The request.</param>
    /// <param name="key">The key in it; null if there is none.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <inheritdoc cref="SendAsync" path="/exception"/>
    internal async Task<JsonElement> AskAsync(ProviderRequest request, string? key, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await SendAsync(request, cancellationToken);
            ProviderErrors.ThrowIfError(answer);
            return answer;
        }
        catch (LlmException ex) when (ProviderErrors.WithoutSecrets(ex, request, key) is { } clean)
        {
            throw clean;
        }
    }

    /// <summary>Sends a request and opens the stream of its answer, which the caller disposes.</summary>
    /// <exception cref="LlmException">The server cannot be reached, refuses the request, or is silent for too long.</exception>
    public async Task<EventStream> StreamAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        var watch = Watch(request, cancellationToken);
        try
        {
            var response = await OpenAsync(request, watch, cancellationToken);
            return await EventStream.OpenAsync(response, request.Stream ?? StreamFormat.ServerSentEvents, watch, cancellationToken);
        }
        catch
        {
            watch.Dispose();
            throw;
        }
    }

    /// <summary>Sends a request and opens its answer, which is neither JSON nor text; no secret of the request is in an error.</summary>
    /// <param name="request">The request.</param>
    /// <param name="key">The key in it; null if there is none.</param>
    /// <param name="cancellationToken">Stops the request; reads of the result have tokens of their own.</param>
    /// <returns>The bytes while they arrive, which the caller disposes.</returns>
    /// <exception cref="LlmException">
    /// The server cannot be reached, refuses the request, is silent for too long, or returns JSON or text.
    /// </exception>
    internal async Task<DownloadStream> DownloadAsync(ProviderRequest request, string? key, CancellationToken cancellationToken)
    {
        var watch = Watch(request, CancellationToken.None);
        HttpResponseMessage? response = null;
        try
        {
            using var following = watch.Follow(cancellationToken);
            response = await OpenAsync(request, watch, cancellationToken);
            var type = response.Content.Headers.ContentType?.MediaType;
            if (type is not "application/json" && type?.StartsWith("text/", StringComparison.Ordinal) != true)
                return new DownloadStream(response, await response.Content.ReadAsStreamAsync(cancellationToken), watch);
            var answer = ProviderErrors.ParseElement(
                (await AnswerBody.ReadAsync(response, AnswerLimits.Refusal, watch, cancellationToken)).Span);
            ProviderErrors.ThrowIfError(answer);
            throw ProviderErrors.NoAnswer(answer);
        }
        catch (Exception ex)
        {
            response?.Dispose();
            watch.Dispose();
            if (ex is LlmException error && ProviderErrors.WithoutSecrets(error, request, key) is { } clean) throw clean;
            throw;
        }
    }

    private IdleWatch Watch(ProviderRequest request, CancellationToken cancellationToken) =>
        new(request.IdleTimeout ?? environment.Limits.Value.IdleTimeout, cancellationToken);

    /// <summary>
    /// Sends the request until there is an answer. Redirects that keep the method are followed, but only on the same server, so that a
    /// key is never sent elsewhere.
    /// </summary>
    private async Task<HttpResponseMessage> OpenAsync(ProviderRequest request, IdleWatch watch, CancellationToken cancellationToken)
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
                watch.Start();
                response = await SendOnceAsync(client, message, limits.Timeout, watch.Token);
                watch.Stop();
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
                    throw await ProviderErrors.FromResponseAsync(
                        response, request, environment.Clock.GetUtcNow(), watch, cancellationToken);
            }
            catch (Exception ex) when (ProviderErrors.IsOfNetwork(ex))
            {
                if (cancellationToken.IsCancellationRequested) throw new OperationCanceledException(ex.Message, ex, cancellationToken);
                // Not sent again: the server may be working on the first request.
                if (watch.HasExpired) throw watch.ErrorOf(ex, cancellationToken);
                // Any other cancellation is a timeout.
                if (attempt >= limits.Retries) throw ProviderErrors.Unreachable(request.Url, ex);
            }

            watch.Stop();
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
        var keepsMethod = request.IsGet || status is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
        if (sameServer && keepsMethod && count <= Redirects) return;
        throw new LlmException(
            $"{ProviderErrors.Shown(url)} redirects to {ProviderErrors.Shown(target)}, "
            + "which is not followed because the key would be sent there. "
            + "Set the model's address to it.");
    }
}
