using System.Text;
using System.Text.Json.Nodes;
using Llm.Json;
using ModelContextProtocol.Protocol;

namespace Llm.Mcp;

/// <summary>Collects the contents that a server sends: texts become one text, everything else becomes attachments.</summary>
internal sealed class ContentReader
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The texts in their order.</summary>
    public List<string> Texts { get; } = [];

    /// <summary>Images, audio and files.</summary>
    public List<Attachment> Attachments { get; } = [];

    /// <summary>Reads a tool's result. Structured content that no text contains is added as JSON.</summary>
    public static ToolOutput Read(CallToolResult result)
    {
        var reader = new ContentReader();
        foreach (var block in result.Content ?? []) reader.Add(block);
        if (result.StructuredContent is { } data)
        {
            var json = data.ToNode();
            if (!reader.Texts.Any(text => JsonText.TryParse(text, out var same) && JsonNode.DeepEquals(same, json)))
                reader.Texts.Add(PythonJson.Spaced(json));
        }

        return new ToolOutput(string.Join('\n', reader.Texts), reader.Attachments);
    }

    /// <summary>Adds a content of a tool's result or of a prompt; for unknown types, a note that names the type is added.</summary>
    public void Add(ContentBlock block)
    {
        switch (block)
        {
            case TextContentBlock text:
                Texts.Add(text.Text);
                break;
            case ImageContentBlock image:
                Attachments.Add(Attachment.FromBytes(image.DecodedData, image.MimeType));
                break;
            case AudioContentBlock audio:
                Attachments.Add(Attachment.FromBytes(audio.DecodedData, audio.MimeType));
                break;
            case EmbeddedResourceBlock { Resource: var resource }:
                Add(resource);
                break;
            case ResourceLinkBlock link:
                Texts.Add(
                    string.IsNullOrEmpty(link.Description) ? $"{link.Name}: {link.Uri}" : $"{link.Name}: {link.Uri} ({link.Description})");
                break;
            default:
                Texts.Add($"[content of type {block.Type}, which cannot be shown]");
                break;
        }
    }

    /// <summary>Adds a resource; bytes that are text become text, because models accept few types of files.</summary>
    public void Add(ResourceContents resource)
    {
        if (resource is TextResourceContents { Text: var text }) Texts.Add(text);
        else if (resource is BlobResourceContents blob && DecodeText(blob) is { } decoded) Texts.Add(decoded);
        else if (resource is BlobResourceContents { DecodedData: var data }) Attachments.Add(Attachment.FromBytes(data, resource.MimeType));
    }

    private static string? DecodeText(BlobResourceContents blob)
    {
        if (blob.MimeType is not { } type || !(type.StartsWith("text/", StringComparison.Ordinal) || type is "application/json"))
            return null;
        try
        {
            return Strict.GetString(blob.DecodedData.Span);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
