using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.Http;

/// <summary>Converts errors of the network and of servers to exceptions.</summary>
internal static class ProviderErrors
{
    /// <summary>The beginning of the message for an answer that was cut off.</summary>
    private const string Lost = "Connection lost before the answer was complete";

    private const string Next = "Prompt again, or look at the server's log.";

    private const int MaxExcerptLength = 200;

    /// <summary>The headers in which OpenAI, Anthropic and Azure name a request.</summary>
    private static readonly string[] RequestIdHeaders = ["x-request-id", "request-id", "apim-request-id"];

    /// <summary>The error for a refused request: the server's own message, and what to do.</summary>
    public static async Task<ProviderException> FromResponseAsync(
        HttpResponseMessage response, ProviderRequest request, DateTimeOffset now, IdleWatch watch, CancellationToken cancellationToken)
    {
        using (response)
        {
            var text = "";
            try
            {
                // Not read as a string, which would rely on the charset that the server names.
                var bytes = await AnswerBody.ReadAsync(response, AnswerLimits.Refusal, watch, cancellationToken);
                text = Encoding.UTF8.GetString(bytes.Span).Trim();
            }
            catch (ProviderException)
            {
                // The status is enough.
            }

            // Written again, because escapes could hide a key.
            var body = JsonText.TryParse(text, out var json) ? PythonJson.CompactUnescaped(json) : text;
            if (body.Length == 0) body = response.ReasonPhrase ?? "";
            body = SecretHeaders.Hide(body, request.Headers);
            return Refusal((int)response.StatusCode, body, request.Url, RetryPolicy.RetryAfter(response, now), RequestId(response));
        }
    }

    private static ProviderException Refusal(int status, string body, Uri url, TimeSpan? retryAfter, string? requestId)
    {
        var error = JsonText.TryParse(body, out var json) && json is not null
            ? ServerError.Read(json.ToElement())
            : new ServerError(null, null, null);
        var words = error.Message ?? Excerpt(body);
        if (words.Length > 0 && !char.IsPunctuation(words[^1])) words += ".";
        var code = error.Code is null ? "" : $" ({error.Code})";
        var kind = ErrorKinds.Of(status, error);
        var (used, limit) = kind == ProviderErrorKind.ContextLength ? ErrorKinds.Figures(words) : default;
        var advice = ErrorAdvice.For(kind, status, retryAfter);
        return new ProviderException($"{url.Authority} answered with status {status}{code}: {words} {advice}".TrimEnd())
        {
            Kind = kind,
            ContextLimit = limit,
            ContextUsed = used,
            Status = status,
            Code = error.Code,
            Type = error.Type,
            RequestId = requestId,
            RetryAfter = retryAfter,
            Body = body,
        };
    }

    private static string? RequestId(HttpResponseMessage response)
    {
        foreach (var name in RequestIdHeaders)
        {
            if (response.Headers.TryGetValues(name, out var values)) return values.FirstOrDefault();
        }

        return null;
    }

    /// <summary>The error for a server that cannot be reached.</summary>
    public static ProviderException Unreachable(Uri url, Exception ex)
    {
        var why = ex switch
        {
            OperationCanceledException => "it did not answer in time",
            // Its own message only refers to that of the certificate or of the handshake.
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: { } inner } => inner.Message,
            _ => ex.Message,
        };
        var server = $"{url.Scheme}://{url.Authority}";
        if (EnvironmentProxy.FindFailed(url, ex) is { } proxy)
        {
            return new ProviderException(
                $"Connection error: the proxy {proxy.Host}:{proxy.Port}, through which {server} is asked, failed ({why}). Check the proxy "
                + $"in the variable {url.Scheme}_proxy or all_proxy, or name the server in no_proxy.",
                ex)
            { Kind = ProviderErrorKind.Network };
        }

        return new ProviderException($"Connection error: {server} cannot be reached ({why}). Check the address and the network.", ex)
        {
            Kind = ProviderErrorKind.Network,
        };
    }

    /// <summary>The error for an answer that is not JSON.</summary>
    public static ProviderException NotJson(ReadOnlySpan<byte> data, JsonException ex)
    {
        var text = Encoding.UTF8.GetString(data[..Math.Min(data.Length, MaxExcerptLength)]);
        return new ProviderException($"The server sent something that is not JSON: {text}", ex);
    }

    /// <summary>The error for JSON that is not an answer of the interface.</summary>
    public static ProviderException NoAnswer(JsonElement answer)
    {
        ThrowIfFlatError(answer);
        return new ProviderException($"The server sent something that is not an answer: {Excerpt(answer.GetRawText())}");
    }

    /// <summary>Parses JSON that does not depend on the buffer.</summary>
    public static JsonElement ParseElement(ReadOnlySpan<byte> data)
    {
        try
        {
            return JsonText.ParseElement(data);
        }
        catch (JsonException) when (JsonText.IsTooDeep(data))
        {
            throw new ProviderException(
                $"The server sent JSON that is nested more than {JsonText.MaxDepth} levels deep, which is not read. "
                + "Ask for a simpler answer.");
        }
        catch (JsonException ex)
        {
            throw NotJson(data, ex);
        }
    }

    /// <summary>Throws the error that a server reports inside an answer that began successfully.</summary>
    public static void ThrowIfError(JsonElement answer)
    {
        if (ServerError.Find(answer) is { } error) throw Reported(error, answer);
    }

    /// <summary>Throws if an object that is no part of an answer has words, which can only be those of an error.</summary>
    public static void ThrowIfFlatError(JsonElement answer)
    {
        if (ServerError.FindFlat(answer) is { } error) throw Reported(error, answer);
    }

    /// <summary>The error that a server reports inside an answer, in its own words.</summary>
    public static ProviderException Reported(JsonElement answer) => Reported(ServerError.Read(answer), answer);

    /// <summary>The error of an event that a server names <c>error</c>, whatever its data is.</summary>
    public static ProviderException ReportedEvent(ReadOnlySpan<byte> data) => JsonText.TryParse(Encoding.UTF8.GetString(data), out var json)
        ? json is JsonValue text && text.GetValueKind() == JsonValueKind.String
            ? new ProviderException(Excerpt(text.GetValue<string>()))
            : Reported(json is null ? default : json.ToElement())
        : new ProviderException(Excerpt(Encoding.UTF8.GetString(data)));

    private static ProviderException Reported(ServerError error, JsonElement answer) =>
        new(error.Message ?? (error.Code is { } code
            ? $"The server reported the error {code}."
            : $"The server reported an error: {(answer.ValueKind == JsonValueKind.Undefined ? "no words" : Excerpt(answer.GetRawText()))}"))
        {
            Kind = ErrorKinds.Of(null, error),
            Code = error.Code,
            Type = error.Type,
        };

    /// <summary>The error for an answer that ended too early.</summary>
    public static ProviderException Incomplete() => new($"{Lost}: the stream ended without its last event.")
    {
        Kind = ProviderErrorKind.Network,
    };

    /// <summary>The error for an answer whose end mark came without a reason.</summary>
    public static ProviderException NoReason() => new(
        "The server ended the answer without a finish reason, so a part of it may be missing. " + Next);

    /// <summary>The error for an answer of no bytes.</summary>
    public static ProviderException NoBody() => new("The server sent an empty answer. " + Next);

    /// <summary>The error for an answer whose finish reason says that the server or the model failed.</summary>
    public static ProviderException Failed(FinishReason reason) => new(
        $"The server ended the answer with the finish reason '{reason}', so it is not complete. {Next}");

    /// <summary>The error for an answer without content whose finish reason does not explain it.</summary>
    public static ProviderException NoContent(FinishReason? reason) => new(reason is null
        ? "The server sent an answer without content and without a finish reason. " + Next
        : $"The server sent no answer, and its finish reason '{reason}' is not known here. {Next}");

    /// <summary>The error for a server that has been silent for too long.</summary>
    public static ProviderException Idle(TimeSpan limit) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"The server sent nothing for {limit.TotalSeconds:0.###} seconds, so the request was stopped. {Next} ")
        + "The setting 'idle_timeout' allows more time.")
    {
        Kind = ProviderErrorKind.Network,
    };

    /// <summary>The error for an answer, or a line of one, that is too large to be read.</summary>
    public static ProviderException TooLarge(string what, int limit) => new(
        $"The server sent {what} of more than {limit / 1024 / 1024} MB, which is not read.");

    /// <summary>
    /// Removes the key and the secrets of headers from an error, for servers that repeat them; null if the error contains none.
    /// </summary>
    public static LlmException? WithoutSecrets(LlmException error, ProviderRequest? request, string? key)
    {
        var secrets = SecretHeaders.SecretsIn([.. request?.Headers ?? [], KeyValuePair.Create("key", key ?? "")]);
        // A key that is too short to be looked for everywhere is still one.
        if (key is { Length: > 0 } && !secrets.Contains(key)) secrets = [.. secrets, key];
        var refusal = error as ProviderException;
        string?[] texts = [error.Message, refusal?.Code, refusal?.Type, refusal?.RequestId, refusal?.Body];
        if (!texts.OfType<string>().Any(text => secrets.Any(secret => text.Contains(secret, StringComparison.Ordinal)))) return null;
        if (refusal is null) return new LlmException(Hide(error.Message)!);
        return new ProviderException(Hide(error.Message)!)
        {
            Kind = refusal.Kind,
            ContextLimit = refusal.ContextLimit,
            ContextUsed = refusal.ContextUsed,
            Status = refusal.Status,
            Code = Hide(refusal.Code),
            Type = Hide(refusal.Type),
            RequestId = Hide(refusal.RequestId),
            RetryAfter = refusal.RetryAfter,
            Body = Hide(refusal.Body),
        };

        string? Hide(string? text) => text is null ? null : SecretHeaders.Hide(text, secrets);
    }

    /// <summary>The error for a failed read from the network; a cancellation stays one, whatever was thrown.</summary>
    public static Exception OfRead(Exception ex, CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested
        ? new OperationCanceledException(ex.Message, ex, cancellationToken)
        : new ProviderException($"{Lost}: {(ex is OperationCanceledException ? "the server took too long." : ex.Message)}", ex)
        {
            Kind = ProviderErrorKind.Network,
        };

    /// <summary>Formats a URL without its user name, password and query.</summary>
    public static string Shown(Uri url) => $"{url.Scheme}://{url.Authority}{url.AbsolutePath}";

    /// <summary>Whether an exception means a failed connection, a broken answer or a timeout.</summary>
    public static bool IsOfNetwork(Exception ex) =>
        ex is HttpRequestException or IOException or InvalidDataException or ObjectDisposedException or OperationCanceledException;

    private static string Excerpt(string text) => text.Length > MaxExcerptLength ? text[..MaxExcerptLength] : text;
}
