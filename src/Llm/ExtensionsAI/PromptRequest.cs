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
        var (text, turn) = MessagesTurn.Read(model, ChatMessageReader.Read(chat, options.Instructions));
        var format = options.ResponseFormat as ChatResponseFormatJson;
        return (text, turn with
        {
            Schema = ReadSchema(format),
            SchemaName = format?.SchemaName,
            SchemaDescription = format?.SchemaDescription,
            Tools = [.. (options.Tools ?? []).Select(ReadTool)],
            ToolChoice = options.Tools is { Count: > 0 } ? ReadChoice(options.ToolMode) : null,
            ParallelToolCalls = options.Tools is { Count: > 0 } ? options.AllowMultipleToolCalls : null,
            HideReasoning = options.Reasoning?.Output == ReasoningOutput.None,
        });
    }

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
