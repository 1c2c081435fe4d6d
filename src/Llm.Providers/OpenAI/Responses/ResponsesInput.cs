using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Http;

namespace Llm.Providers.OpenAI.Responses;

/// <summary>Converts messages to input items of the Responses interface.</summary>
internal static class ResponsesInput
{
    public static async Task<JsonArray> BuildAsync(
        Prompt prompt, bool acceptsImages, Func<HttpClient> http, CancellationToken cancellationToken)
    {
        var items = new JsonArray();
        var detail = prompt.Get(OpenAIOptions.ImageDetail);
        foreach (var message in MadeImages.MoveToUser(prompt.Messages, acceptsImages, made => ImageCallOf(made) is not null))
        {
            if (message.Role == Message.SystemRole) continue;
            // Reasoning precedes the message or call that it led to.
            foreach (var part in message.Parts.OfType<ReasoningPart>()) AddReasoning(items, part);
            switch (message.Role)
            {
                case Message.ToolRole:
                    AddResults(items, message);
                    break;
                case Message.UserRole:
                    await AddUserAsync(items, message, detail, http, cancellationToken);
                    break;
                case Message.AssistantRole:
                    await AddImagesAsync(items, message, http, cancellationToken);
                    AddAssistant(items, message);
                    break;
            }
        }

        return items;
    }

    private static void AddReasoning(JsonArray items, ReasoningPart part)
    {
        if (part.ProviderMetadata?["openai"] is not JsonObject metadata) return;
        var id = metadata.Text("id");
        var encrypted = metadata.Text("encrypted_content");
        if (string.IsNullOrEmpty(id) && string.IsNullOrEmpty(encrypted)) return;
        var item = new JsonObject { ["type"] = "reasoning" };
        if (!string.IsNullOrEmpty(id)) item["id"] = id;
        if (!string.IsNullOrEmpty(encrypted)) item["encrypted_content"] = encrypted;
        item["summary"] = metadata["summary"] is JsonArray summary ? summary.DeepClone() : new JsonArray();
        items.AddNode(item);
    }

    /// <summary>The id of the call of OpenAI's tool that made an image; null if it was made in another way.</summary>
    private static string? ImageCallOf(AttachmentPart part) =>
        part.Attachment is null ? null : (part.ProviderMetadata?["openai"] as JsonObject)?.Text("image_generation_call");

    /// <summary>Adds the images that OpenAI's tool made, so that the model can be asked to change them.</summary>
    private static async Task AddImagesAsync(
        JsonArray items, Message message, Func<HttpClient> http, CancellationToken cancellationToken)
    {
        foreach (var part in message.Parts.OfType<AttachmentPart>())
        {
            if (ImageCallOf(part) is not { } id) continue;
            items.AddNode(new JsonObject
            {
                ["type"] = "image_generation_call",
                ["id"] = id,
                ["status"] = "completed",
                ["result"] = await AttachmentData.ToBase64Async(part.Attachment!, http, cancellationToken),
            });
        }
    }

    private static void AddResults(JsonArray items, Message message)
    {
        foreach (var result in message.Parts.OfType<ToolResultPart>().Where(result => !result.ServerExecuted))
        {
            items.AddNode(
                new JsonObject { ["type"] = "function_call_output", ["call_id"] = result.ToolCallId, ["output"] = result.Output });
        }
    }

    private static async Task AddUserAsync(
        JsonArray items, Message message, string? detail, Func<HttpClient> http, CancellationToken cancellationToken)
    {
        var content = new JsonArray();
        var texts = message.Parts.OfType<TextPart>().ToList();
        foreach (var part in message.Parts)
        {
            if (part is AttachmentPart { Attachment: { } attachment } file)
                content.AddNode(await ConvertAsync(attachment, file.FileName, detail, http, cancellationToken));
            else if (message.Parts.Count > 1 && part is TextPart piece)
                content.AddNode(new JsonObject { ["type"] = "input_text", ["text"] = piece.Text });
        }

        if (content.Count > 0)
        {
            items.AddNode(new JsonObject { ["role"] = "user", ["content"] = content });
        }
        else if (texts.Count > 0)
        {
            items.AddNode(new JsonObject { ["role"] = "user", ["content"] = message.Text });
        }
    }

    private static void AddAssistant(JsonArray items, Message message)
    {
        if (message.Parts.OfType<TextPart>().Any()) items.AddNode(new JsonObject { ["role"] = "assistant", ["content"] = message.Text });
        foreach (var call in message.Parts.OfType<ToolCallPart>().Where(call => !call.ServerExecuted))
        {
            items.AddNode(new JsonObject
            {
                ["type"] = "function_call",
                ["call_id"] = call.ToolCallId,
                ["name"] = call.Name,
                ["arguments"] = PythonJson.Spaced(call.Arguments),
            });
        }
    }

    private static async Task<JsonObject> ConvertAsync(
        Attachment attachment, string? fileName, string? detail, Func<HttpClient> http, CancellationToken cancellationToken)
    {
        var type = await attachment.ResolveTypeAsync(http(), cancellationToken);
        if (type == "application/pdf")
        {
            return new JsonObject
            {
                ["type"] = "input_file",
                ["filename"] = fileName ?? $"{attachment.Id}.pdf",
                ["file_data"] = await AttachmentData.ToDataUrlAsync(attachment, type, http, cancellationToken),
            };
        }

        var keepsUrl = attachment.Url is not null && !type.StartsWith("audio/", StringComparison.Ordinal);
        var image = new JsonObject
        {
            ["type"] = "input_image",
            ["image_url"] = keepsUrl ? attachment.Url : await AttachmentData.ToDataUrlAsync(attachment, type, http, cancellationToken),
        };
        if (detail is not null && type.StartsWith("image/", StringComparison.Ordinal)) image["detail"] = detail;
        return image;
    }
}
