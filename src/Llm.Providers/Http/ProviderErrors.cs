using System.Text;
using System.Text.Json;
using Llm.Json;

namespace Llm.Providers.Http;

/// <summary>Turns what can go wrong on the wire into errors that a user understands.</summary>
internal static class ProviderErrors
{
    /// <summary>How the message of an answer that was cut off begins.</summary>
    public const string Lost = "Connection lost before the answer was complete";

    private const int LongestExcerpt = 200;

    /// <summary>The server refused: its status and what it said, in the words of OpenAI's own client.</summary>
    public static async Task<LlmException> FromResponseAsync(
        HttpResponseMessage response, ProviderRequest request, CancellationToken cancellationToken)
    {
        using (response)
        {
            var text = "";
            try
            {
                // Not as a string: that trusts the charset which the server names.
                text = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(cancellationToken)).Trim();
            }
            catch (Exception ex) when (IsOfNetwork(ex) && !cancellationToken.IsCancellationRequested)
            {
                // The status tells enough.
            }

            var said = JsonText.TryParse(text, out var body) ? PythonRepr.Of(body) : text.Length > 0 ? text : response.ReasonPhrase;
            var status = (int)response.StatusCode;
            var code = $"Error code: {status}";
            return new ProviderException(
                string.IsNullOrEmpty(said) ? code : $"{code} - {SecretHeaders.Hide(said, request.Headers)}", status);
        }
    }

    /// <summary>Nobody answered at the address.</summary>
    public static LlmException Unreachable(Uri url, Exception ex)
    {
        var why = ex is OperationCanceledException ? "it did not answer in time" : ex.Message;
        return new LlmException(
            $"Connection error: {url.Scheme}://{url.Authority} cannot be reached ({why}). Check the address and the network.", ex);
    }

    /// <summary>The answer should have been JSON.</summary>
    public static LlmException NotJson(ReadOnlySpan<byte> data, JsonException ex)
    {
        var text = Encoding.UTF8.GetString(data[..Math.Min(data.Length, LongestExcerpt)]);
        return new LlmException($"The server sent something that is not JSON: {text}", ex);
    }

    /// <summary>The answer is JSON, but no answer of the interface that was asked.</summary>
    public static LlmException NoAnswer(string json)
    {
        var text = json.Length > LongestExcerpt ? json[..LongestExcerpt] : json;
        return new LlmException($"The server sent something that is not an answer: {text}");
    }

    /// <summary>Parses JSON that stays valid after the buffer is gone.</summary>
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

    /// <summary>The error without the key, for servers that repeat it in whatever they send; null if it does not hold the key.</summary>
    public static LlmException? WithoutKey(LlmException error, string? key)
    {
        if (string.IsNullOrEmpty(key) || !error.Message.Contains(key, StringComparison.Ordinal)) return null;
        var message = error.Message.Replace(key, "[...]", StringComparison.Ordinal);
        return error is ProviderException refusal ? new ProviderException(message, refusal.Status) : new LlmException(message);
    }

    /// <summary>A read from the network failed; a cancellation stays one, however it shows.</summary>
    public static Exception OfRead(Exception ex, CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested
        ? new OperationCanceledException(ex.Message, ex, cancellationToken)
        : new LlmException($"{Lost}: {(ex is OperationCanceledException ? "the server took too long." : ex.Message)}", ex);

    /// <summary>An address without the name and password that may stand in it, and without its query.</summary>
    public static string Shown(Uri url) => $"{url.Scheme}://{url.Authority}{url.AbsolutePath}";

    /// <summary>Whether this is how a connection, a broken answer or a timeout fails.</summary>
    public static bool IsOfNetwork(Exception ex) =>
        ex is HttpRequestException or IOException or InvalidDataException or ObjectDisposedException or OperationCanceledException;
}
