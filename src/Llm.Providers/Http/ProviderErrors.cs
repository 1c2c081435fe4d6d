using System.Text;
using System.Text.Json;
using Llm.Json;

namespace Llm.Providers.Http;

/// <summary>Converts network and server errors to errors for users.</summary>
internal static class ProviderErrors
{
    /// <summary>The beginning of the message for an answer that was cut off.</summary>
    public const string Lost = "Connection lost before the answer was complete";

    private const int MaxExcerptLength = 200;

    /// <summary>The error for a refused request: its status and the server's message, worded as in OpenAI's own client.</summary>
    public static async Task<LlmException> FromResponseAsync(
        HttpResponseMessage response, ProviderRequest request, CancellationToken cancellationToken)
    {
        using (response)
        {
            var text = "";
            try
            {
                // Not read as a string, which would rely on the charset that the server names.
                text = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(cancellationToken)).Trim();
            }
            catch (Exception ex) when (IsOfNetwork(ex) && !cancellationToken.IsCancellationRequested)
            {
                // The status is enough.
            }

            var detail = JsonText.TryParse(text, out var body) ? PythonRepr.Of(body) : text.Length > 0 ? text : response.ReasonPhrase;
            var status = (int)response.StatusCode;
            var code = $"Error code: {status}";
            return new ProviderException(
                string.IsNullOrEmpty(detail) ? code : $"{code} - {SecretHeaders.Hide(detail, request.Headers)}", status);
        }
    }

    /// <summary>The error for a server that cannot be reached.</summary>
    public static LlmException Unreachable(Uri url, Exception ex)
    {
        var why = ex is OperationCanceledException ? "it did not answer in time" : ex.Message;
        return new LlmException(
            $"Connection error: {url.Scheme}://{url.Authority} cannot be reached ({why}). Check the address and the network.", ex);
    }

    /// <summary>The error for an answer that is not JSON.</summary>
    public static LlmException NotJson(ReadOnlySpan<byte> data, JsonException ex)
    {
        var text = Encoding.UTF8.GetString(data[..Math.Min(data.Length, MaxExcerptLength)]);
        return new LlmException($"The server sent something that is not JSON: {text}", ex);
    }

    /// <summary>The error for JSON that is not an answer of the interface.</summary>
    public static LlmException NoAnswer(JsonElement answer)
    {
        var json = answer.GetRawText();
        var text = json.Length > MaxExcerptLength ? json[..MaxExcerptLength] : json;
        return new LlmException($"The server sent something that is not an answer: {text}");
    }

    /// <summary>Parses JSON that does not depend on the buffer.</summary>
    public static JsonElement ParseElement(ReadOnlySpan<byte> data)
    {
        try
        {
            return JsonText.ParseElement(data);
        }
        catch (JsonException ex)
        {
            throw NotJson(data, ex);
        }
    }

    /// <summary>Throws the error that a server reports inside an answer that began successfully.</summary>
    public static void ThrowIfError(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("error", out var error)) return;
        if (error.ValueKind == JsonValueKind.Null) return;
        throw new LlmException(
            error.Text("message") ?? (error.ValueKind == JsonValueKind.String ? error.GetString()! : PythonRepr.Of(error.ToNode())));
    }

    /// <summary>Removes the key from an error, for servers that repeat it; returns null if the error does not contain it.</summary>
    public static LlmException? WithoutKey(LlmException error, string? key)
    {
        if (string.IsNullOrEmpty(key) || !error.Message.Contains(key, StringComparison.Ordinal)) return null;
        var message = error.Message.Replace(key, "[...]", StringComparison.Ordinal);
        return error is ProviderException refusal ? new ProviderException(message, refusal.Status) : new LlmException(message);
    }

    /// <summary>The error for a failed read from the network; a cancellation stays one, whatever was thrown.</summary>
    public static Exception OfRead(Exception ex, CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested
        ? new OperationCanceledException(ex.Message, ex, cancellationToken)
        : new LlmException($"{Lost}: {(ex is OperationCanceledException ? "the server took too long." : ex.Message)}", ex);

    /// <summary>Formats a URL without its user name, password and query.</summary>
    public static string Shown(Uri url) => $"{url.Scheme}://{url.Authority}{url.AbsolutePath}";

    /// <summary>Whether an exception means a failed connection, a broken answer or a timeout.</summary>
    public static bool IsOfNetwork(Exception ex) =>
        ex is HttpRequestException or IOException or InvalidDataException or ObjectDisposedException or OperationCanceledException;
}
