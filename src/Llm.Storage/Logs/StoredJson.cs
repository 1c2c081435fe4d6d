using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Storage.Logs;

/// <summary>Reads JSON columns that another program may have written.</summary>
internal static class StoredJson
{
    /// <summary>The value; null for NULL, empty text and what is not JSON.</summary>
    public static JsonNode? Parse(string? text) => text is { Length: > 0 } && JsonText.TryParse(text, out var node) ? node : null;
}
