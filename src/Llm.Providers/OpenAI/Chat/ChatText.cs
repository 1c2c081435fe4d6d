using System.Text.Json;
using Llm.Json;
using Llm.Providers.Http;

namespace Llm.Providers.OpenAI.Chat;

/// <summary>Takes the text out of the JSON of an answer or of a chunk, without a string.</summary>
internal static class ChatText
{
    private const int MaxDepth = Llm.Json.JsonText.MaxDepth;

    /// <summary>
    /// Adds the text of the only choice to the target; returns the JSON with an empty text in its place, and null, with nothing added, if
    /// the text is not large or the JSON is of any other form.
    /// </summary>
    /// <param name="json">An answer or a chunk.</param>
    /// <param name="message">The member of the choice that has the content: <c>message</c> or <c>delta</c>.</param>
    /// <param name="target">Receives the text.</param>
    public static byte[]? Take(ReadOnlySpan<byte> json, ReadOnlySpan<byte> message, TextBuffer target)
    {
        if (json.Length < Utf8Text.Large || !TryFind(json, message, out var start, out var end)) return null;
        if (end - start < Utf8Text.Large || JsonLiteral.Append(json, start, end, target) == 0) return null;
        return [.. json[..start], .. json[end..]];
    }

    private static bool TryFind(ReadOnlySpan<byte> json, ReadOnlySpan<byte> message, out int start, out int end)
    {
        (start, end) = (0, 0);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            var found = 0;
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            while (reader.NextMember())
            {
                if (!reader.ValueTextEquals("choices"u8)) reader.ToValueEnd();
                else if (!TryFindInChoice(ref reader, message, ref start, ref end) || ++found > 1) return false;
            }

            return found == 1 && !reader.Read();
        }
        catch (JsonException)
        {
            // The full reader reports the error, or repairs the text.
            return false;
        }
    }

    private static bool TryFindInChoice(ref Utf8JsonReader reader, ReadOnlySpan<byte> message, ref int start, ref int end)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) return false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        var found = 0;
        while (reader.NextMember())
        {
            if (!reader.ValueTextEquals(message)) reader.ToValueEnd();
            else if (!TryFindContent(ref reader, ref start, ref end) || ++found > 1) return false;
        }

        return found == 1 && reader.Read() && reader.TokenType == JsonTokenType.EndArray;
    }

    private static bool TryFindContent(ref Utf8JsonReader reader, ref int start, ref int end)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        var found = 0;
        while (reader.NextMember())
        {
            var isContent = reader.ValueTextEquals("content"u8);
            reader.ToValueEnd();
            if (!isContent) continue;
            if (reader.TokenType != JsonTokenType.String || ++found > 1) return false;
            (start, end) = reader.Content();
        }

        return found == 1;
    }
}
