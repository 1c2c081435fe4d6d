using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Http;

namespace Llm.Providers.Gemini;

/// <summary>Reads the most frequent kind of piece: one candidate with one part, which is a text, and the counts so far.</summary>
/// <remarks>
/// It reads the bytes directly, which is faster than a JSON document. All other pieces, such as the last one, are left to
/// <see cref="GeminiReader.ReadEvent"/>. The counts stand in every piece, so they are kept as bytes and only the last ones are read.
/// </remarks>
internal sealed class GeminiDelta
{
    private byte[] usage = [];
    private int usageLength;
    private int textStart;
    private int textEnd;
    private int usageStart;
    private int usageEnd;

    /// <summary>Adds the text of a piece to the target; returns the number of bytes, 0 if the piece is of any other kind.</summary>
    public int ReadText(ReadOnlySpan<byte> piece, TextBuffer target)
    {
        textStart = textEnd = usageStart = usageEnd = 0;
        if (!Parse(piece)) return 0;
        var length = JsonBytes.Append(piece, textStart, textEnd, target);
        if (length == 0 || usageEnd == 0) return length;
        usageLength = usageEnd - usageStart;
        if (usage.Length < usageLength) usage = new byte[usageLength * 2];
        piece[usageStart..usageEnd].CopyTo(usage);
        return length;
    }

    /// <summary>Forgets the counts, because later ones have been read.</summary>
    public void ForgetUsage() => usageLength = 0;

    /// <summary>The last counts; null if there are none, or if later ones have been read.</summary>
    public JsonObject? TakeUsage() => usageLength == 0 ? null : JsonText.Parse(usage.AsSpan(0, usageLength)) as JsonObject;

    private bool Parse(ReadOnlySpan<byte> piece)
    {
        var reader = new Utf8JsonReader(piece);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            while (reader.NextMember())
            {
                if (reader.ValueTextEquals("candidates"u8))
                {
                    if (textStart > 0 || !ReadCandidate(ref reader)) return false;
                }
                else if (reader.ValueTextEquals("usageMetadata"u8))
                {
                    if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
                    usageStart = (int)reader.TokenStartIndex;
                    reader.Skip();
                    usageEnd = (int)reader.BytesConsumed;
                }
                else if (reader.ValueTextEquals("modelVersion"u8) || reader.ValueTextEquals("responseId"u8))
                {
                    reader.ToValueEnd();
                }
                else
                {
                    return false;
                }
            }

            return textEnd > textStart && !reader.Read();
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException)
        {
            // The JSON or its text is not valid; the full reader reports the error.
            return false;
        }
    }

    private bool ReadCandidate(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) return false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("content"u8))
            {
                if (textStart > 0 || !ReadContent(ref reader)) return false;
            }
            else if (reader.ValueTextEquals("index"u8))
            {
                if (!reader.Read() || !reader.ValueSpan.SequenceEqual("0"u8)) return false;
            }
            else
            {
                return false;
            }
        }

        return textStart > 0 && reader.Read() && reader.TokenType == JsonTokenType.EndArray;
    }

    private bool ReadContent(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("parts"u8))
            {
                if (textStart > 0 || !ReadPart(ref reader)) return false;
            }
            else if (reader.ValueTextEquals("role"u8))
            {
                reader.ToValueEnd();
            }
            else
            {
                return false;
            }
        }

        return textStart > 0;
    }

    private bool ReadPart(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) return false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        if (!reader.NextMember() || !reader.ValueTextEquals("text"u8)) return false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.String) return false;
        (textStart, textEnd) = reader.Content();
        return reader.Read() && reader.TokenType == JsonTokenType.EndObject && reader.Read() && reader.TokenType == JsonTokenType.EndArray;
    }
}
