using System.Text.Json.Nodes;

namespace Llm;

/// <summary>Lets a payload, which usually repeats the text of the answer, share its memory.</summary>
internal static class PayloadText
{
    /// <summary>Shorter texts are not worth a walk through the payload.</summary>
    private const int MinLength = 200;

    /// <summary>The strings of the payload that a text may share.</summary>
    public static List<string> Find(JsonNode? payload)
    {
        var found = new List<string>();
        Find(payload, found);
        return found;
    }

    /// <summary>Replaces every string of the payload that equals the text of a part by that text.</summary>
    public static void Share(JsonNode? payload, IReadOnlyList<Message> messages)
    {
        if (payload is null) return;
        foreach (var message in messages)
        {
            foreach (var part in message.Parts)
            {
                if (part is TextPart { Utf8: null, Text.Length: >= MinLength } text) Share(payload, text.Text);
            }
        }
    }

    private static void Find(JsonNode? node, List<string> found)
    {
        switch (node)
        {
            case JsonObject map:
                for (var i = 0; i < map.Count; i++) Find(map.GetAt(i).Value, found);
                break;
            case JsonArray list:
                foreach (var item in list) Find(item, found);
                break;
            case JsonValue value when value.TryGetValue<string>(out var text) && text.Length >= MinLength:
                found.Add(text);
                break;
        }
    }

    private static void Share(JsonNode node, string text)
    {
        switch (node)
        {
            case JsonObject map:
                for (var i = 0; i < map.Count; i++)
                {
                    var value = map.GetAt(i).Value;
                    if (Repeats(value, text)) map.SetAt(i, JsonValue.Create(text));
                    else if (value is not null) Share(value, text);
                }

                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    if (Repeats(list[i], text)) list[i] = JsonValue.Create(text);
                    else if (list[i] is { } value) Share(value, text);
                }

                break;
        }
    }

    private static bool Repeats(JsonNode? node, string text) =>
        node is JsonValue value && value.TryGetValue<string>(out var own) && own == text;
}
