using System.Text.Json.Nodes;
using Llm.Json;
using Microsoft.Extensions.AI;

namespace Llm.ExtensionsAI;

/// <summary>The opaque data of reasoning: the client's own, or a model's metadata as text.</summary>
/// <remarks>It is the only property of reasoning that is preserved when the updates of a stream are combined.</remarks>
internal static class ReasoningData
{
    private const string Member = "protected_data";

    /// <summary>Marks text that is a part's metadata.</summary>
    private const string Mark = "llm:";

    public static JsonObject? ToMetadata(TextReasoningContent content)
    {
        var data = content.ProtectedData ?? "";
        var isOurs = data.StartsWith(Mark, StringComparison.Ordinal);
        if (isOurs && JsonText.ParseOrNull(data[Mark.Length..]) is JsonObject metadata) return metadata;
        return KeptMetadata.Read(content, data.Length > 0 ? new JsonObject { [Member] = data } : []);
    }

    public static string? FromMetadata(JsonObject? metadata, bool forCaller) => forCaller && KeptMetadata.OfProviders(metadata).Count > 0
        ? Mark + PythonJson.Compact(metadata)
        : KeptMetadata.Of(metadata).Text(Member);
}
