using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Llm.Json;

/// <summary>Reads JSON text as Python's <c>json.loads</c> does.</summary>
/// <remarks>
/// A name that occurs twice keeps its last value instead of failing later, and a number keeps its literal, so that
/// <c>1</c> and <c>1.0</c> stay different: message hashes depend on it. Python's <c>NaN</c> is read as null, its <c>Infinity</c> as
/// a number that is written as <c>Infinity</c> again, and half a surrogate pair, which some servers send, as U+FFFD.
/// </remarks>
public static class JsonText
{
    /// <summary>How deep arrays and objects may be nested.</summary>
    public const int MaxDepth = 512;

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth };

    /// <summary>Parses one JSON value; the result is null for JSON null.</summary>
    /// <exception cref="JsonException">The text is not exactly one JSON value.</exception>
    public static JsonNode? Parse(string text) => Parse(Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="Parse(string)"/>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return ParseStrictly(utf8);
        }
        catch (JsonException) when (JsonRepair.Apply(utf8) is { } repaired)
        {
            return ParseStrictly(repaired);
        }
    }

    /// <summary>Parses one JSON value that does not depend on the buffer and whose strings can all be read.</summary>
    /// <exception cref="JsonException">The text is not exactly one JSON value.</exception>
    public static JsonElement ParseElement(ReadOnlySpan<byte> utf8)
    {
        // An element reads its strings late, so invalid ones are replaced now.
        if (utf8.IndexOf(@"\ud"u8) >= 0 || utf8.IndexOf(@"\uD"u8) >= 0) utf8 = JsonRepair.Apply(utf8) ?? utf8;
        try
        {
            return ParseElementStrictly(utf8);
        }
        catch (JsonException) when (JsonRepair.Apply(utf8) is { } repaired)
        {
            return ParseElementStrictly(repaired);
        }
    }

    /// <summary>Parses text that should be JSON; returns null if there is no text, or if it is not JSON or is JSON null.</summary>
    public static JsonNode? ParseOrNull(string? text) => text is not null && TryParse(text, out var node) ? node : null;

    /// <summary>Parses text that should be JSON; returns false, and a null node, if it is not.</summary>
    public static bool TryParse(string text, out JsonNode? node)
    {
        try
        {
            node = Parse(text);
            return true;
        }
        catch (JsonException)
        {
            node = null;
            return false;
        }
    }

    /// <summary>Whether text that cannot be parsed is nested deeper than <see cref="MaxDepth"/>.</summary>
    public static bool IsTooDeep(ReadOnlySpan<byte> utf8)
    {
        var depth = 0;
        var inText = false;
        for (var i = 0; i < utf8.Length && depth <= MaxDepth; i++)
        {
            var c = utf8[i];
            if (inText && c == '\\') i++;
            else if (c == '"') inText = !inText;
            else if (!inText && c is (byte)'{' or (byte)'[') depth++;
            else if (!inText && c is (byte)'}' or (byte)']') depth--;
        }

        return depth > MaxDepth;
    }

    private static JsonElement ParseElementStrictly(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8)) throw new JsonException("The text is not UTF-8.");
        var reader = new Utf8JsonReader(utf8, ReaderOptions);
        var element = JsonElement.ParseValue(ref reader);
        return !reader.Read() ? element : throw new JsonException("There is more after the JSON value.");
    }

    private static JsonNode? ParseStrictly(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, ReaderOptions);
        try
        {
            if (!reader.Read()) throw new JsonException("The text is empty.");
            var node = ReadValue(ref reader);
            if (reader.Read()) throw new JsonException("There is more after the JSON value.");
            return node;
        }
        catch (InvalidOperationException ex)
        {
            // The string contains half a surrogate pair.
            throw new JsonException(ex.Message, ex);
        }
    }

    private static JsonNode? ReadValue(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var map = new JsonObject();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    map[name] = ReadValue(ref reader);
                }

                return map;
            case JsonTokenType.StartArray:
                var list = new JsonArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) list.Add(ReadValue(ref reader));
                return list;
            case JsonTokenType.String:
                return JsonValue.Create(reader.GetString());
            case JsonTokenType.True:
                return JsonValue.Create(true);
            case JsonTokenType.False:
                return JsonValue.Create(false);
            case JsonTokenType.Null:
                return null;
            default:
                return JsonValue.Create(JsonElement.ParseValue(ref reader));
        }
    }
}
