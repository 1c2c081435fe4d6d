using System.Text.Json;

namespace Llm.Providers.OpenAI.Chat;

/// <summary>Reads the most frequent kind of chunk: one choice whose delta is a piece of text, and nothing else of interest.</summary>
/// <remarks>
/// It reads the bytes directly, which is four times faster than a JSON document. All other chunks are left to
/// <see cref="ChatReader.ReadEvent"/>.
/// </remarks>
internal static class ChatDelta
{
    /// <summary>Reads the text; returns null if the chunk is of any other kind.</summary>
    public static string? ReadText(ReadOnlySpan<byte> chunk)
    {
        var reader = new Utf8JsonReader(chunk);
        try
        {
            string? text = null;
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            while (NextMember(ref reader))
            {
                if (reader.ValueTextEquals("choices"u8))
                {
                    if (text is not null || (text = ReadOnlyChoice(ref reader)) is null) return null;
                }
                else if (reader.ValueTextEquals("usage"u8) || reader.ValueTextEquals("error"u8))
                {
                    if (!IsNull(ref reader)) return null;
                }
                else
                {
                    Skip(ref reader);
                }
            }

            return reader.Read() ? null : text;
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException)
        {
            // The JSON or its text is not valid; the full reader reports the error.
            return null;
        }
    }

    private static string? ReadOnlyChoice(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) return null;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
        string? text = null;
        while (NextMember(ref reader))
        {
            if (reader.ValueTextEquals("delta"u8))
            {
                if (text is not null || (text = ReadDelta(ref reader)) is null) return null;
            }
            else if (reader.ValueTextEquals("finish_reason"u8) || reader.ValueTextEquals("logprobs"u8))
            {
                if (!IsNull(ref reader)) return null;
            }
            else
            {
                Skip(ref reader);
            }
        }

        return reader.Read() && reader.TokenType == JsonTokenType.EndArray ? text : null;
    }

    private static string? ReadDelta(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
        string? text = null;
        while (NextMember(ref reader))
        {
            if (reader.ValueTextEquals("content"u8))
            {
                if (text is not null || !reader.Read() || reader.TokenType != JsonTokenType.String) return null;
                text = reader.GetString();
            }
            else if (!IsNull(ref reader))
            {
                return null;
            }
        }

        return string.IsNullOrEmpty(text) ? null : text;
    }

    private static bool NextMember(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    private static bool IsNull(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.Null;

    private static void Skip(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }
}
