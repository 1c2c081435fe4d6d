using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Http;
using Llm.Providers.OpenAI;

namespace Llm.Providers.Dify.Python;

/// <summary>Converts messages and tools to the form of Dify's SDK.</summary>
internal static class PythonMessages
{
    /// <summary>Under this name, parts keep what only the package understands.</summary>
    public const string Metadata = "dify";

    /// <summary>The member that the SDK keeps it in.</summary>
    public const string Opaque = "opaque_body";

    /// <summary>The media types of attachments that a model with these features takes.</summary>
    public static List<string> TypesFor(IReadOnlyList<string> features)
    {
        var types = new List<string>();
        if (features.Contains("vision")) types.AddRange(["image/png", "image/jpeg", "image/webp", "image/gif"]);
        if (features.Contains("audio")) types.AddRange(["audio/mpeg", "audio/wav"]);
        if (features.Contains("video")) types.Add("video/mp4");
        if (features.Contains("document")) types.Add("application/pdf");
        return types;
    }

    /// <summary>The messages of a prompt.</summary>
    /// <exception cref="LlmException">An attachment cannot be read.</exception>
    public static async Task<JsonArray> BuildAsync(Prompt prompt, Func<HttpClient> http, CancellationToken cancellationToken)
    {
        var output = new JsonArray();
        string? activeSystem = null;
        foreach (var message in MadeImages.MoveToUser(prompt.Messages, acceptsImages: true))
        {
            switch (message.Role)
            {
                case Message.ToolRole:
                    AddResults(output, message);
                    break;
                case Message.SystemRole:
                    // Unchanged instructions are not repeated.
                    if (message.Text != activeSystem) output.AddNode(new JsonObject { ["role"] = "system", ["content"] = message.Text });
                    activeSystem = message.Text;
                    break;
                case Message.AssistantRole:
                    output.AddNode(Assistant(message));
                    break;
                default:
                    var content = await ContentAsync(message, http, cancellationToken);
                    output.AddNode(new JsonObject { ["role"] = "user", ["content"] = content });
                    break;
            }
        }

        return output;
    }

    /// <summary>The tools of a prompt; null if there are none.</summary>
    public static JsonArray? ToolsOf(Prompt prompt)
    {
        if (prompt.Tools.Count == 0) return null;
        var tools = new JsonArray();
        foreach (var tool in prompt.Tools)
        {
            tools.AddNode(new JsonObject
            {
                ["name"] = tool.Name,
                ["description"] = tool.Description ?? "",
                ["parameters"] = tool.InputSchema.DeepClone(),
            });
        }

        return tools;
    }

    private static void AddResults(JsonArray output, Message message)
    {
        foreach (var part in message.Parts)
        {
            if (part is not ToolResultPart { ServerExecuted: false } result) continue;
            output.AddNode(new JsonObject
            {
                ["role"] = "tool",
                ["content"] = result.Output,
                ["tool_call_id"] = result.ToolCallId ?? "",
                ["name"] = result.Name,
            });
        }
    }

    private static JsonObject Assistant(Message message)
    {
        var entry = new JsonObject { ["role"] = "assistant", ["content"] = message.Text };
        var calls = new JsonArray();
        foreach (var part in message.Parts)
        {
            if (part.ProviderMetadata?[Metadata] is JsonObject kept && kept[Opaque] is { } opaque) entry[Opaque] = opaque.DeepClone();
            if (part is not ToolCallPart { ServerExecuted: false } call) continue;
            calls.AddNode(new JsonObject
            {
                ["id"] = call.ToolCallId ?? "",
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = PythonJson.Spaced(call.Arguments) },
            });
        }

        if (calls.Count > 0) entry["tool_calls"] = calls;
        return entry;
    }

    /// <summary>A text where there is nothing else, because older packages take no list.</summary>
    private static async Task<JsonNode> ContentAsync(Message message, Func<HttpClient> http, CancellationToken cancellationToken)
    {
        if (message.Parts.All(part => part is TextPart) && message.Parts.Count <= 1) return message.Text;
        var content = new JsonArray();
        foreach (var part in message.Parts)
        {
            if (part is TextPart text) content.AddNode(new JsonObject { ["type"] = "text", ["data"] = text.Text });
            else if (part is AttachmentPart { Attachment: { } attachment } file)
                content.AddNode(await ContentAsync(attachment, file.FileName, http, cancellationToken));
        }

        return content;
    }

    private static async Task<JsonObject> ContentAsync(
        Attachment attachment, string? fileName, Func<HttpClient> http, CancellationToken cancellationToken)
    {
        var type = await attachment.ResolveTypeAsync(http(), cancellationToken);
        var slash = type.IndexOf('/', StringComparison.Ordinal);
        var kind = slash > 0 && type[..slash] is "image" or "audio" or "video" ? type[..slash] : "document";
        var content = new JsonObject
        {
            ["type"] = kind,
            ["format"] = type == "audio/mpeg" ? "mp3" : type[(slash + 1)..],
            ["mime_type"] = type,
            ["filename"] = fileName ?? (attachment.Path is { } path ? Path.GetFileName(path) : ""),
        };
        if (attachment is { Content: null, Path: null, Url: { } url }) content["url"] = url;
        else content["base64_data"] = await AttachmentData.ToBase64Async(attachment, http, cancellationToken);
        // The SDK's own default makes images small.
        if (kind == "image") content["detail"] = "high";
        return content;
    }
}
