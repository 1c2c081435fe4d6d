using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Http;

namespace Llm.Providers.OpenAI.Responses;

/// <summary>Converts the events of a Responses stream, or a complete response, to stream events.</summary>
/// <remarks>Every output item becomes a part, so that two reasoning items stay separate and keep their encrypted contents.</remarks>
/// <param name="context">Receives the finish reason, and the id and the model as soon as an event names them.</param>
internal sealed class ResponsesReader(ModelContext context) : AnswerReader(context)
{
    private readonly Dictionary<string, OpenItem> open = [];
    private int nextPart;
    private int messageIndex;
    private bool sawMessage;
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
                return Added(data);
            case "response.output_text.delta" or "response.refusal.delta":
                return Delta(data, Text);
            case "response.function_call_arguments.delta":
                return Delta(data, Arguments);
            case "response.reasoning_summary_text.delta" or "response.reasoning_text.delta":
                return Delta(data, Reasoning);
            case "response.reasoning_summary_text.done" or "response.reasoning_text.done":
                return Find(data).HasText ? [] : Chunk(data, Reasoning, data.Text("text"));
            case "response.output_item.done":
                return data.CopyObject("item") is { } item ? Done(item, Key(item.Text("id"), data.Integer("output_index"))) : [];
            case "response.created":
                Context.ResponseId = data.Object("response").Text("id");
                Context.ResponseModel = data.Object("response").Text("model");
                return [];
            case "response.completed" or "response.incomplete":
                if (data.CopyObject("response") is { } response) Finish(response);
                return [];
            case "response.failed":
                ProviderErrors.ThrowIfError(data.Object("response"));
                throw new ProviderException("The server failed to complete the answer and gave no reason.");
            case "error":
                throw ProviderErrors.Reported(data);
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
            if (item.Text("type") == "message") StartMessage();
            events.AddRange(Done(item, Key(item.Text("id"), i)));
        }

        return events;
    }

    /// <summary>
    /// Reads what only the final response contains: usage, the final encrypted reasoning, which must equal that of the stored payload, and
    /// the complete arguments and results of tools that the provider ran.
    /// </summary>
    public override IEnumerable<StreamEvent> ReadEnd()
    {
        if (final is null) yield break;
        Context.RawJson = PayloadTrimming.WithoutNulls(final);
        foreach (var item in (final["output"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (item.Text("id") is not { } id || !open.TryGetValue(id, out var known) || !known.IsDone) continue;
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

        if (final["usage"] is not JsonObject usage) yield break;
        Context.Usage = ResponsesUsage.Read(usage);
        if (!sawReasoning && Context.Usage.ReasoningTokens > 0) yield return new ReasoningEvent { Redacted = true };
    }

    private void Finish(JsonObject response)
    {
        final = response;
        Context.FinishReason = FinishReason.FromPayload(response);
        Context.ResponseId = response.Text("id");
        Context.ResponseModel = response.Text("model");
    }

    private IEnumerable<StreamEvent> Added(JsonElement data)
    {
        var item = data.Object("item");
        switch (item.Text("type"))
        {
            case "message":
                StartMessage();
                break;
            case "function_call":
                var call = Find(Key(item.Text("id"), data.Integer("output_index")));
                call.CallId = item.Text("call_id");
                yield return Name(item.Text("name") ?? "", call);
                break;
        }
    }

    private void StartMessage()
    {
        if (sawMessage) messageIndex++;
        sawMessage = true;
    }

    private List<StreamEvent> Done(JsonObject item, string key)
    {
        var known = Find(key);
        known.IsDone = true;
        switch (item.Text("type"))
        {
            case "message":
                return known.HasText ? [] : [.. Texts(item, "content").Select(text => Text(text, known))];
            case "reasoning":
                sawReasoning = true;
                var text = known.HasText ? "" : string.Concat(Texts(item, "summary").Concat(Texts(item, "content")));
                return [Reasoning(text, known, ReasoningMetadata(item), redacted: !known.HasText && text.Length == 0)];
            case "function_call":
                return FinishCall(item, known);
            case "image_generation_call":
                return Image(item, known) is { } image ? [image] : [];
            default:
                if (ServerTool.Read(item) is not { } tool) return [];
                nextPart = Math.Max(nextPart, known.Part + 2);
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
    private static AttachmentEvent? Image(JsonObject item, OpenItem known)
    {
        var text = item.Text("result") ?? "";
        var bytes = new byte[text.Length / 4 * 3];
        if (!Convert.TryFromBase64String(text, bytes, out var length) || length == 0) return null;
        var type = item.Text("output_format") is { } format ? $"image/{format}" : null;
        return new AttachmentEvent(Attachment.FromBytes(bytes.AsMemory(0, length), type))
        {
            PartIndex = known.Part,
            MessageIndex = known.MessageIndex,
        };
    }

    private static List<StreamEvent> FinishCall(JsonObject item, OpenItem known)
    {
        var events = new List<StreamEvent>();
        if (known.CallId is null)
        {
            known.CallId = item.Text("call_id") ?? "";
            events.Add(Name(item.Text("name") ?? "", known));
        }

        if (!known.HasText) events.Add(Arguments(item.Text("arguments") ?? "", known));
        return events;
    }

    private IEnumerable<StreamEvent> Delta(JsonElement data, Func<string, OpenItem, StreamEvent> toEvent) =>
        Chunk(data, toEvent, data.Text("delta"));

    private IEnumerable<StreamEvent> Chunk(JsonElement data, Func<string, OpenItem, StreamEvent> toEvent, string? text)
    {
        if (string.IsNullOrEmpty(text)) yield break;
        var item = Find(data);
        item.HasText = true;
        yield return toEvent(text, item);
    }

    /// <summary>The key of an item. Some compatible servers send no ids, so the index in the output is used instead.</summary>
    private static string Key(string? id, int? index) => string.IsNullOrEmpty(id) ? $"#{index}" : id;

    private OpenItem Find(JsonElement data) => Find(Key(data.Text("item_id"), data.Integer("output_index")));

    private OpenItem Find(string id)
    {
        if (!open.TryGetValue(id, out var item)) open[id] = item = new OpenItem(id, nextPart++, messageIndex);
        return item;
    }

    private static TextEvent Text(string text, OpenItem item) =>
        new(text) { PartIndex = item.Part, MessageIndex = item.MessageIndex };

    private static ReasoningEvent Reasoning(string text, OpenItem item) => Reasoning(text, item, null);

    private static ReasoningEvent Reasoning(string text, OpenItem item, JsonObject? metadata, bool redacted = false) => new(text)
    {
        PartIndex = item.Part,
        MessageIndex = item.MessageIndex,
        Redacted = redacted,
        ProviderMetadata = metadata is null ? null : new JsonObject { ["openai"] = metadata },
    };

    private static ToolCallNameEvent Name(string name, OpenItem item) =>
        new(name) { PartIndex = item.Part, MessageIndex = item.MessageIndex, ToolCallId = IdOf(item) };

    private static ToolCallArgumentsEvent Arguments(string json, OpenItem item) =>
        new(json) { PartIndex = item.Part, MessageIndex = item.MessageIndex, ToolCallId = IdOf(item) };

    private static string? IdOf(OpenItem item) => item.CallId is { Length: > 0 } id ? id : null;

    private static ToolCallArgumentsEvent ServerArguments(ServerTool tool, OpenItem item) => new(tool.Arguments)
    {
        PartIndex = item.Part,
        MessageIndex = item.MessageIndex,
        ToolCallId = item.Id,
        ServerExecuted = true,
    };

    private static ToolResultEvent ServerResult(ServerTool tool, OpenItem item, string result) => new(tool.Name, result)
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

    /// <summary>An output item that is being received.</summary>
    private sealed class OpenItem(string id, int part, int messageIndex)
    {
        public string Id { get; } = id;

        public int Part { get; } = part;

        public int MessageIndex { get; } = messageIndex;

        public string? CallId { get; set; }

        public bool HasText { get; set; }

        public bool IsDone { get; set; }
    }
}
