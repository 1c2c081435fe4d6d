using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.Anthropic;

/// <summary>Converts messages to the form of the Messages interface: what users and tools say, in turn with what the model said.</summary>
/// <param name="sources">The sources of all attachments, null if there are none.</param>
/// <param name="takesLaterInstructions">Whether instructions may stand between the messages.</param>
internal sealed class MessagesInput(Dictionary<Attachment, JsonObject>? sources, bool takesLaterInstructions)
{
    public const string PdfType = "application/pdf";

    private readonly JsonArray messages = [];
    private string? laterInstructions;

    /// <summary>The instructions that stand outside the messages; null if there are none.</summary>
    public string? System { get; private set; }

    /// <summary>All attachments of a prompt, those of the results of tools included.</summary>
    public static List<Attachment> AttachmentsOf(Prompt prompt)
    {
        var attachments = new List<Attachment>();
        foreach (var message in prompt.Messages)
        {
            foreach (var part in message.Parts)
            {
                if (part is AttachmentPart { Attachment: { } attachment }) attachments.Add(attachment);
                else if (part is ToolResultPart { Attachments: { Count: > 0 } more }) attachments.AddRange(more);
            }
        }

        return attachments;
    }

    /// <summary>The source of an attachment of known type: an address stays one, everything else is encoded.</summary>
    public static JsonObject ToSource(Attachment attachment, ReadOnlyMemory<byte>? content) => content is not { } bytes
        ? new JsonObject { ["type"] = "url", ["url"] = attachment.Url }
        : new JsonObject
        {
            ["type"] = "base64",
            ["media_type"] = MediaTypes.Plain(attachment.LocalType()!),
            ["data"] = Convert.ToBase64String(bytes.Span),
        };

    /// <summary>Converts all messages.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="cache">Whether the server is asked to keep everything up to the end of what the user says.</param>
    public JsonArray Build(Prompt prompt, bool cache)
    {
        string? active = null;
        for (var i = 0; i < prompt.Messages.Count; i++)
        {
            var message = prompt.Messages[i];
            if (message.Role != Message.SystemRole)
            {
                Add(message, isLast: i == prompt.Messages.Count - 1);
            }
            else if (message.Text is { Length: > 0 } instructions && instructions != active)
            {
                active = instructions;
                // Where only one place is left, the newest instructions count.
                if (messages.Count == 0 || !takesLaterInstructions) System = instructions;
                else laterInstructions = instructions;
            }
        }

        AddLaterInstructions();
        if (cache && messages is [.., JsonObject last] && last["content"] is JsonArray { Count: > 0 } content)
            content[^1]!["cache_control"] = new JsonObject { ["type"] = "ephemeral" };
        foreach (var message in messages) Simplify(message!.AsObject());
        return messages;
    }

    /// <summary>A message of one plain text is written as that text.</summary>
    private static void Simplify(JsonObject message)
    {
        if (message["content"] is JsonArray { Count: 1 } content && content[0] is JsonObject { Count: 2 } block
            && block.Text("type") == "text" && message.Text("role") != Message.SystemRole)
        {
            message["content"] = block.Text("text");
        }
    }

    private void Add(Message message, bool isLast)
    {
        var isAssistant = message.Role == Message.AssistantRole;
        var blocks = isAssistant ? AssistantBlocks.Write(message, isLast) : [];
        if (!isAssistant)
        {
            foreach (var part in message.Parts)
            {
                if (ToBlock(part) is { } block) blocks.AddNode(block);
            }
        }

        if (blocks.Count == 0) return;
        // Instructions follow what the user said, and precede the answer (llm-anthropic, 2026-11).
        if (isAssistant) AddLaterInstructions();
        var role = isAssistant ? Message.AssistantRole : Message.UserRole;
        if (!isAssistant && messages is [.., JsonObject last] && last.Text("role") == role)
        {
            // The results of tools and what the user says next belong in one message.
            var content = last["content"]!.AsArray();
            while (blocks.Count > 0)
            {
                var block = blocks[0];
                blocks.RemoveAt(0);
                content.AddNode(block);
            }
        }
        else
        {
            messages.AddNode(new JsonObject { ["role"] = role, ["content"] = blocks });
        }

        if (!isAssistant) AddLaterInstructions();
    }

    private void AddLaterInstructions()
    {
        if (laterInstructions is not { } text) return;
        laterInstructions = null;
        messages.AddNode(new JsonObject
        {
            ["role"] = Message.SystemRole,
            ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }),
        });
    }

    private JsonObject? ToBlock(Part part) => part switch
    {
        TextPart { IsEmpty: false } text => new JsonObject { ["type"] = "text", ["text"] = text.Text },
        AttachmentPart { Attachment: { } attachment } file => ToBlock(attachment, file.FileName),
        ToolResultPart { ServerExecuted: false } result => ToBlock(result),
        _ => null,
    };

    private JsonObject ToBlock(ToolResultPart result)
    {
        var block = new JsonObject { ["type"] = "tool_result", ["tool_use_id"] = result.ToolCallId };
        if (result.Attachments.Count == 0)
        {
            block["content"] = result.Output;
        }
        else
        {
            var content = new JsonArray();
            if (result.Output.Length > 0) content.AddNode(new JsonObject { ["type"] = "text", ["text"] = result.Output });
            foreach (var attachment in result.Attachments) content.AddNode(ToBlock(attachment, null));
            block["content"] = content;
        }

        if (result.Exception is not null) block["is_error"] = true;
        return block;
    }

    private JsonObject ToBlock(Attachment attachment, string? fileName)
    {
        var isPdf = MediaTypes.Plain(attachment.LocalType() ?? "") == PdfType;
        var block = new JsonObject { ["type"] = isPdf ? "document" : "image", ["source"] = sources![attachment].DeepClone() };
        if (isPdf && fileName is not null) block["title"] = fileName;
        return block;
    }
}
