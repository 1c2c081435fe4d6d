using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Llm.Providers.OpenAI.Chat;

/// <summary>Reads the most frequent kind of chunk: one choice whose delta is a piece of text, and nothing else of interest.</summary>
/// <remarks>
/// It reads the bytes directly, which is four times faster than a JSON document. All other chunks are left to
/// <see cref="ChatReader.ReadEvent"/>. The chunks of most servers differ only in their text, so a chunk that equals the last one up to the
/// text and after it is not read again.
/// </remarks>
internal sealed class ChatDelta
{
    private byte[] known = [];
    private int knownStart;
    private int knownLength;
    private int textStart;
    private int textLength;

    /// <summary>Reads the text; returns null if the chunk is of any other kind.</summary>
    public string? ReadText(ReadOnlySpan<byte> chunk)
    {
        ReadOnlySpan<byte> before = known.AsSpan(0, knownStart);
        ReadOnlySpan<byte> after = known.AsSpan(knownStart, knownLength - knownStart);
        if (knownLength > 0 && chunk.Length > knownLength && chunk.StartsWith(before) && chunk.EndsWith(after))
        {
            var piece = chunk[knownStart..^after.Length];
            // A text that ends early, or that needs decoding, is read in full.
            if (piece.IndexOfAny((byte)'"', (byte)'\\') < 0 && !piece.ContainsAnyInRange((byte)0, (byte)0x1f) && Utf8.IsValid(piece))
                return Encoding.UTF8.GetString(piece);
        }

        var text = Parse(chunk);
        if (text is not null) Remember(chunk);
        return text;
    }

    /// <summary>Keeps the bytes before and after the text.</summary>
    private void Remember(ReadOnlySpan<byte> chunk)
    {
        if (known.Length < chunk.Length) known = new byte[chunk.Length];
        chunk[..textStart].CopyTo(known);
        chunk[(textStart + textLength)..].CopyTo(known.AsSpan(textStart));
        (knownStart, knownLength) = (textStart, chunk.Length - textLength);
    }

    private string? Parse(ReadOnlySpan<byte> chunk)
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

    private string? ReadOnlyChoice(ref Utf8JsonReader reader)
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

    private string? ReadDelta(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
        string? text = null;
        while (NextMember(ref reader))
        {
            if (reader.ValueTextEquals("content"u8))
            {
                if (text is not null || !reader.Read() || reader.TokenType != JsonTokenType.String) return null;
                text = reader.GetString();
                (textStart, textLength) = ((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
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
