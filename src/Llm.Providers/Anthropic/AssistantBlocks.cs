using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.Anthropic;

/// <summary>Writes what the model said as blocks, as the interface wants to have it back.</summary>
internal static class AssistantBlocks
{
    /// <summary>Under this name, parts keep what only Anthropic understands; llm-anthropic uses the same.</summary>
    public const string Metadata = "anthropic";

    /// <summary>Where a withheld part stood among the parts of its message, which put such parts first.</summary>
    public const string Position = "position";

    /// <summary>The end of the types of blocks with results of tools that the server runs.</summary>
    public const string ResultSuffix = "_tool_result";

    /// <summary>The server that a call of a tool of an MCP server went to.</summary>
    public const string ServerName = "mcp_server_name";

    public static JsonArray Write(Message message, bool isLast)
    {
        var blocks = new JsonArray();
        foreach (var part in message.Parts)
        {
            if (PositionOf(part) is null && ToBlock(part, message, isLast) is { } block) blocks.AddNode(block);
        }

        // Thinking must come back in its order, or it is refused.
        foreach (var part in message.Parts)
        {
            if (PositionOf(part) is { } position && ToBlock(part, message, isLast) is { } block)
                blocks.Insert(Math.Min(position, blocks.Count), block);
        }

        return blocks;
    }

    private static JsonObject? ToBlock(Part part, Message message, bool isLast) => part switch
    {
        // The interface refuses a text without words; the Python tool logs a space after calls.
        TextPart text => string.IsNullOrWhiteSpace(text.Text) ? null : new JsonObject { ["type"] = "text", ["text"] = text.Text },
        ReasoningPart reasoning => ToBlock(reasoning),
        ToolCallPart { ServerExecuted: false } call => Call(call, "tool_use"),
        ToolCallPart call => ServerCall(call, message, isLast),
        ToolResultPart { ServerExecuted: true } result => ServerResult(result, message),
        _ => null,
    };

    private static int? PositionOf(Part part) => part is ReasoningPart { Redacted: true } ? Kept(part)?.Integer(Position) : null;

    private static JsonObject? Kept(Part part) => part.ProviderMetadata?[Metadata] as JsonObject;

    /// <summary>The interface accepts only thinking that it signed or encrypted itself.</summary>
    private static JsonObject? ToBlock(ReasoningPart reasoning)
    {
        if (Kept(reasoning) is not { } kept) return null;
        if (kept.Text("data") is { Length: > 0 } data) return new JsonObject { ["type"] = "redacted_thinking", ["data"] = data };
        return kept.Text("signature") is { Length: > 0 } signature
            ? new JsonObject { ["type"] = "thinking", ["thinking"] = reasoning.Text, ["signature"] = signature }
            : null;
    }

    private static JsonObject Call(ToolCallPart call, string type)
    {
        var block = new JsonObject
        {
            ["type"] = type,
            ["id"] = call.ToolCallId,
            ["name"] = call.Name,
            ["input"] = call.Arguments.DeepClone(),
        };
        if (Kept(call)?["caller"] is { } caller) block["caller"] = caller.DeepClone();
        return block;
    }

    /// <summary>A call of a tool that Anthropic ran; null for one of another provider, and for one whose result was lost.</summary>
    private static JsonObject? ServerCall(ToolCallPart call, Message message, bool isLast)
    {
        var isMcp = IsId(call.ToolCallId, "mcptoolu");
        if (!isMcp && !IsId(call.ToolCallId, "srvtoolu")) return null;
        // The server continues with what it has not run yet if nothing follows.
        if (!isLast && !HasPart(message, part => part is ToolResultPart result && result.ToolCallId == call.ToolCallId)) return null;
        var block = Call(call, isMcp ? "mcp_tool_use" : "server_tool_use");
        if (isMcp && Kept(call)?.Text(ServerName) is { } server) block["server_name"] = server;
        return block;
    }

    private static JsonObject? ServerResult(ToolResultPart result, Message message)
    {
        if (!IsId(result.ToolCallId, "mcptoolu") && !IsId(result.ToolCallId, "srvtoolu")) return null;
        if (!HasPart(message, part => part is ToolCallPart call && call.ToolCallId == result.ToolCallId)) return null;
        var block = new JsonObject { ["type"] = result.Name + ResultSuffix, ["tool_use_id"] = result.ToolCallId };
        block["content"] = result.Output.Length == 0 ? new JsonArray()
            : JsonText.TryParse(result.Output, out var content) ? content : result.Output;
        foreach (var name in (string[])["is_error", "caller"])
        {
            if (Kept(result)?[name] is { } value) block[name] = value.DeepClone();
        }

        return block;
    }

    private static bool IsId(string? id, string prefix) => id?.StartsWith(prefix, StringComparison.Ordinal) == true;

    private static bool HasPart(Message message, Func<Part, bool> matches)
    {
        foreach (var part in message.Parts)
        {
            if (matches(part)) return true;
        }

        return false;
    }
}
