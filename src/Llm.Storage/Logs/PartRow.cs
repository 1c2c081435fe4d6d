using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>A row of the table <c>parts</c>.</summary>
internal sealed class PartRow(long id, string type, string? text, string? payload)
{
    public const string Columns = "parts.id, parts.type, parts.text, parts.payload";

    public static PartRow Read(Statement row) =>
        new(row.Integer("id")!.Value, row.Text("type") ?? "", row.Text("text"), row.Text("payload"));

    /// <summary>The row id.</summary>
    public long Id => id;

    /// <summary>The type of the part.</summary>
    public string Type => type;

    /// <summary>All fields except the type and literal text, with references to fragments and attachments.</summary>
    /// <remarks>A payload that is not a JSON object is read as an empty one; verification reports its message.</remarks>
    public JsonObject Payload => field ??= JsonText.ParseOrNull(payload) as JsonObject ?? [];

    /// <summary>The row ids of the fragments in the text.</summary>
    public IEnumerable<long> FragmentIds => Pieces.Select(FragmentId).OfType<long>();

    /// <summary>The ids of the attachments.</summary>
    public IEnumerable<string> AttachmentIds => type switch
    {
        _ when payload is null => [],
        "attachment" => Payload["attachment"] is JsonObject only && only.Text("id") is { } key ? [key] : [],
        "tool_result" => (Payload["attachments"] as JsonArray ?? []).OfType<JsonObject>().Select(item => item.Text("id")).OfType<string>(),
        _ => [],
    };

    /// <summary>The text without its fragments, as the search index contains it.</summary>
    public string LiteralText => text ?? string.Concat(Pieces.Select(piece => piece.Text("literal")));

    /// <summary>Returns the whole text; a missing fragment is read as an empty text.</summary>
    public string FullText(IReadOnlyDictionary<long, string> fragments)
    {
        if (text is not null) return text;
        if (!HasPieces) return Payload.Text("text") ?? "";
        return string.Concat(Pieces.Select(piece =>
            piece.Text("literal") ?? (FragmentId(piece) is { } fragment ? fragments.GetValueOrDefault(fragment) : null)));
    }

    /// <summary>Writes the JSON form without attachments.</summary>
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
