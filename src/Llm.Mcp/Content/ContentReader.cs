using System.Text;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Mcp;

/// <summary>
/// Collects the contents that a server sends: texts become one text, everything else becomes attachments. A content that cannot be
/// read becomes a note, so that the others are not lost.
/// </summary>
internal sealed class ContentReader
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The texts in their order.</summary>
    public List<string> Texts { get; } = [];

    /// <summary>Images, audio and files.</summary>
    public List<Attachment> Attachments { get; } = [];

    /// <summary>Reads a tool's result. Structured content that the texts do not say is added as JSON.</summary>
    public static ToolOutput Read(JsonNode? result)
    {
        var reader = new ContentReader();
        if (result is not JsonObject map)
        {
            reader.AddBlocks(result);
        }
        else
        {
            reader.AddBlocks(map["content"]);
            if (new SaidTexts(reader.Texts).Unsaid(map["structuredContent"]) is { } data) reader.Texts.Add(PythonJson.Spaced(data));
        }

        return new ToolOutput(string.Join('\n', reader.Texts), reader.Attachments);
    }

    /// <summary>Adds the contents of a tool's result or of a prompt, which may be a list, a single one or only a text.</summary>
    public void AddBlocks(JsonNode? blocks)
    {
        if (blocks is JsonArray list)
        {
            foreach (var block in list) AddBlock(block);
        }
        else if (blocks is not null)
        {
            AddBlock(blocks);
        }
    }

    /// <summary>Adds a resource; bytes that are text become text, because models accept few types of files.</summary>
    public void AddResource(JsonObject resource)
    {
        if (resource.Scalar("text") is { } text) Texts.Add(text);
        else if (Bytes(resource.Text("blob"), resource.Text("mimeType")) is not { } blob)
            Texts.Add($"[resource {resource.Text("uri")}, which cannot be read]");
        else if (DecodeText(blob) is { } decoded) Texts.Add(decoded);
        else Attachments.Add(blob);
    }

    private void AddBlock(JsonNode? node)
    {
        if (node is not JsonObject block)
        {
            Texts.Add(node is JsonValue ? new JsonObject { ["text"] = node.DeepClone() }.Scalar("text")! : PythonJson.Spaced(node));
            return;
        }

        switch (Kind(block))
        {
            case "text" when block.Scalar("text") is { } text:
                Texts.Add(text);
                break;
            case "image" or "audio" when Bytes(block.Text("data"), block.Text("mimeType")) is { } data:
                Attachments.Add(data);
                break;
            case "resource" when block["resource"] is JsonObject resource:
                AddResource(resource);
                break;
            case "resource_link" when block.Text("uri") is { } uri:
                Texts.Add(
                    (block.Text("name") is { Length: > 0 } name ? $"{name}: {uri}" : uri)
                    + (block.Text("description") is { Length: > 0 } description ? $" ({description})" : ""));
                break;
            case { } kind:
                Texts.Add($"[content of type {kind}, which cannot be shown{Address(block)}]");
                break;
            default:
                Texts.Add(PythonJson.Spaced(block));
                break;
        }
    }

    /// <summary>The type of a content; one that does not state it is recognised by its members.</summary>
    private static string? Kind(JsonObject block)
    {
        if (block.Text("type") is { Length: > 0 } type) return type;
        if (block.ContainsKey("text")) return "text";
        if (block.ContainsKey("resource")) return "resource";
        if (block.ContainsKey("data")) return "image";
        return block.ContainsKey("uri") ? "resource_link" : null;
    }

    private static string Address(JsonObject block) => (block.Text("data") ?? block.Text("url") ?? block.Text("uri")) is { } data
        && Uri.TryCreate(data, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? $": {data}"
            : "";

    /// <summary>The bytes of base64 or of a data URL; null if the text is neither.</summary>
    private static Attachment? Bytes(string? data, string? type)
    {
        if (data is null) return null;
        if (data.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            var comma = data.IndexOf(',', StringComparison.Ordinal);
            if (comma < 0 || !data[..comma].EndsWith(";base64", StringComparison.OrdinalIgnoreCase)) return null;
            type ??= data["data:".Length..comma].Split(';')[0] is { Length: > 0 } stated ? stated : null;
            data = data[(comma + 1)..];
        }

        var bytes = new byte[data.Length];
        if (!Convert.TryFromBase64String(data, bytes, out var length)) return null;
        return Attachment.FromBytes(bytes.AsMemory(0, length), string.IsNullOrEmpty(type) ? null : type);
    }

    private static string? DecodeText(Attachment blob)
    {
        if (blob.Type is not { } type || !(type.StartsWith("text/", StringComparison.Ordinal) || type is "application/json")) return null;
        try
        {
            return Strict.GetString(blob.Content!.Value.Span);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
