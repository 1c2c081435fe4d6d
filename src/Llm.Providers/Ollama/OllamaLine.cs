using System.Text.Json;
using Llm.Providers.Http;

namespace Llm.Providers.Ollama;

/// <summary>Reads the most frequent kind of line: a piece of text, and nothing else of interest.</summary>
/// <remarks>
/// It reads the bytes directly, which is faster than a JSON document. All other lines are left to <see cref="OllamaReader.ReadEvent"/>.
/// Each line has the time in front of its text, so that there is no use in remembering the last one.
/// </remarks>
internal static class OllamaLine
{
    /// <summary>Adds the text of a line to the target; returns the number of bytes, 0 if the line is of any other kind.</summary>
    public static int ReadText(ReadOnlySpan<byte> line, TextBuffer target)
    {
        var (start, end) = (0, 0);
        var reader = new Utf8JsonReader(line);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return 0;
            while (reader.NextMember())
            {
                if (reader.ValueTextEquals("message"u8))
                {
                    if (end > 0 || !ReadMessage(ref reader, ref start, ref end)) return 0;
                }
                else if (reader.ValueTextEquals("done"u8))
                {
                    if (!reader.Read() || reader.TokenType != JsonTokenType.False) return 0;
                }
                else if (reader.ValueTextEquals("model"u8) || reader.ValueTextEquals("created_at"u8))
                {
                    reader.ToValueEnd();
                }
                else
                {
                    return 0;
                }
            }

            return end > start && !reader.Read() ? JsonLiteral.Append(line, start, end, target) : 0;
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException)
        {
            // The JSON or its text is not valid; the full reader reports the error.
            return 0;
        }
    }

    private static bool ReadMessage(ref Utf8JsonReader reader, ref int start, ref int end)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.NextMember())
        {
            var isContent = reader.ValueTextEquals("content"u8);
            if (!isContent && !reader.ValueTextEquals("role"u8)) return false;
            if (!reader.Read() || reader.TokenType != JsonTokenType.String) return false;
            if (isContent) (start, end) = reader.Content();
        }

        return end > start;
    }
}
