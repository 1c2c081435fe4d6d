using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Llm.Mcp;

/// <summary>Converts messages as the SDK does.</summary>
internal static class MessageJson
{
    private static readonly JsonTypeInfo<JsonRpcMessage> Type =
        (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));

    /// <summary>Writes a message as UTF-8, on one line.</summary>
    public static byte[] Write(JsonRpcMessage message) => JsonSerializer.SerializeToUtf8Bytes(message, Type);

    /// <summary>Reads a message that the SDK wrote.</summary>
    public static JsonRpcMessage? Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, Type);
}
