using System.Text;
using System.Text.Json;
using Llm.Json;

namespace Llm.Providers.Http;

/// <summary>Turns what can go wrong on the wire into errors that a user understands.</summary>
internal static class ProviderErrors
{
    private const int LongestExcerpt = 200;

    /// <summary>The server refused: its status and what it said, in the words of OpenAI's own client.</summary>
    public static async Task<LlmException> FromResponseAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using (response)
        {
            string text;
            try
            {
                text = (await response.Content.ReadAsStringAsync(cancellationToken)).Trim();
            }
            catch (Exception ex) when (ex is HttpRequestException or IOException)
            {
                text = "";
            }

            var said = JsonText.TryParse(text, out var body) ? PythonRepr.Of(body) : text.Length > 0 ? text : response.ReasonPhrase;
            return new LlmException($"Error code: {(int)response.StatusCode} - {said}");
        }
    }

    /// <summary>Nobody answered at the address.</summary>
    public static LlmException Unreachable(Uri url, HttpRequestException ex) =>
        new($"Connection error: {url.GetLeftPart(UriPartial.Authority)} cannot be reached ({ex.Message}). Check the address and the network.", ex);

    /// <summary>The answer should have been JSON.</summary>
    public static LlmException NotJson(ReadOnlySpan<byte> data, JsonException ex)
    {
        var text = Encoding.UTF8.GetString(data[..Math.Min(data.Length, LongestExcerpt)]);
        return new LlmException($"The server sent something that is not JSON: {text}", ex);
    }

    /// <summary>Parses JSON that stays valid after the buffer is gone.</summary>
    public static JsonElement ParseElement(ReadOnlySpan<byte> data)
    {
        try
        {
            var reader = new Utf8JsonReader(data);
            return JsonElement.ParseValue(ref reader);
        }
        catch (JsonException ex)
        {
            throw NotJson(data, ex);
        }
    }

    /// <summary>Runs a read from the network and gives its failures a message.</summary>
    public static async ValueTask<T> TranslateAsync<T>(Func<ValueTask<T>> read, string message, CancellationToken cancellationToken)
    {
        try
        {
            return await read();
        }
        catch (Exception ex) when (ex is HttpRequestException or IOException or InvalidDataException && !cancellationToken.IsCancellationRequested)
        {
            throw new LlmException($"{message}: {ex.Message}", ex);
        }
        catch (Exception ex) when (ex is HttpRequestException or IOException)
        {
            throw new OperationCanceledException(ex.Message, ex, cancellationToken);
        }
    }
}
