using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Http;
using static Llm.Providers.Anthropic.BlockEvents;

namespace Llm.Providers.Anthropic;

/// <summary>Converts the events of a Messages stream, or a complete message, to stream events.</summary>
/// <remarks>
/// Events are recognised by the type in their data, as the vendor's libraries do, and unknown ones mean nothing. Every block becomes a
/// part, so that two blocks of thinking stay separate and keep their signatures.
/// </remarks>
internal sealed class MessagesReader(ModelContext context) : AnswerReader(context)
{
    private readonly List<ContentBlock> blocks = [];
    private readonly CallIds callIds = new(context);
    private JsonObject? head;
    private readonly JsonObject usage = [];
    private bool isPrefixSent;
    private bool isStopped;

    /// <summary>The given beginning of the answer, which precedes it; null for none.</summary>
    public string? Prefix { get; init; }

    /// <summary>Whether the arguments of a call of <see cref="MessagesRequest.SchemaTool"/> are the answer.</summary>
    public bool ReadsSchemaTool { get; init; }

    /// <summary>Whether all counts are kept, because the prompt asked for the cache.</summary>
    public bool KeepsAllCounts { get; init; }

    /// <summary>Whether the server has given the reason or the last event.</summary>
    public override bool IsComplete => isStopped || Context.FinishReason is not null;

    private int FirstPart => string.IsNullOrEmpty(Prefix) ? 0 : 1;

    /// <inheritdoc/>
    public override StreamEvent? ReadUtf8(string name, ReadOnlySpan<byte> data)
    {
        if (isStopped || !MessagesDelta.TryFind(data, out var index, out var start, out var end)) return null;
        if (Find(index) is not { Type: ContentBlock.TextType } block) return null;
        var at = block.Text.Length;
        var length = JsonLiteral.Append(data, start, end, block.Text);
        if (length == 0) return null;
        block.HasContent = true;
        return new TextEvent(block.Text, at, length) { PartIndex = block.Part };
    }

    /// <inheritdoc/>
    public override IEnumerable<StreamEvent> ReadEvent(string name, JsonElement data)
    {
        var events = new List<StreamEvent>();
        if (isStopped) return events;
        switch (data.Text("type") ?? name)
        {
            case "message_start":
                ReadHead(data.Object("message"), events);
                break;
            case "content_block_start":
                var block = data.CopyObject("content_block") ?? [];
                var index = IndexOf(data) ?? blocks.Count;
                if (Find(index) is not { IsDone: false } open || !IsRepeated(open, block)) Start(block, index, events);
                break;
            case "content_block_delta":
                ReadDelta(IndexOf(data), data.Object("delta"), events);
                break;
            case "content_block_stop":
                if (Find(IndexOf(data)) is { } ended) Finish(ended, events);
                break;
            case "message_delta":
                ReadEnding(data.Object("delta"), data.Object("usage"));
                if (data.CopyObject("container") is { } container) Head["container"] = container;
                break;
            case "message_stop":
                isStopped = true;
                break;
            case EventStream.DefaultName:
                ProviderErrors.ThrowIfFlatError(data);
                break;
        }

        return events;
    }

    /// <inheritdoc/>
    public override IEnumerable<StreamEvent> ReadWhole(JsonElement answer)
    {
        if (answer.ToNode() is not JsonObject message || message["content"] is not JsonArray content) throw ProviderErrors.NoAnswer(answer);
        var events = new List<StreamEvent>();
        ReadHead(answer, events);
        ReadEnding(answer, answer.Object("usage"));
        foreach (var item in content)
        {
            if (item is not JsonObject block) continue;
            Start(block.DeepClone().AsObject(), blocks.Count, events);
            Finish(blocks[^1], events);
        }

        return events;
    }

    /// <inheritdoc/>
    public override IEnumerable<StreamEvent> ReadEnd()
    {
        var events = new List<StreamEvent>();
        foreach (var block in blocks) Finish(block, events);
        Context.Payload ??= Combine();
        if (usage.Count > 0) Context.Usage = MessagesUsage.Read(usage, KeepsAllCounts);
        return head?.Text("stop_reason") == "refusal" ? ThenRefuse(events, head["stop_details"] as JsonObject) : events;
    }

    private JsonObject Head => head ??= [];

    private static int? IndexOf(JsonElement data) => data.Integer("index");

    private static bool IsRepeated(ContentBlock open, JsonObject block) =>
        open.Type == block.Text("type") && open.Json.Text("id") == block.Text("id");

    /// <summary>The newest block with an index; the newest of all if the server gives none.</summary>
    private ContentBlock? Find(int? index)
    {
        for (var i = blocks.Count - 1; i >= 0; i--)
        {
            if (index is null || blocks[i].Index == index) return blocks[i];
        }

        return null;
    }

    private void ReadHead(JsonElement message, List<StreamEvent> events)
    {
        if (head is not null || message.ToNode() is not JsonObject given) return;
        head = given;
        head.Remove("content");
        Context.ResponseId = given.Text("id");
        Context.ResponseModel = given.Text("model");
        ReadUsage(given["usage"] as JsonObject);
        head.Remove("usage");
        AddPrefix(events);
    }

    private void AddPrefix(List<StreamEvent> events)
    {
        if (isPrefixSent || string.IsNullOrEmpty(Prefix)) return;
        isPrefixSent = true;
        events.Add(new TextEvent(Prefix) { PartIndex = 0 });
    }

    private void ReadEnding(JsonElement ending, JsonElement counts)
    {
        foreach (var name in (string[])["stop_reason", "stop_sequence", "stop_details", "container"])
        {
            if (ending.ValueKind == JsonValueKind.Object && ending.TryGetProperty(name, out var value)) Head[name] = value.ToNode();
        }

        if (FinishReason.FromProvider(ending.Text("stop_reason")) is { } reason) Context.FinishReason = reason;
        ReadUsage(counts.ToNode() as JsonObject);
    }

    /// <summary>The counts at the end replace those at the beginning; those that it leaves out stay.</summary>
    private void ReadUsage(JsonObject? counts)
    {
        foreach (var (name, value) in counts ?? [])
        {
            if (value is not null || !usage.ContainsKey(name)) usage[name] = value?.DeepClone();
        }
    }

    /// <summary>Begins a block, which is whole in an answer in one piece and usually empty in a stream.</summary>
    private ContentBlock Start(JsonObject json, int index, List<StreamEvent> events)
    {
        AddPrefix(events);
        var block = new ContentBlock(json, index, blocks.Count + FirstPart);
        blocks.Add(block);
        if (block.Type == ContentBlock.TextType)
        {
            AddText(block, json.Text("text"), events);
        }
        else if (block.Type == ContentBlock.ThinkingType)
        {
            AddThinking(block, json.Text("thinking"), events);
            AddSignature(block, json.Text("signature"), events);
        }
        else if (block.Type == "redacted_thinking")
        {
            AddWithheld(block, new JsonObject { ["type"] = block.Type, ["data"] = json.Text("data") }, events);
        }
        else if (block.IsCall)
        {
            block.IsAnswer = ReadsSchemaTool && json.Text("name") == MessagesRequest.SchemaTool;
            if (!block.IsAnswer) AddCall(block, events);
        }
        else if (block.Type.EndsWith(AssistantBlocks.ResultSuffix, StringComparison.Ordinal))
        {
            AddResult(block, events);
        }

        return block;
    }

    private void ReadDelta(int? index, JsonElement delta, List<StreamEvent> events)
    {
        switch (delta.Text("type"))
        {
            case "text_delta":
                AddText(Find(index, ContentBlock.TextType, events), delta.Text("text"), events);
                break;
            case "thinking_delta":
                AddThinking(Find(index, ContentBlock.ThinkingType, events), delta.Text("thinking"), events);
                break;
            case "signature_delta":
                AddSignature(Find(index, ContentBlock.ThinkingType, events), delta.Text("signature"), events);
                break;
            case "input_json_delta":
                if (Find(index) is not { } call || (!call.IsCall && !call.IsAnswer))
                {
                    throw new ProviderException(
                        "The server sent the arguments of a tool call before the call, so they cannot be trusted. Prompt again.");
                }

                AddArguments(call, delta.Text("partial_json"), events);
                break;
            case "citations_delta" when Find(index) is { } cited && delta.CopyObject("citation") is { } citation:
                if (cited.Json["citations"] is not JsonArray) cited.Json["citations"] = new JsonArray();
                cited.Json["citations"]!.AsArray().AddNode(citation);
                break;
        }
    }

    /// <summary>The block of a piece; a new one if the server has not begun it.</summary>
    private ContentBlock Find(int? index, string type, List<StreamEvent> events) => Find(index) is { } known && known.Type == type
        ? known
        : Start(new JsonObject { ["type"] = type }, index ?? blocks.Count, events);

    /// <summary>A signature, of which the last one counts; it may be all that is shown of the thinking.</summary>
    private void AddSignature(ContentBlock block, string? signature, List<StreamEvent> events)
    {
        if (string.IsNullOrEmpty(signature)) return;
        block.Json["signature"] = signature;
        var metadata = new JsonObject { ["signature"] = signature };
        if (block.Pieces.Length == 0) AddWithheld(block, metadata, events);
        else events.Add(new ReasoningEvent { PartIndex = block.Part, ProviderMetadata = Keep(metadata) });
    }

    /// <summary>Adds thinking without its text; such a part moves to the front of its message, so its place is kept.</summary>
    private void AddWithheld(ContentBlock block, JsonObject metadata, List<StreamEvent> events)
    {
        var (before, withheld) = (FirstPart, 0);
        foreach (var other in blocks)
        {
            if (other == block) break;
            if (other.HasContent) before++;
            if (other.IsWithheld) withheld++;
        }

        if (before > withheld) metadata[AssistantBlocks.Position] = before;
        (block.HasContent, block.IsWithheld) = (true, true);
        events.Add(new ReasoningEvent { PartIndex = block.Part, Redacted = true, ProviderMetadata = Keep(metadata) });
    }

    private void AddCall(ContentBlock block, List<StreamEvent> events)
    {
        block.HasContent = true;
        block.CallId = callIds.Take(block.Json.Text("id"));
        var metadata = new JsonObject();
        if (block.Json.Text("server_name") is { } server) metadata[AssistantBlocks.ServerName] = server;
        AddCaller(block, metadata);
        events.Add(new ToolCallNameEvent(block.Json.Text("name") ?? "")
        {
            PartIndex = block.Part,
            ToolCallId = block.CallId,
            ServerExecuted = block.IsServerSide,
            ProviderMetadata = metadata.Count > 0 ? Keep(metadata) : null,
        });
    }

    /// <summary>The message as an answer in one piece has it, without usage, as llm-anthropic stores it.</summary>
    private Payload? Combine()
    {
        if (head is null && blocks.Count == 0) return null;
        var content = new JsonArray();
        ContentBlock? large = null;
        foreach (var block in blocks)
        {
            content.AddNode(block.Complete());
            if (block.Type != ContentBlock.TextType || block.Text.Length < Utf8Text.Large) continue;
            // Only one text can stay outside of the payload.
            if (large is not null) large.Json["text"] = large.Text.GetString(0, large.Text.Length);
            large = block;
        }

        Head["content"] = content;
        return large is null ? new Payload(Head) : new Payload(Head, large.Json, "text", new Utf8Text(large.Text, 0, large.Text.Length));
    }

    /// <summary>The events, and the error for an answer that the provider withheld or stopped.</summary>
    private static IEnumerable<StreamEvent> ThenRefuse(List<StreamEvent> events, JsonObject? details)
    {
        foreach (var streamEvent in events) yield return streamEvent;
        var category = details?.Text("category") is { } given ? $" ({given})" : "";
        var explanation = details?.Text("explanation")?.Trim() is { Length: > 0 } words ? $": {words}" : ".";
        throw new ProviderException($"Claude refused this request{category}{explanation}")
        {
            Code = details?.Text("category"),
            Type = "refusal",
        };
    }
}
