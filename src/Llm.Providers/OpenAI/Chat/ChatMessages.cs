using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Http;

namespace Llm.Providers.OpenAI.Chat;

/// <summary>Converts messages to the form of the Chat Completions interface.</summary>
internal static class ChatMessages
{
    public static async Task<JsonArray> BuildAsync(
        Prompt prompt, bool acceptsImages, Func<HttpClient> http, CancellationToken cancellationToken)
    {
        var output = new JsonArray();
        var detail = prompt.Get(OpenAIOptions.ImageDetail);
        string? activeSystem = null;
        var messages = MadeImages.MoveToUser(prompt.Messages, acceptsImages);
        var lastUser = messages.Count - 1;
        while (lastUser >= 0 && messages[lastUser].Role != Message.UserRole) lastUser--;
        for (var i = 0; i < messages.Count; i++)
        {
            var message = messages[i];
            if (message.Role == Message.ToolRole)
            {
                foreach (var result in message.Parts.OfType<ToolResultPart>().Where(result => !result.ServerExecuted))
                {
                    output.AddNode(new JsonObject { ["role"] = "tool", ["tool_call_id"] = result.ToolCallId, ["content"] = result.Output });
                }

                continue;
            }

            if (message.Role == Message.SystemRole)
            {
                // Unchanged instructions are not repeated.
                if (message.Text == activeSystem) continue;
                activeSystem = message.Text;
            }

            if (await ConvertAsync(message, detail, http, cancellationToken) is not { } converted) continue;
            if (i > lastUser) AddReasoning(converted, message);
            output.AddNode(converted);
        }

        return output;
    }

    private static async Task<JsonObject?> ConvertAsync(
        Message message, string? detail, Func<HttpClient> http, CancellationToken cancellationToken)
    {
        var texts = message.Parts.OfType<TextPart>().ToList();
        // What the user says in several pieces stays in pieces and in order, so that words do not run together.
        var isApart = message.Role == Message.UserRole && message.Parts.Count > 1;
        var items = new JsonArray();
        foreach (var part in message.Parts)
        {
            if (part is AttachmentPart { Attachment: { } attachment } file)
                items.AddNode(await ConvertAsync(attachment, file.FileName, detail, http, cancellationToken));
            else if (isApart && part is TextPart piece)
                items.AddNode(new JsonObject { ["type"] = "text", ["text"] = piece.Text });
        }

        if (!isApart && items.Count > 0 && texts.Count > 0)
            items.Insert(0, new JsonObject { ["type"] = "text", ["text"] = message.Text });
        JsonNode? content = items.Count > 0 ? items : texts.Count > 0 ? message.Text : null;
        var entry = new JsonObject { ["role"] = message.Role, ["content"] = content };
        if (message.AuthorName is { } author && ToName(author) is { Length: > 0 } name) entry["name"] = name;
        // A call that another provider ran has no result that this interface accepts.
        var calls = new JsonArray();
        foreach (var part in message.Parts)
        {
            if (part is ToolCallPart { ServerExecuted: false } call) calls.Add((JsonNode)ToJson(call));
        }

        if (calls.Count > 0) entry["tool_calls"] = calls;
        var isEmpty = content is null && calls.Count == 0 && message.Role != Message.AssistantRole;
        return isEmpty ? null : entry;
    }

    /// <summary>
    /// Sends the reasoning of a compatible server back with the calls that it led to, in the member that it came in: DeepSeek refuses the
    /// results of tools without it, and OpenRouter's models lose their thread. Later turns do without.
    /// </summary>
    private static void AddReasoning(JsonObject entry, Message message)
    {
        if (!entry.ContainsKey("tool_calls")) return;
        foreach (var part in message.Parts.OfType<ReasoningPart>())
        {
            if (part.ProviderMetadata?[ChatReasoning.MetadataName] is not JsonObject metadata) continue;
            if (metadata.Text("field") is not { } field) continue;
            if (metadata["details"] is JsonArray details) entry["reasoning_details"] = details.DeepClone();
            else entry[field] = entry.Text(field) + part.Text;
        }
    }

    /// <summary>The characters that the interface accepts in a name.</summary>
    private static string ToName(string author) => string.Concat(author.Where(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'));

    private static JsonObject ToJson(ToolCallPart call) => new()
    {
        ["type"] = "function",
        ["id"] = call.ToolCallId,
        ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = PythonJson.Spaced(call.Arguments) },
    };

    private static async Task<JsonObject> ConvertAsync(
        Attachment attachment, string? fileName, string? detail, Func<HttpClient> http, CancellationToken cancellationToken)
    {
        var type = await attachment.ResolveTypeAsync(http(), cancellationToken);
        if (type == "application/pdf")
        {
            var file = new JsonObject
            {
                ["filename"] = fileName ?? $"{attachment.Id}.pdf",
                ["file_data"] = await AttachmentData.ToDataUrlAsync(attachment, type, http, cancellationToken),
            };
            return new JsonObject { ["type"] = "file", ["file"] = file };
        }

        if (type.StartsWith("image/", StringComparison.Ordinal))
        {
            var image = new JsonObject
            {
                ["url"] = attachment.Url ?? await AttachmentData.ToDataUrlAsync(attachment, type, http, cancellationToken),
            };
            if (detail is not null) image["detail"] = detail;
            return new JsonObject { ["type"] = "image_url", ["image_url"] = image };
        }

        var audio = new JsonObject
        {
            ["data"] = await AttachmentData.ToBase64Async(attachment, http, cancellationToken),
            ["format"] = type == "audio/wav" ? "wav" : "mp3",
        };
        return new JsonObject { ["type"] = "input_audio", ["input_audio"] = audio };
    }
}
