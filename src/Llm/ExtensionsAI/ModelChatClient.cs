using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Llm.ExtensionsAI;

/// <summary>A chat client that uses a model.</summary>
internal sealed class ModelChatClient(Model model, ModelChatClientSettings settings) : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        await using var pending = Start(messages, options, stream: false);
        var response = await pending.CompleteAsync(cancellationToken);
        // Callers expect a message even if the model said nothing.
        var answers = response.Messages.DefaultIfEmpty(Message.Assistant())
            .Select((message, i) => ChatMessageWriter.WriteAnswer(message, MessageId(response.Id, i)));
        return new ChatResponse([.. answers])
        {
            ResponseId = response.ResponseId ?? response.Id,
            ModelId = response.ResponseModel ?? pending.Model.Id,
            CreatedAt = response.StartedAt,
            FinishReason = EndOf(response),
            Usage = UsageCounts.Write(response.Usage),
            RawRepresentation = response,
        };
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return StreamAsync(messages, options, cancellationToken);
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null) return null;
        if (serviceType == typeof(ChatClientMetadata))
            return new ChatClientMetadata(model.Origin.Provider ?? model.ToString().Split(':')[0], model.Origin.Server, model.Id);
        return serviceType.IsInstanceOfType(this) ? this : serviceType.IsInstanceOfType(model) ? model : null;
    }

    public void Dispose()
    {
        // The model belongs to its host.
    }

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var pending = Start(messages, options, stream: true);
        var stream = new AnswerStream();
        var (messageIndex, messageId) = (0, MessageId(pending.Id, 0));
        await foreach (var streamEvent in pending.StreamEventsAsync(cancellationToken))
        {
            if (streamEvent.MessageIndex != messageIndex)
                (messageIndex, messageId) = (streamEvent.MessageIndex, MessageId(pending.Id, streamEvent.MessageIndex));
            if (stream.Read(streamEvent) is { } content) yield return Update(pending, [content], messageId, streamEvent);
        }

        // Calls have their ids and all their arguments only at the end.
        var response = pending.Response!;
        var tools = response.Messages.SelectMany(message => message.Parts).Where(part => part is ToolCallPart or ToolResultPart);
        var last = Update(pending, [.. tools.Select(part => ContentWriter.Write(part, forCaller: true)!)], messageId, response);
        if (UsageCounts.Write(response.Usage) is { } usage) last.Contents.Add(new UsageContent(usage));
        last.FinishReason = EndOf(response);
        yield return last;
    }

    private PendingResponse Start(IEnumerable<ChatMessage> messages, ChatOptions? options, bool stream)
    {
        options ??= new ChatOptions();
        var asked = Find(options.ModelId);
        // No server may see the key of another.
        var isSameServer = asked.Origin.Provider == model.Origin.Provider && asked.Origin.Server == model.Origin.Server;
        var request = PromptRequest.Read(asked, messages, options);
        return asked.Ask(request.Text, request.Options with
        {
            Options = OptionValues.Read(asked, options),
            ExtraBody = ExtraBodyReader.Read(this, asked, options, settings.SendUnknownProperties),
            Stream = stream,
            Key = isSameServer ? settings.Key : null,
        });
    }

    private Model Find(string? name) => name is null || name == model.Id
        ? model
        : model.Services.FindModel?.Invoke(name) ?? model.WithName(name) ?? throw new LlmException(
            $"This client uses {model.Id} and finds no model {name}: name a model of the same LlmHost in ChatOptions.ModelId, "
            + "or leave it out.");

    private static ChatResponseUpdate Update(PendingResponse response, IList<AIContent> contents, string messageId, object raw) =>
        new(ChatRole.Assistant, contents)
        {
            ResponseId = response.ResponseId ?? response.Id,
            MessageId = messageId,
            ModelId = response.ResponseModel ?? response.Model.Id,
            CreatedAt = response.StartedAt,
            RawRepresentation = raw,
        };

    private static string MessageId(string id, int index) => $"{id}-{index}";

    /// <summary>The provider's reason if it cut the answer short, else tool calls to run, else an ordinary end.</summary>
    private static ChatFinishReason EndOf(Response response) => response.FinishReason switch
    {
        { IsCutOff: true } reason => new ChatFinishReason(reason.Value),
        _ when response.ToolCalls.Count > 0 => ChatFinishReason.ToolCalls,
        { } reason when reason != FinishReason.ToolCalls => new ChatFinishReason(reason.Value),
        _ => ChatFinishReason.Stop,
    };
}
