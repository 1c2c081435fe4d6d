using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>A row of <c>parts</c>.</summary>
internal sealed class PartRow(long id, string type, string? text, string? payload)
{
    public const string Columns = "parts.id, parts.type, parts.text, parts.payload";

    public static PartRow Read(Statement row) =>
        new(row.Integer("id")!.Value, row.Text("type") ?? "", row.Text("text"), row.Text("payload"));

    /// <summary>The row id.</summary>
    public long Id => id;

    /// <summary>The type of the part.</summary>
    public string Type => type;

    /// <summary>Everything but type and literal text; fragments and attachments are references.</summary>
    /// <remarks>Payloads that are no JSON object read as empty; verification reports their messages.</remarks>
    public JsonObject Payload => field ??= JsonText.ParseOrNull(payload) as JsonObject ?? [];

    /// <summary>The row ids of the fragments that the text uses.</summary>
    public IEnumerable<long> FragmentIds => Pieces.Select(FragmentId).OfType<long>();

    /// <summary>The ids of the attachments.</summary>
    public IEnumerable<string> AttachmentIds => type switch
    {
        _ when payload is null => [],
        "attachment" => Payload["attachment"] is JsonObject only && only.Text("id") is { } key ? [key] : [],
        "tool_result" => (Payload["attachments"] as JsonArray ?? []).OfType<JsonObject>().Select(item => item.Text("id")).OfType<string>(),
        _ => [],
    };

    /// <summary>The text without its fragments, as the search index holds it.</summary>
    public string LiteralText => text ?? string.Concat(Pieces.Select(piece => piece.Text("literal")));

    /// <summary>The whole text; a fragment that is gone leaves nothing.</summary>
    public string FullText(IReadOnlyDictionary<long, string> fragments)
    {
        if (text is not null) return text;
        if (!HasPieces) return Payload.Text("text") ?? "";
        return string.Concat(Pieces.Select(piece =>
            piece.Text("literal") ?? (FragmentId(piece) is { } fragment ? fragments.GetValueOrDefault(fragment) : null)));
    }

    /// <summary>The dict form without attachments.</summary>
    public JsonObject ToJson(IReadOnlyDictionary<long, string> fragments)
    {
        var json = new JsonObject { ["type"] = type };
        if (text is not null || HasPieces) json["text"] = FullText(fragments);
        foreach (var (key, value) in Payload)
        {
            if (key is not ("text_ref" or "attachment" or "attachments")) json[key] = value?.DeepClone();
        }

        return json;
    }

    private bool HasPieces => payload is not null && Payload["text_ref"] is JsonArray;

    private IEnumerable<JsonObject> Pieces => HasPieces ? Payload["text_ref"]!.AsArray().OfType<JsonObject>() : [];

    private static long? FragmentId(JsonObject piece) =>
        piece["fragment"] is JsonValue value && value.TryGetValue<long>(out var fragment) ? fragment : null;
}
