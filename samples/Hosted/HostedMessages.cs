using System.Text.Json.Nodes;
using Llm;

namespace Hosted;

/// <summary>Writes messages as the service wants them: a list of blocks for each, without those that it has no block for.</summary>
internal static class HostedMessages
{
    /// <summary>Under this name, parts keep what only the service understands.</summary>
    public const string Metadata = "hosted";

    public static async Task<JsonArray> WriteAsync(
        IEnumerable<Message> messages, HttpClient http, CancellationToken cancellationToken)
    {
        var array = new JsonArray();
        foreach (var message in messages.Where(message => message.Role != Message.SystemRole))
        {
            var blocks = new JsonArray();
            foreach (var part in message.Parts)
            {
                if (await WriteAsync(part, http, cancellationToken) is { } block) blocks.Add((JsonNode)block);
            }

            array.Add((JsonNode)new JsonObject
            {
                ["role"] = message.Role == Message.AssistantRole ? "assistant" : "user",
                ["content"] = blocks,
            });
        }

        return array;
    }

    private static async Task<JsonObject?> WriteAsync(Part part, HttpClient http, CancellationToken cancellationToken) => part switch
    {
        TextPart text => new() { ["type"] = "text", ["text"] = text.Text },
        AttachmentPart { Attachment: { } attachment } => await WriteAsync(attachment, http, cancellationToken),
        ReasoningPart reasoning => Write(reasoning),
        ToolCallPart call => new()
        {
            ["type"] = call.ServerExecuted ? "server_tool_use" : "tool_use",
            ["id"] = call.ToolCallId,
            ["name"] = call.Name,
            ["input"] = call.Arguments.DeepClone(),
        },
        ToolResultPart { ServerExecuted: true } result => new()
        {
            ["type"] = result.Name + "_tool_result",
            ["tool_use_id"] = result.ToolCallId,
            ["content"] = JsonNode.Parse(result.Output),
        },
        ToolResultPart result => new()
        {
            ["type"] = "tool_result",
            ["tool_use_id"] = result.ToolCallId,
            ["content"] = result.Output,
        },
        _ => null,
    };

    private static async Task<JsonObject> WriteAsync(Attachment attachment, HttpClient http, CancellationToken cancellationToken)
    {
        if (attachment.Url is { } url)
        {
            return new()
            {
                ["type"] = "image",
                ["source"] = new JsonObject { ["type"] = "url", ["url"] = url },
            };
        }

        var content = await attachment.ReadAsync(http, cancellationToken);
        return new()
        {
            ["type"] = "image",
            ["source"] = new JsonObject
            {
                ["type"] = "base64",
                ["media_type"] = await attachment.ResolveTypeAsync(http, cancellationToken),
                ["data"] = Convert.ToBase64String(content.Span),
            },
        };
    }

    /// <summary>The service accepts only reasoning that it signed or encrypted itself.</summary>
    private static JsonObject? Write(ReasoningPart reasoning)
    {
        var kept = reasoning.ProviderMetadata?[Metadata];
        if (kept?["data"] is { } data) return new() { ["type"] = "redacted_thinking", ["data"] = data.DeepClone() };
        if (kept?["signature"] is not { } signature) return null;
        return new() { ["type"] = "thinking", ["thinking"] = reasoning.Text, ["signature"] = signature.DeepClone() };
    }
}
