using System.Globalization;
using System.Text.Json.Nodes;
using Llm.Json;
using Microsoft.Extensions.AI;

namespace Llm.ExtensionsAI;

/// <summary>Converts what a client returns to stream events, and collects its metadata about the answer.</summary>
/// <remarks>Every event names its part; consecutive contents of one kind that belong together are one part.</remarks>
/// <param name="context">Receives the finish reason, and the id and the model as soon as the client names them.</param>
internal sealed class ClientAnswer(ModelContext context)
{
    private readonly ContentReader contents = new();
    private readonly Dictionary<string, (int Part, int Message)> calls = [];
    private readonly JsonObject payload = [];
    private readonly AdditionalPropertiesDictionary properties = [];
    private UsageDetails? usage;
    private string? messageId;
    private int messageIndex;
    private int part = -1;
    private StreamEventType? open;
    private JsonObject? openMetadata;
    private bool hasText;
    private bool isSealed;
    private bool isPending;

    public IEnumerable<StreamEvent> Read(ChatResponse response)
    {
        Record(response.ResponseId, response.ModelId, response.CreatedAt, response.FinishReason, response.ConversationId);
        RecordProperties(response.AdditionalProperties);
        if (response.Usage is not null) (usage ??= new UsageDetails()).Add(response.Usage);
        foreach (var message in response.Messages)
        {
            RecordMessage(message.AuthorName, message.AdditionalProperties);
            // Contents of a complete answer are not merged.
            foreach (var streamEvent in message.Contents.SelectMany(content => Read(content).Concat(End()))) yield return streamEvent;
            messageIndex++;
        }
    }

    public IEnumerable<StreamEvent> Read(ChatResponseUpdate update)
    {
        Record(update.ResponseId, update.ModelId, update.CreatedAt, update.FinishReason, update.ConversationId);
        RecordMessage(update.AuthorName, update.AdditionalProperties);
        if (update.MessageId is { Length: > 0 } id && id != messageId)
        {
            if (messageId is not null)
            {
                foreach (var streamEvent in End()) yield return streamEvent;
                messageIndex++;
            }

            messageId = id;
        }

        foreach (var streamEvent in update.Contents.SelectMany(Read)) yield return streamEvent;
    }

    /// <summary>Ends the open part; reasoning without any text is marked as withheld.</summary>
    public IEnumerable<StreamEvent> End()
    {
        var isWithheld = open == StreamEventType.Reasoning && !hasText;
        if (isWithheld || isPending) yield return Event(open!.Value, metadata: isPending ? openMetadata : null, redacted: isWithheld);
        (open, openMetadata, hasText, isSealed, isPending) = (null, null, false, false, false);
    }

    /// <summary>Sets the context's properties to what the client reported about its answer.</summary>
    public void Describe(string requestedModel)
    {
        if (usage is not null) context.Usage = UsageCounts.Read(usage);
        if (context.ResponseModel is { } model && model != requestedModel) context.ResolvedModel = model;
        if (properties.Count > 0) payload["additional_properties"] = BridgeJson.ToObject(properties);
        if (usage is not null) payload["usage"] = BridgeJson.ToNode(usage);
        if (payload.Count > 0) context.RawJson = payload;
    }

    private IEnumerable<StreamEvent> Read(AIContent content)
    {
        if (content is UsageContent { Details: { } details })
        {
            (usage ??= new UsageDetails()).Add(details);
            return [];
        }

        return contents.Read(content) switch
        {
            TextPart text => ReadText(text.Text, text.ProviderMetadata),
            ReasoningPart reasoning => ReadReasoning(reasoning.Text, reasoning.ProviderMetadata),
            ToolCallPart call => ReadCall(call),
            ToolResultPart result => ReadResult(result),
            AttachmentPart file => Single(StreamEventType.Attachment, metadata: file.ProviderMetadata, attachment: file.Attachment),
            _ => [],
        };
    }

    /// <summary>
    /// Reads a piece of text. Its metadata belongs to the text before it, or to its own, so that plain text after it is a new part.
    /// </summary>
    private IEnumerable<StreamEvent> ReadText(string text, JsonObject? metadata)
    {
        if (text.Length == 0 && metadata is null) yield break;
        var continues = open == StreamEventType.Text && (text.Length == 0 || (!isSealed && !(hasText && metadata is not null)));
        if (!continues)
        {
            foreach (var streamEvent in Start(StreamEventType.Text)) yield return streamEvent;
        }

        hasText |= text.Length > 0;
        isSealed |= hasText && metadata is not null;
        openMetadata = KeptMetadata.Merge(openMetadata, metadata);
        // Citations arrive one by one, and a part keeps only the last metadata, so they are collected.
        isPending |= text.Length == 0;
        if (text.Length > 0) yield return Event(StreamEventType.Text, text, metadata: metadata);
    }

    /// <summary>Reads a piece of reasoning. Its opaque data belongs to all text before it, so that text after it is a new part.</summary>
    private IEnumerable<StreamEvent> ReadReasoning(string text, JsonObject? metadata)
    {
        if (open != StreamEventType.Reasoning || isSealed)
        {
            foreach (var streamEvent in Start(StreamEventType.Reasoning)) yield return streamEvent;
        }

        hasText |= text.Length > 0;
        isSealed = metadata is not null;
        if (text.Length > 0 || isSealed) yield return Event(StreamEventType.Reasoning, text, metadata: metadata);
    }

    private IEnumerable<StreamEvent> ReadCall(ToolCallPart call)
    {
        foreach (var streamEvent in Single(StreamEventType.ToolCallName, call.Name, call, call.ProviderMetadata)) yield return streamEvent;
        if (call.ToolCallId is not null) calls[call.ToolCallId] = (part, messageIndex);
        yield return Event(StreamEventType.ToolCallArguments, PythonJson.Compact(call.Arguments), call);
    }

    /// <summary>Reads a result. A result in an answer means that the other side ran the tool, so the call is marked as executed.</summary>
    private IEnumerable<StreamEvent> ReadResult(ToolResultPart result)
    {
        foreach (var streamEvent in End()) yield return streamEvent;
        var metadata = result.ProviderMetadata;
        if (result.Exception is not null)
            ((metadata ??= [])[KeptMetadata.Key] ??= new JsonObject())[ContentReader.Failure] = result.Exception;
        if (result.ToolCallId is not null && calls.TryGetValue(result.ToolCallId, out var call))
        {
            yield return new StreamEvent(StreamEventType.ToolCallArguments)
            {
                PartIndex = call.Part,
                MessageIndex = call.Message,
                ToolCallId = result.ToolCallId,
                ServerExecuted = true,
            };
        }

        yield return new StreamEvent(StreamEventType.ToolResult, result.Output)
        {
            PartIndex = ++part,
            MessageIndex = messageIndex,
            ToolCallId = result.ToolCallId,
            ToolName = result.Name,
            ServerExecuted = true,
            ProviderMetadata = metadata,
        };
        foreach (var attachment in result.Attachments)
        {
            foreach (var streamEvent in Single(StreamEventType.Attachment, attachment: attachment)) yield return streamEvent;
        }
    }

    private IEnumerable<StreamEvent> Start(StreamEventType type)
    {
        foreach (var streamEvent in End()) yield return streamEvent;
        part++;
        open = type;
    }

    /// <summary>An event that is a part, or begins a part that no earlier event began.</summary>
    private IEnumerable<StreamEvent> Single(
        StreamEventType type, string chunk = "", ToolCallPart? call = null, JsonObject? metadata = null, Attachment? attachment = null)
    {
        foreach (var streamEvent in Start(type)) yield return streamEvent;
        yield return Event(type, chunk, call, metadata, attachment);
    }

    private StreamEvent Event(
        StreamEventType type,
        string chunk = "",
        ToolCallPart? call = null,
        JsonObject? metadata = null,
        Attachment? attachment = null,
        bool redacted = false) =>
        new(type, chunk)
        {
            PartIndex = part,
            MessageIndex = messageIndex,
            ToolCallId = call?.ToolCallId,
            ServerExecuted = call?.ServerExecuted ?? false,
            ProviderMetadata = metadata,
            Attachment = attachment,
            Redacted = redacted,
        };

    private void Record(string? id, string? model, DateTimeOffset? created, ChatFinishReason? finish, string? conversation)
    {
        if (!string.IsNullOrEmpty(id)) payload["id"] = context.ResponseId = id;
        if (!string.IsNullOrEmpty(model)) payload["model"] = context.ResponseModel = model;
        if (created is { } time)
            payload.TryAdd("created_at", time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        if (finish is { } reason)
        {
            payload["finish_reason"] = reason.Value;
            context.FinishReason = FinishReason.FromProvider(reason.Value);
        }

        if (!string.IsNullOrEmpty(conversation)) payload["conversation_id"] = conversation;
    }

    private void RecordMessage(string? author, AdditionalPropertiesDictionary? given)
    {
        if (!string.IsNullOrEmpty(author)) payload["author_name"] = author;
        RecordProperties(given);
    }

    private void RecordProperties(AdditionalPropertiesDictionary? given)
    {
        foreach (var (name, value) in given ?? []) properties[name] = value;
    }
}
