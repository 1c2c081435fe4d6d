using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Http;
using Llm.Providers.OpenAI.Calls;

namespace Llm.Providers.OpenAI.Responses;

/// <summary>Converts the events of a Responses stream, or a complete response, to stream events.</summary>
/// <remarks>Every output item becomes a part, so that two reasoning items stay separate and keep their encrypted contents.</remarks>
/// <param name="context">Receives the finish reason, and the id and the model as soon as an event names them.</param>
internal sealed class ResponsesReader(ModelContext context) : AnswerReader(context)
{
    private readonly CallIds callIds = new(context);
    private readonly OutputItems items = new();
    private bool sawReasoning;
    private JsonObject? final;

    /// <summary>Whether the final response has been received.</summary>
    public override bool IsComplete => final is not null;

    /// <inheritdoc/>
    public override IEnumerable<StreamEvent> ReadEvent(string name, JsonElement data)
    {
        switch (data.Text("type"))
        {
            case "response.output_item.added":
                return Added(data.CopyObject("item") ?? [], OutputItems.IndexOf(data));
            case "response.output_text.delta" or "response.refusal.delta":
                return Delta(data, ItemKind.Message, Text);
            case "response.reasoning_summary_text.delta" or "response.reasoning_text.delta":
                return Delta(data, ItemKind.Reasoning, Reasoning);
            case "response.function_call_arguments.delta":
                return AddArguments(items.Find(data, ItemKind.Call), data.Text("delta"));
            case "response.output_text.done":
                return Whole(data, ItemKind.Message, Text, data.Text("text"));
            case "response.refusal.done":
                return Whole(data, ItemKind.Message, Text, data.Text("refusal"));
            case "response.content_part.done":
                var piece = data.Object("part");
                return piece.Text("type") is "reasoning_text"
                    ? Whole(data, ItemKind.Reasoning, Reasoning, piece.Text("text"))
                    : Whole(data, ItemKind.Message, Text, piece.Text("text") ?? piece.Text("refusal"));
            case "response.reasoning_summary_text.done" or "response.reasoning_text.done":
                return Whole(data, ItemKind.Reasoning, Reasoning, data.Text("text"));
            case "response.function_call_arguments.done":
                return FinishArguments(items.Find(data, ItemKind.Call), CallPiece.ArgumentsOf(data));
            case "response.output_item.done":
                return data.CopyObject("item") is { } item ? Done(item, items.Find(item, OutputItems.IndexOf(data))) : [];
            case "response.created":
                Context.ResponseId = data.Object("response").Text("id");
                Context.ResponseModel = data.Object("response").Text("model");
                return [];
            case "response.completed" or "response.incomplete" or "response.done":
                ProviderErrors.ThrowIfError(data.Object("response"));
                if (data.CopyObject("response") is { } response) Finish(response);
                return [];
            case "response.failed" or "response.cancelled":
                ProviderErrors.ThrowIfError(data.Object("response"));
                throw new ProviderException("The server failed to complete the answer and gave no reason. Prompt again.");
            case "response.error":
                throw ProviderErrors.Reported(data);
            case null:
                ProviderErrors.ThrowIfFlatError(data);
                return [];
            default:
                return [];
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<StreamEvent> ReadWhole(JsonElement answer)
    {
        if (answer.ToNode() is not JsonObject response || response["output"] is not JsonArray output) throw ProviderErrors.NoAnswer(answer);
        Finish(response);
        var events = new List<StreamEvent>();
        for (var i = 0; i < output.Count; i++)
        {
            if (output[i] is not JsonObject item) continue;
            if (OutputItems.KindOf(item) == ItemKind.Message) items.StartMessage();
            events.AddRange(Done(item, items.Add(item.Given("id"), i, OutputItems.KindOf(item))));
        }

        return events;
    }

    /// <summary>
    /// Reads what only the final response contains: usage, the final encrypted reasoning, which must equal that of the stored payload,
    /// the complete arguments and results of tools that the provider ran, and every kind of content that no event contained.
    /// </summary>
    public override IEnumerable<StreamEvent> ReadEnd()
    {
        var events = new List<StreamEvent>();
        if (final is not null)
        {
            Context.RawJson = PayloadTrimming.WithoutNulls(final);
            var received = items.All.Where(item => item.HasContent || item.IsDone).Select(item => item.Kind).ToHashSet();
            foreach (var (index, item) in (final["output"] as JsonArray ?? []).OfType<JsonObject>().Index())
            {
                var kind = OutputItems.KindOf(item);
                var known = items.Match(item, index);
                if (kind == ItemKind.Call && known is not null)
                    events.AddRange(FinishArguments(known, CallPiece.ArgumentsOf(item.ToElement())));
                else if (!received.Contains(kind))
                    events.AddRange(Done(item, known ?? items.Add(item.Given("id"), index, kind)));
                events.AddRange(Complete(item));
            }
        }

        foreach (var item in items.All) item.Call?.Finish(events);
        if (final?["usage"] is not JsonObject usage) return events;
        Context.Usage = ResponsesUsage.Read(usage);
        if (!sawReasoning && Context.Usage.ReasoningTokens > 0) events.Add(new ReasoningEvent { Redacted = true });
        return events;
    }

    /// <summary>Completes an item that has been received with what the final response says of it.</summary>
    private IEnumerable<StreamEvent> Complete(JsonObject item)
    {
        if (item.Text("id") is not { } id || items.All.FirstOrDefault(other => other.Id == id) is not { IsDone: true } known) yield break;
        if (item.Text("type") == "reasoning" && ReasoningMetadata(item) is { } metadata)
        {
            yield return Reasoning("", known, metadata);
        }
        else if (ServerTool.Read(item) is { } tool)
        {
            yield return ServerArguments(tool, known);
            yield return ServerResult(tool, known, tool.Result);
        }
    }

    private void Finish(JsonObject response)
    {
        final = response;
        Context.FinishReason = FinishReason.FromPayload(response);
        Context.ResponseId = response.Text("id");
        Context.ResponseModel = response.Text("model");
    }

    private List<StreamEvent> Added(JsonObject item, int? index)
    {
        var events = new List<StreamEvent>();
        switch (OutputItems.KindOf(item))
        {
            case ItemKind.Message:
                items.StartMessage();
                break;
            case ItemKind.Call:
                AddCall(items.Find(item, index), item, events);
                break;
        }

        return events;
    }

    private List<StreamEvent> Done(JsonObject item, OutputItem known)
    {
        known.IsDone = true;
        switch (item.Text("type"))
        {
            case "message":
                var texts = known.HasContent ? [] : Texts(item, "content").Select(text => Text(text, known)).ToList<StreamEvent>();
                known.HasContent |= texts.Count > 0;
                return texts;
            case "reasoning":
                sawReasoning = true;
                var text = known.HasContent ? "" : string.Concat(Texts(item, "summary").Concat(Texts(item, "content")));
                var isWithheld = !known.HasContent && text.Length == 0;
                known.HasContent = true;
                return [Reasoning(text, known, ReasoningMetadata(item), isWithheld)];
            case "function_call":
                var events = new List<StreamEvent>();
                AddCall(known, item, events);
                events.AddRange(FinishArguments(known, CallPiece.ArgumentsOf(item.ToElement())));
                known.Call!.Finish(events);
                return events;
            case "image_generation_call":
                return Image(item, known) is { } image ? [image] : [];
            default:
                if (ServerTool.Read(item) is not { } tool) return [];
                items.ReserveAfter(known);
                // Both parts are created now to fix their order; their contents are complete only in the final response.
                return
                [
                    new ToolCallNameEvent(tool.Name)
                    {
                        PartIndex = known.Part,
                        MessageIndex = known.MessageIndex,
                        ToolCallId = known.Id,
                        ServerExecuted = true,
                    },
                    ServerResult(tool, known, ""),
                ];
        }
    }

    /// <summary>The image that the provider's tool generated; null if there is none.</summary>
    private static AttachmentEvent? Image(JsonObject item, OutputItem known)
    {
        var text = item.Text("result") ?? "";
        var bytes = new byte[text.Length / 4 * 3];
        if (!Convert.TryFromBase64String(text, bytes, out var length) || length == 0) return null;
        var type = item.Text("output_format") is { } format ? $"image/{format}" : null;
        return new AttachmentEvent(Attachment.FromBytes(bytes.AsMemory(0, length), type))
        {
            PartIndex = known.Part,
            MessageIndex = known.MessageIndex,
            // With the id, the image can be sent back as what it is.
            ProviderMetadata = known.Id is null
                ? null
                : new JsonObject { ["openai"] = new JsonObject { ["image_generation_call"] = known.Id } },
        };
    }

    private void AddCall(OutputItem known, JsonObject item, List<StreamEvent> events)
    {
        known.HasContent = true;
        known.Call ??= new OpenCall(null, callIds) { Part = known.Part, MessageIndex = known.MessageIndex };
        known.Call.Add(new CallPiece(null, item.Given("call_id"), item.Given("name"), null), events);
    }

    private List<StreamEvent> AddArguments(OutputItem known, string? json)
    {
        var events = new List<StreamEvent>();
        AddCall(known, [], events);
        known.Call!.Add(new CallPiece(null, null, null, json), events);
        return events;
    }

    /// <summary>Takes the whole arguments, which servers also send where they sent none before, or an empty object.</summary>
    private List<StreamEvent> FinishArguments(OutputItem known, string? json)
    {
        var isNew = known.Call is not { Arguments: { IsMissing: false, IsEmptyObject: false } };
        return json is { Length: > 0 } && isNew ? AddArguments(known, json) : [];
    }

    private List<StreamEvent> Delta(JsonElement data, ItemKind kind, Func<string, OutputItem, StreamEvent> toEvent)
    {
        if (data.Text("delta") is not { Length: > 0 } text) return [];
        var item = items.Find(data, kind);
        item.HasContent = true;
        item.Received.Add(PartOf(data));
        return [toEvent(text, item)];
    }

    /// <summary>Reads the whole text of a part of an item, which counts if no piece of it has been received.</summary>
    private List<StreamEvent> Whole(
        JsonElement data, ItemKind kind, Func<string, OutputItem, StreamEvent> toEvent, string? text)
    {
        if (string.IsNullOrEmpty(text)) return [];
        var item = items.Find(data, kind);
        if (!item.Received.Add(PartOf(data))) return [];
        item.HasContent = true;
        return [toEvent(text, item)];
    }

    /// <summary>The part of an item that an event is about.</summary>
    private static string PartOf(JsonElement data) =>
        data.Integer("summary_index") is { } summary ? $"summary {summary}" : $"content {data.Integer("content_index") ?? 0}";

    private static TextEvent Text(string text, OutputItem item) =>
        new(text) { PartIndex = item.Part, MessageIndex = item.MessageIndex };

    private static ReasoningEvent Reasoning(string text, OutputItem item) => Reasoning(text, item, null);

    private static ReasoningEvent Reasoning(string text, OutputItem item, JsonObject? metadata, bool redacted = false) => new(text)
    {
        PartIndex = item.Part,
        MessageIndex = item.MessageIndex,
        Redacted = redacted,
        ProviderMetadata = metadata is null ? null : new JsonObject { ["openai"] = metadata },
    };

    private static ToolCallArgumentsEvent ServerArguments(ServerTool tool, OutputItem item) => new(tool.Arguments)
    {
        PartIndex = item.Part,
        MessageIndex = item.MessageIndex,
        ToolCallId = item.Id,
        ServerExecuted = true,
    };

    private static ToolResultEvent ServerResult(ServerTool tool, OutputItem item, string result) => new(tool.Name, result)
    {
        PartIndex = item.Part + 1,
        MessageIndex = item.MessageIndex,
        ToolCallId = item.Id,
        ServerExecuted = true,
    };

    private static JsonObject? ReasoningMetadata(JsonObject item)
    {
        var metadata = new JsonObject();
        foreach (var name in (string[])["id", "encrypted_content"])
        {
            if (item.Text(name) is { Length: > 0 } text) metadata[name] = text;
        }

        if (item["summary"] is JsonArray { Count: > 0 } summary) metadata["summary"] = summary.DeepClone();
        return metadata.Count > 0 ? metadata : null;
    }

    private static IEnumerable<string> Texts(JsonObject item, string name) =>
        (item[name] as JsonArray ?? []).OfType<JsonObject>().Select(part => part.Text("text") ?? part.Text("refusal")).OfType<string>()
            .Where(text => text.Length > 0);
}
