using System.Text.Json;
using System.Text.Json.Nodes;
using Llm;
using Llm.Json;
using Llm.Providers.Http;

namespace Hosted;

/// <summary>Reads an answer. The parts of a stream belong together by their index.</summary>
internal sealed class HostedReader(ModelContext context, string wireName) : AnswerReader(context)
{
    private readonly Dictionary<int, JsonElement> open = [];
    private JsonObject payload = [];
    private bool isComplete;

    public override bool IsComplete => isComplete;

    public override IEnumerable<StreamEvent> ReadEvent(string name, JsonElement data)
    {
        var index = data.Integer("index") ?? 0;
        switch (name)
        {
            case "message_start":
                ReadHead(data.Object("message"));
                break;
            case "content_block_start":
                open[index] = data.Object("content_block").Clone();
                return ReadBlock(open[index], index);
            case "content_block_delta":
                return ReadDelta(data.Object("delta"), index);
            case "message_delta":
                ReadEnding(data.Object("delta"), data.Object("usage"));
                break;
            case "message_stop":
                isComplete = true;
                break;
        }

        return [];
    }

    public override IEnumerable<StreamEvent> ReadWhole(JsonElement answer)
    {
        ReadHead(answer);
        ReadEnding(answer, answer.Object("usage"));
        var index = 0;
        foreach (var block in answer.Items("content"))
        {
            foreach (var streamEvent in ReadBlock(block, index)) yield return streamEvent;
            if (block.Text("type") is "tool_use" or "server_tool_use")
                yield return Arguments(block, block.Object("input").GetRawText(), index);
            index++;
        }
    }

    /// <summary>A block as far as it is there: complete in an answer that is not streamed, and empty at first in one that is.</summary>
    private static IEnumerable<StreamEvent> ReadBlock(JsonElement block, int index)
    {
        switch (block.Text("type"))
        {
            case "text":
                yield return new TextEvent(block.Text("text") ?? "") { PartIndex = index };
                break;
            case "thinking":
                yield return new ReasoningEvent(block.Text("thinking") ?? "")
                {
                    PartIndex = index,
                    ProviderMetadata = block.Text("signature") is { Length: > 0 } signature ? Keep("signature", signature) : null,
                };
                break;
            case "redacted_thinking":
                yield return new ReasoningEvent
                {
                    PartIndex = index,
                    Redacted = true,
                    ProviderMetadata = Keep("data", block.Text("data") ?? ""),
                };
                break;
            case "tool_use" or "server_tool_use":
                yield return new ToolCallNameEvent(block.Text("name") ?? "")
                {
                    PartIndex = index,
                    ToolCallId = block.Text("id"),
                    ServerExecuted = IsServerSide(block),
                };
                break;
            case { } type when type.EndsWith("_tool_result", StringComparison.Ordinal):
                yield return new ToolResultEvent(type[..^"_tool_result".Length], block.GetProperty("content").GetRawText())
                {
                    PartIndex = index,
                    ToolCallId = block.Text("tool_use_id"),
                    ServerExecuted = true,
                };
                break;
        }
    }

    private IEnumerable<StreamEvent> ReadDelta(JsonElement delta, int index)
    {
        if (delta.Text("text") is { } text) yield return new TextEvent(text) { PartIndex = index };
        if (delta.Text("thinking") is { } thinking) yield return new ReasoningEvent(thinking) { PartIndex = index };
        if (delta.Text("signature") is { } signature)
            yield return new ReasoningEvent { PartIndex = index, ProviderMetadata = Keep("signature", signature) };
        if (delta.Text("partial_json") is { } json) yield return Arguments(open[index], json, index);
    }

    private static ToolCallArgumentsEvent Arguments(JsonElement block, string json, int index) => new(json)
    {
        PartIndex = index,
        ToolCallId = block.Text("id"),
        ServerExecuted = IsServerSide(block),
    };

    private static bool IsServerSide(JsonElement block) => block.Text("type") == "server_tool_use";

    private static JsonObject Keep(string name, string value) =>
        new() { [HostedMessages.Metadata] = new JsonObject { [name] = value } };

    private void ReadHead(JsonElement message)
    {
        Context.ResponseId = message.Text("id");
        Context.ResponseModel = message.Text("model");
        if (Context.ResponseModel != wireName) Context.ResolvedModel = Context.ResponseModel;
        payload = message.ToNode()!.AsObject();
        payload.Remove("content");
    }

    private void ReadEnding(JsonElement ending, JsonElement reported)
    {
        Context.FinishReason = FinishReason.FromProvider(ending.Text("stop_reason"));
        // A stream repeats at its end only those counts that have changed.
        var usage = payload.CopyObject("usage") ?? [];
        foreach (var (name, value) in (reported.ToNode() as JsonObject ?? []).ToList()) usage[name] = value?.DeepClone();
        payload["stop_reason"] = ending.Text("stop_reason");
        payload["usage"] = usage;
        Context.RawJson = payload;
        Context.Usage = new Usage
        {
            InputTokens = usage.Integer("input_tokens"),
            OutputTokens = usage.Integer("output_tokens"),
            CachedTokens = usage.Integer("cache_read_input_tokens"),
        };
    }
}
