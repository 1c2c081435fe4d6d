using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Llm.ExtensionsAI;

/// <summary>Converts chat messages and chat options to a prompt of a model.</summary>
internal static class PromptRequest
{
    /// <summary>Reads the prompt's text, and everything else but the model's options.</summary>
    /// <exception cref="LlmException">The model does not support what the messages or options contain.</exception>
    public static (string? Text, PromptOptions Options) Read(Model model, IEnumerable<ChatMessage> chat, ChatOptions options)
    {
        var messages = ChatMessageReader.Read(chat, options.Instructions);
        Prompt.CheckAttachments(model, messages.SelectMany(Attachments));
        var system = messages is [{ Role: Message.SystemRole } first, ..] ? first.Text : null;
        var last = TakeQuestion(messages);
        // Without history, the prompt itself adds the instructions.
        var isFirstTurn = messages is []
            || (messages is [{ Role: Message.SystemRole, ProviderMetadata: null }] && messages[0].Parts.All(IsPlainText));
        var format = options.ResponseFormat as ChatResponseFormatJson;
        return (last?.Text, new PromptOptions
        {
            System = system,
            Attachments = [.. (last?.Parts ?? []).OfType<AttachmentPart>().Select(part => part.Attachment!)],
            Messages = isFirstTurn ? null : messages,
            Schema = ReadSchema(format),
            SchemaName = format?.SchemaName,
            SchemaDescription = format?.SchemaDescription,
            Tools = [.. (options.Tools ?? []).Select(ReadTool)],
            ToolChoice = options.Tools is { Count: > 0 } ? ReadChoice(options.ToolMode) : null,
            ParallelToolCalls = options.Tools is { Count: > 0 } ? options.AllowMultipleToolCalls : null,
            HideReasoning = options.Reasoning?.Output == ReasoningOutput.None,
        });
    }

    /// <summary>Removes the user's last message if it can become the prompt's text and attachments, as the log stores them.</summary>
    private static Message? TakeQuestion(List<Message> messages)
    {
        if (messages is not [.., { Role: Message.UserRole, ProviderMetadata: null, Parts: [TextPart { Text.Length: > 0 }, ..] } last])
            return null;
        if (!IsPlainText(last.Parts[0]) || last.Parts.Skip(1).Any(part => part is not AttachmentPart { ProviderMetadata: null }))
            return null;
        messages.RemoveAt(messages.Count - 1);
        return last;
    }

    private static bool IsPlainText(Part part) => part is TextPart { ProviderMetadata: null };

    private static IEnumerable<Attachment> Attachments(Message message) => message.Parts.SelectMany(part => part switch
    {
        AttachmentPart { Attachment: { } attachment } => [attachment],
        ToolResultPart result => result.Attachments,
        _ => Enumerable.Empty<Attachment>(),
    });

    private static JsonObject? ReadSchema(ChatResponseFormatJson? format) => format?.Schema is not { } schema
        ? null
        : BridgeJson.ToNode(schema) as JsonObject
            ?? throw new LlmException("The schema of ChatOptions.ResponseFormat must be a JSON object.");

    private static ToolChoice? ReadChoice(ChatToolMode? mode) => mode switch
    {
        null => null,
        NoneChatToolMode => ToolChoice.None,
        RequiredChatToolMode { RequiredFunctionName: { } name } => ToolChoice.FromName(name),
        RequiredChatToolMode => ToolChoice.Required,
        _ => ToolChoice.Auto,
    };

    private static Tool ReadTool(AITool tool) => tool is AIFunctionDeclaration function
        ? new Tool(
            function.Name,
            string.IsNullOrEmpty(function.Description) ? null : function.Description,
            BridgeJson.ToNode(function.JsonSchema) as JsonObject ?? [])
        : throw new LlmException(
            $"{tool.GetType().Name} is a tool that a service runs; only functions can be offered through ChatOptions.Tools.");
}
