using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Mcp;

/// <summary>Finds the structured content of a result that its texts do not contain, because many servers send everything twice.</summary>
internal sealed class SaidTexts(IReadOnlyList<string> texts)
{
    /// <summary>The length from which a text is not repeated within data that is added.</summary>
    private const int LongText = 100;

    private readonly List<JsonNode> parsed = [.. texts.Select(JsonText.ParseOrNull).OfType<JsonNode>()];
    private readonly HashSet<string> plain = [.. texts.Select(Normal), Normal(string.Join('\n', texts)), Normal(string.Concat(texts))];

    /// <summary>Returns the data without long texts that were said; null if nothing remains to be said.</summary>
    public JsonNode? Unsaid(JsonNode? data) => IsSaid(data) ? null : WithoutLongTexts(data);

    /// <summary>Whether a text is this value, its JSON, or the same for each of its parts.</summary>
    private bool IsSaid(JsonNode? data) => data switch
    {
        null => true,
        JsonObject map when AreSaid(map.Select(member => member.Value)) => true,
        JsonArray list when AreSaid(list) => true,
        JsonValue value when Text(value) is { } text && plain.Contains(Normal(text)) => true,
        _ => parsed.Any(same => JsonNode.DeepEquals(same, data)),
    };

    private bool AreSaid(IEnumerable<JsonNode?> parts) => parts.Any(part => part is not null) && parts.All(IsSaid);

    private JsonNode? WithoutLongTexts(JsonNode? data)
    {
        if (data is not JsonObject map) return data?.DeepClone();
        var rest = new JsonObject();
        foreach (var (name, value) in map)
        {
            if (Text(value) is not { Length: > LongText } text || !plain.Contains(Normal(text))) rest[name] = WithoutLongTexts(value);
        }

        return rest;
    }

    private static string? Text(JsonNode? json) => json?.GetValueKind() == JsonValueKind.String ? json.GetValue<string>() : null;

    private static string Normal(string text) => text.ReplaceLineEndings("\n").Trim();
}
