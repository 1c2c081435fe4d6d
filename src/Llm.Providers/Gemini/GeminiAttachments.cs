using System.Text.Json.Nodes;
using Llm.Providers.Http;

namespace Llm.Providers.Gemini;

/// <summary>Converts attachments to parts of a content.</summary>
internal static class GeminiAttachments
{
    /// <summary>The types that llm-gemini 0.33 takes, and the names by which their formats are found here.</summary>
    public static readonly string[] Types =
    [
        "text/plain", "text/csv", "text/html", "application/pdf",
        "image/png", "image/jpeg", "image/webp", "image/heic", "image/heif",
        "audio/wav", "audio/mp3", "audio/mpeg", "audio/aiff", "audio/aac", "audio/ogg", "application/ogg", "audio/flac",
        "video/mp4", "video/mpeg", "video/mpg", "video/mov", "video/quicktime", "video/avi", "video/x-msvideo", "video/x-flv", "video/webm",
        "video/wmv", "video/x-ms-wmv", "video/3gpp", YouTube,
    ];

    private const string YouTube = "video/youtube";

    /// <summary>Converts an attachment: a video of YouTube is sent by its address, anything else with its bytes.</summary>
    /// <param name="attachment">The attachment.</param>
    /// <param name="isMade">Whether it is of an answer, so that the server chose its type.</param>
    /// <param name="http">Returns the client that fetches it.</param>
    /// <param name="cancellationToken">Cancels reading it.</param>
    /// <exception cref="LlmException">The type is not taken, or the bytes cannot be read.</exception>
    public static async Task<JsonObject> ConvertAsync(
        Attachment attachment, bool isMade, Func<HttpClient> http, CancellationToken cancellationToken)
    {
        if (attachment.Url is { } url && IsYouTube(url))
            return new JsonObject { ["fileData"] = new JsonObject { ["mimeType"] = YouTube, ["fileUri"] = url } };
        var type = await attachment.ResolveTypeAsync(http(), cancellationToken);
        if (!isMade)
        {
            type = MediaTypes.Plain(type);
            if (Array.IndexOf(Types, type) < 0)
                throw new LlmException($"This model does not support attachments of type '{type}', only {string.Join(", ", Types)}");
            type = WireType(type);
        }

        var data = await AttachmentData.ToBase64Async(attachment, http, cancellationToken);
        return new JsonObject { ["inlineData"] = new JsonObject { ["mimeType"] = type, ["data"] = data } };
    }

    /// <summary>The name that the interface has for a type (ai.google.dev/gemini-api/docs: audio, video-understanding).</summary>
    private static string WireType(string type) => type switch
    {
        "audio/mpeg" => "audio/mp3",
        "application/ogg" => "audio/ogg",
        "video/x-msvideo" => "video/avi",
        "video/x-ms-wmv" => "video/wmv",
        _ => type,
    };

    private static bool IsYouTube(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")) return false;
        return address.Host switch
        {
            "youtu.be" => address.AbsolutePath.Length > 1,
            "youtube.com" or "www.youtube.com" =>
                address.PathAndQuery.StartsWith("/watch?v=", StringComparison.Ordinal)
                    || address.AbsolutePath.StartsWith("/embed/", StringComparison.Ordinal),
            _ => false,
        };
    }
}
