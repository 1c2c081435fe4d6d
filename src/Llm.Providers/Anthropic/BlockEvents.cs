using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.Anthropic;

/// <summary>Adds the events of a block that need nothing but the block.</summary>
internal static class BlockEvents
{
    public static void AddText(ContentBlock block, string? text, List<StreamEvent> events)
    {
        if (string.IsNullOrEmpty(text)) return;
        block.HasContent = true;
        var start = block.Text.Length;
        block.Text.Append(text);
        events.Add(new TextEvent(block.Text, start, block.Text.Length - start) { PartIndex = block.Part });
    }

    public static void AddThinking(ContentBlock block, string? text, List<StreamEvent> events)
    {
        if (string.IsNullOrEmpty(text)) return;
        block.HasContent = true;
        block.Pieces.Append(text);
        events.Add(new ReasoningEvent(text) { PartIndex = block.Part });
    }

    public static void AddArguments(ContentBlock block, string? json, List<StreamEvent> events)
    {
        if (string.IsNullOrEmpty(json)) return;
        if (block.IsAnswer)
        {
            AddText(block, json, events);
            return;
        }

        block.Pieces.Append(json);
        events.Add(new ToolCallArgumentsEvent(json)
        {
            PartIndex = block.Part,
            ToolCallId = block.CallId,
            ServerExecuted = block.IsServerSide,
        });
    }

    public static void AddResult(ContentBlock block, List<StreamEvent> events)
    {
        block.HasContent = true;
        var metadata = new JsonObject();
        if (block.Json["is_error"] is { } isError) metadata["is_error"] = isError.DeepClone();
        AddCaller(block, metadata);
        var output = block.Json["content"] is { } content and not JsonArray { Count: 0 } ? PythonJson.Spaced(content) : "";
        events.Add(new ToolResultEvent(block.Type[..^AssistantBlocks.ResultSuffix.Length], output)
        {
            PartIndex = block.Part,
            ToolCallId = block.Json.Text("tool_use_id"),
            ServerExecuted = true,
            ProviderMetadata = metadata.Count > 0 ? Keep(metadata) : null,
        });
    }

    /// <summary>Keeps what made the call, if that was not the model itself: code that the server ran.</summary>
    public static void AddCaller(ContentBlock block, JsonObject metadata)
    {
        if (block.Json["caller"] is JsonObject caller && caller.Text("type") is not "direct") metadata["caller"] = caller.DeepClone();
    }

    /// <summary>Ends a block; the arguments of a call may all have been there when it began.</summary>
    public static void Finish(ContentBlock block, List<StreamEvent> events)
    {
        if (block.IsDone) return;
        block.IsDone = true;
        var hasPieces = block.Pieces.Length > 0 || block.Text.Length > 0;
        if ((block.IsCall || block.IsAnswer) && !hasPieces && block.Json["input"] is JsonObject { Count: > 0 } input)
            AddArguments(block, PythonJson.Spaced(input), events);
    }

    public static JsonObject Keep(JsonObject metadata) => new() { [AssistantBlocks.Metadata] = metadata };
}
