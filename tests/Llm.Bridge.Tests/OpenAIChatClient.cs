using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using ChatResponseFormat = OpenAI.Chat.ChatResponseFormat;

namespace Llm.Bridge.Tests;

/// <summary>A chat client over OpenAI's own package, as small as the tests allow.</summary>
internal sealed class OpenAIChatClient(string model, string key, Uri endpoint) : IChatClient
{
    private readonly ChatClient client =
        new(model, new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = endpoint, RetryPolicy = new ClientRetryPolicy(0) });

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ChatCompletion answer = await client.CompleteChatAsync(messages.SelectMany(ToOpenAI), ToOpenAI(options), cancellationToken);
        var contents = answer.Content.Select(part => (AIContent)new TextContent(part.Text)).ToList();
        contents.AddRange(answer.ToolCalls.Select(call => ToCall(call.Id, call.FunctionName, call.FunctionArguments.ToString())));
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, contents))
        {
            ResponseId = answer.Id,
            ModelId = answer.Model,
            CreatedAt = answer.CreatedAt,
            FinishReason = ToReason(answer.FinishReason),
            Usage = ToUsage(answer.Usage),
            RawRepresentation = answer,
        };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var calls = new SortedDictionary<int, (string Id, string Name, StringBuilder Arguments)>();
        await foreach (var chunk in client.CompleteChatStreamingAsync(messages.SelectMany(ToOpenAI), ToOpenAI(options), cancellationToken))
        {
            var contents = chunk.ContentUpdate.Select(part => (AIContent)new TextContent(part.Text)).ToList();
            foreach (var piece in chunk.ToolCallUpdates)
            {
                if (!calls.ContainsKey(piece.Index)) calls[piece.Index] = (piece.ToolCallId, piece.FunctionName, new StringBuilder());
                calls[piece.Index].Arguments.Append(piece.FunctionArgumentsUpdate);
            }

            if (chunk.FinishReason is not null)
                contents.AddRange(calls.Values.Select(call => ToCall(call.Id, call.Name, call.Arguments.ToString())));
            if (chunk.Usage is not null) contents.Add(new UsageContent(ToUsage(chunk.Usage)));
            yield return new ChatResponseUpdate(ChatRole.Assistant, contents)
            {
                ResponseId = chunk.CompletionId,
                MessageId = chunk.CompletionId,
                ModelId = chunk.Model,
                CreatedAt = chunk.CreatedAt,
                FinishReason = chunk.FinishReason is { } reason ? ToReason(reason) : null,
            };
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata)
            ? new ChatClientMetadata("openai", endpoint, model)
            : serviceType.IsInstanceOfType(this)
            ? this
            : null;

    public void Dispose()
    {
    }

    private static IEnumerable<OpenAI.Chat.ChatMessage> ToOpenAI(ChatMessage message)
    {
        if (message.Role == ChatRole.System) return [new SystemChatMessage(message.Text)];
        if (message.Role == ChatRole.User) return [new UserChatMessage(message.Contents.Select(ToPart))];
        if (message.Role == ChatRole.Tool)
        {
            return message.Contents.OfType<FunctionResultContent>()
                .Select(result => new ToolChatMessage(result.CallId, result.Result!.ToString()));
        }

        var calls = message.Contents.OfType<FunctionCallContent>().Select(call =>
            ChatToolCall.CreateFunctionToolCall(
                call.CallId, call.Name, BinaryData.FromString(JsonSerializer.Serialize(call.Arguments)))).ToList();
        var answer = new AssistantChatMessage(message.Text);
        foreach (var call in calls) answer.ToolCalls.Add(call);
        return [answer];
    }

    private static ChatMessageContentPart ToPart(AIContent content) => content switch
    {
        TextContent text => ChatMessageContentPart.CreateTextPart(text.Text),
        DataContent data => ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(data.Data), data.MediaType),
        UriContent uri => ChatMessageContentPart.CreateImagePart(uri.Uri),
        _ => throw new NotSupportedException(content.GetType().Name),
    };

    private static ChatCompletionOptions ToOpenAI(ChatOptions? options)
    {
        var sent = new ChatCompletionOptions { Temperature = options?.Temperature, MaxOutputTokenCount = options?.MaxOutputTokens };
        foreach (var tool in (options?.Tools ?? []).Cast<AIFunctionDeclaration>())
        {
            sent.Tools.Add(ChatTool.CreateFunctionTool(tool.Name, tool.Description, BinaryData.FromString(tool.JsonSchema.GetRawText())));
        }

        if (options?.ResponseFormat is ChatResponseFormatJson { Schema: { } schema } format)
        {
            sent.ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat(
                format.SchemaName ?? "output", BinaryData.FromString(schema.GetRawText()));
        }

        return sent;
    }

    private static FunctionCallContent ToCall(string id, string name, string arguments) =>
        FunctionCallContent.CreateFromParsedArguments(
            arguments, id, name, static json => JsonSerializer.Deserialize<Dictionary<string, object?>>(json));

    private static ChatFinishReason ToReason(OpenAI.Chat.ChatFinishReason reason) => reason switch
    {
        OpenAI.Chat.ChatFinishReason.Length => ChatFinishReason.Length,
        OpenAI.Chat.ChatFinishReason.ToolCalls => ChatFinishReason.ToolCalls,
        OpenAI.Chat.ChatFinishReason.ContentFilter => ChatFinishReason.ContentFilter,
        _ => ChatFinishReason.Stop,
    };

    private static UsageDetails ToUsage(ChatTokenUsage usage) => new()
    {
        InputTokenCount = usage.InputTokenCount,
        OutputTokenCount = usage.OutputTokenCount,
        TotalTokenCount = usage.TotalTokenCount,
        CachedInputTokenCount = usage.InputTokenDetails?.CachedTokenCount,
        ReasoningTokenCount = usage.OutputTokenDetails?.ReasoningTokenCount,
    };
}
