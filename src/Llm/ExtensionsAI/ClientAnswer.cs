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
    private Kind? open;
    private JsonObject? openMetadata;
    private bool hasText;
    private bool isSealed;
    private bool isPending;

    private enum Kind
    {
        Text,
        Reasoning,
        Other,
    }

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
        var isWithheld = open == Kind.Reasoning && !hasText;
        if (isWithheld) yield return Reasoning("", isPending ? openMetadata : null, redacted: true);
        else if (isPending) yield return Text("", openMetadata);
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
            AttachmentPart file => ReadFile(file.Attachment, file.ProviderMetadata),
            _ => [],
        };
    }

    /// <summary>
    /// Reads a piece of text. Its metadata belongs to the text before it, or to its own, so that plain text after it is a new part.
    /// </summary>
    private IEnumerable<StreamEvent> ReadText(string text, JsonObject? metadata)
    {
        if (text.Length == 0 && metadata is null) yield break;
        var continues = open == Kind.Text && (text.Length == 0 || (!isSealed && !(hasText && metadata is not null)));
        if (!continues)
        {
            foreach (var streamEvent in Start(Kind.Text)) yield return streamEvent;
        }

        hasText |= text.Length > 0;
        isSealed |= hasText && metadata is not null;
        openMetadata = KeptMetadata.Merge(openMetadata, metadata);
        // Citations arrive one by one, and a part keeps only the last metadata, so they are collected.
        isPending |= text.Length == 0;
        if (text.Length > 0) yield return Text(text, metadata);
    }

    /// <summary>Reads a piece of reasoning. Its opaque data belongs to all text before it, so that text after it is a new part.</summary>
    private IEnumerable<StreamEvent> ReadReasoning(string text, JsonObject? metadata)
    {
        if (open != Kind.Reasoning || isSealed)
        {
            foreach (var streamEvent in Start(Kind.Reasoning)) yield return streamEvent;
        }

        hasText |= text.Length > 0;
        isSealed = metadata is not null;
        if (text.Length > 0 || isSealed) yield return Reasoning(text, metadata);
    }

    private IEnumerable<StreamEvent> ReadCall(ToolCallPart call)
    {
        foreach (var streamEvent in Start(Kind.Other)) yield return streamEvent;
        yield return new ToolCallNameEvent(call.Name)
        {
            PartIndex = part,
            MessageIndex = messageIndex,
            ToolCallId = call.ToolCallId,
            ServerExecuted = call.ServerExecuted,
            ProviderMetadata = call.ProviderMetadata,
        };
        if (call.ToolCallId is not null) calls[call.ToolCallId] = (part, messageIndex);
        yield return Arguments(PythonJson.Compact(call.Arguments), part, messageIndex, call.ToolCallId, call.ServerExecuted);
    }

    /// <summary>Reads a result. A result in an answer means that the other side ran the tool, so the call is marked as executed.</summary>
    private IEnumerable<StreamEvent> ReadResult(ToolResultPart result)
    {
        foreach (var streamEvent in End()) yield return streamEvent;
        var metadata = result.ProviderMetadata?.DeepClone().AsObject();
        if (result.Exception is not null)
            ((metadata ??= [])[KeptMetadata.Key] ??= new JsonObject())[ContentReader.Failure] = result.Exception;
        if (result.ToolCallId is not null && calls.TryGetValue(result.ToolCallId, out var call))
        {
            yield return Arguments("", call.Part, call.Message, result.ToolCallId, isExecuted: true);
        }

        yield return new ToolResultEvent(result.Name, result.Output)
        {
            PartIndex = ++part,
            MessageIndex = messageIndex,
            ToolCallId = result.ToolCallId,
            ServerExecuted = true,
            ProviderMetadata = metadata,
        };
        foreach (var attachment in result.Attachments)
        {
            foreach (var streamEvent in ReadFile(attachment, null)) yield return streamEvent;
        }
    }

    private IEnumerable<StreamEvent> ReadFile(Attachment? file, JsonObject? metadata)
    {
        foreach (var streamEvent in Start(Kind.Other)) yield return streamEvent;
        yield return new AttachmentEvent(file) { PartIndex = part, MessageIndex = messageIndex, ProviderMetadata = metadata };
    }

    private IEnumerable<StreamEvent> Start(Kind kind)
    {
        foreach (var streamEvent in End()) yield return streamEvent;
        part++;
        open = kind;
    }

    private TextEvent Text(string text, JsonObject? metadata) =>
        new(text) { PartIndex = part, MessageIndex = messageIndex, ProviderMetadata = metadata };

    private ReasoningEvent Reasoning(string text, JsonObject? metadata, bool redacted = false) =>
        new(text) { PartIndex = part, MessageIndex = messageIndex, ProviderMetadata = metadata, Redacted = redacted };

    private static ToolCallArgumentsEvent Arguments(string json, int part, int message, string? callId, bool isExecuted) =>
        new(json) { PartIndex = part, MessageIndex = message, ToolCallId = callId, ServerExecuted = isExecuted };

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
