using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Web.Answers;

/// <summary>Reads the contents of messages in the forms of OpenAI's and Anthropic's interfaces.</summary>
internal static class ContentReader
{
    private const string DataScheme = "data:";

    /// <summary>Reads a text or a list of parts.</summary>
    /// <exception cref="ServedException">A part is of a kind that no model takes, or lacks its data.</exception>
    public static IReadOnlyList<Part> Parts(JsonNode? content) => content switch
    {
        null => [],
        JsonValue text => text.ToString().Length > 0 ? [new TextPart(text.ToString())] : [],
        JsonArray list => [.. list.Select(item => item is JsonObject part ? Part(part) : Unknown(item))],
        _ => [Unknown(content)],
    };

    /// <summary>Reads only the texts of a content, as of instructions or the result of a tool.</summary>
    public static string Text(JsonNode? content) => content switch
    {
        null => "",
        JsonArray list => string.Join('\n', list.OfType<JsonObject>().Select(part => part.Text("text")).OfType<string>()),
        JsonValue text => text.ToString(),
        _ => content.ToJsonString(),
    };

    /// <summary>Reads the attachments of a content, such as the pictures in the result of a tool.</summary>
    public static IReadOnlyList<Attachment> Attachments(JsonNode? content)
    {
        var parts = (content as JsonArray ?? []).OfType<JsonObject>().Where(part => part.Text("text") is null);
        return [.. parts.Select(Part).OfType<AttachmentPart>().Select(part => part.Attachment!)];
    }

    private static Part Part(JsonObject part) => part.Text("type") switch
    {
        "text" or "input_text" or "output_text" => new TextPart(part.Text("text") ?? ""),
        "refusal" => new TextPart(part.Text("refusal") ?? ""),
        "image_url" or "input_image" =>
            new AttachmentPart(FromUrl((part["image_url"] as JsonObject)?.Text("url") ?? part.Text("image_url"))),
        "input_audio" when part["input_audio"] is JsonObject sound =>
            new AttachmentPart(FromBase64(sound.Text("data"), "audio/" + (sound.Text("format") ?? "wav"))),
        "file" when part["file"] is JsonObject file => new AttachmentPart(FromUrl(file.Text("file_data"))),
        "input_file" => new AttachmentPart(FromUrl(part.Text("file_data") ?? part.Text("file_url"))),
        "image" or "document" when part["source"] is JsonObject source => FromSource(source),
        _ => Unknown(part),
    };

    /// <summary>The source of Anthropic's interface.</summary>
    private static Part FromSource(JsonObject source) => source.Text("type") switch
    {
        "base64" => new AttachmentPart(FromBase64(source.Text("data"), source.Text("media_type"))),
        "url" => new AttachmentPart(FromUrl(source.Text("url"))),
        "text" => new TextPart(source.Text("data") ?? ""),
        _ => Unknown(source),
    };

    private static Attachment FromUrl(string? url)
    {
        if (url is null) throw ServedException.BadRequest("A file or picture has neither data nor an address.");
        if (url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            return Attachment.FromUrl(url);
        var comma = url.IndexOf(',', StringComparison.Ordinal);
        if (!url.StartsWith(DataScheme, StringComparison.OrdinalIgnoreCase) || comma < 0)
            throw ServedException.BadRequest("A file or picture must be an address with http or https, or data as data:TYPE;base64,DATA.");
        var type = url[DataScheme.Length..comma].Split(';')[0];
        return FromBase64(url[(comma + 1)..], type.Length > 0 ? type : null);
    }

    /// <summary>Reads data that is not wrapped in an address.</summary>
    public static Attachment FromBase64(string? data, string? type)
    {
        try
        {
            return Attachment.FromBytes(Convert.FromBase64String(data ?? ""), type);
        }
        catch (FormatException)
        {
            throw ServedException.BadRequest("The data of a file or picture is not valid base64.");
        }
    }

    private static Part Unknown(JsonNode? part) => throw ServedException.BadRequest(
        $"A message has a part of an unknown kind: {(part as JsonObject)?.Text("type") ?? "not an object"}.");
}
