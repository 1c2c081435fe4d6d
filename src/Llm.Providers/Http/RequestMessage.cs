using System.Net.Http.Headers;
using System.Text;
using Llm.Json;

namespace Llm.Providers.Http;

/// <summary>Creates the HTTP message for one attempt of a request.</summary>
internal static class RequestMessage
{
    /// <summary>Some gateways refuse clients that do not identify themselves.</summary>
    private const string UserAgent = "llm-dotnet";

    /// <exception cref="LlmException">A header cannot be sent.</exception>
    public static HttpRequestMessage Create(ProviderRequest request, Uri url)
    {
        var message = new HttpRequestMessage(request.IsGet ? HttpMethod.Get : HttpMethod.Post, url);
        if (request.CreateContent is { } create)
        {
            message.Content = create();
        }
        else if (request.Body is not null)
        {
            // Written as Python's json does, because some strict servers require a float to have a decimal point (1.0).
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(PythonJson.CompactUnescaped(request.Body)));
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        message.Headers.Accept.ParseAdd(request.Stream switch
        {
            StreamFormat.ServerSentEvents => "text/event-stream, application/json",
            StreamFormat.JsonLines => "application/x-ndjson, application/json",
            _ => "application/json",
        });
        message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        foreach (var (name, value) in request.Headers) Set(message, name, value);
        return message;
    }

    /// <summary>Describes the message of a request without its secrets.</summary>
    /// <inheritdoc cref="Create" path="/exception"/>
    public static ModelRequest Describe(ProviderRequest request)
    {
        using var message = Create(request, request.Url);
        IEnumerable<KeyValuePair<string, IEnumerable<string>>> headers = message.Content is null
            ? message.Headers
            : message.Headers.Concat(message.Content.Headers);
        return new ModelRequest(
            message.Method.Method,
            WithoutUser(request.Url),
            [.. headers.Select(
                header => KeyValuePair.Create(header.Key, SecretHeaders.Contains(header.Key) ? "[...]" : string.Join(", ", header.Value)))],
            request.Body);
    }

    /// <summary>Removes the user name and password from a URL.</summary>
    public static Uri WithoutUser(Uri url) => new UriBuilder(url) { UserName = "", Password = "" }.Uri;

    /// <summary>Sets a header; a later value replaces an earlier one, so that users can override ours.</summary>
    private static void Set(HttpRequestMessage message, string name, string value)
    {
        // The length that a user gives may be wrong.
        if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)) return;
        var ofContent = message.Content is not null && name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase);
        HttpHeaders headers = ofContent ? message.Content!.Headers : message.Headers;
        var sendable = value.All(c => c is '\t' or (>= ' ' and <= '~'));
        try
        {
            headers.Remove(name);
            if (sendable && headers.TryAddWithoutValidation(name, value)) return;
        }
        catch (Exception ex) when (ex is FormatException or ArgumentException or InvalidOperationException)
        {
            throw new LlmException($"'{name}' cannot be the name of a request header.", ex);
        }

        throw new LlmException(SecretHeaders.Contains(name)
            ? $"The key contains characters that cannot be sent in the header {name}, "
                + "such as a line break or a letter that is not ASCII. Set it again."
            : $"The value of the header {name} contains characters that cannot be sent, "
                + "such as a line break or a letter that is not ASCII.");
    }
}
