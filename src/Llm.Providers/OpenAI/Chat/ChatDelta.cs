using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Llm.Providers.OpenAI.Chat;

/// <summary>Reads the most frequent kind of chunk: one choice whose delta is a piece of text, and nothing else of interest.</summary>
/// <remarks>
/// It reads the bytes directly, which is four times faster than a JSON document. All other chunks are left to
/// <see cref="ChatReader.ReadEvent"/>. The chunks of most servers differ only in their text, and those of OpenAI also in a text at the end
/// that hides its length (<c>obfuscation</c>), so a chunk that equals the last one but for these two is not read again.
/// </remarks>
internal sealed class ChatDelta
{
    /// <summary>The copy of a large chunk would cost more than reading the next one in full.</summary>
    private const int MaxKnown = 64 * 1024;

    private byte[] known = [];
    private Shape shape;
    private Shape read;

    /// <summary>Reads the text; returns null if the chunk is of any other kind.</summary>
    public string? ReadText(ReadOnlySpan<byte> chunk)
    {
        if (ReadKnown(chunk) is { } repeated) return repeated;
        read = default;
        var text = Parse(chunk);
        if (text is not null) Remember(chunk);
        return text;
    }

    /// <summary>Reads the text of a chunk that equals the last one but for its text and its noise.</summary>
    private string? ReadKnown(ReadOnlySpan<byte> chunk)
    {
        if (shape.TextStart == 0 || !chunk.StartsWith(known.AsSpan(0, shape.TextStart))) return null;
        var rest = chunk[shape.TextStart..];
        if (!TakeString(ref rest, out var text) || text.IsEmpty) return null;
        var between = known.AsSpan(shape.TextEnd..(shape.HasNoise ? shape.NoiseStart : shape.Length));
        if (!rest.StartsWith(between)) return null;
        rest = rest[between.Length..];
        var isKnown = shape.HasNoise
            ? TakeString(ref rest, out _) && rest.SequenceEqual(known.AsSpan(shape.NoiseEnd..shape.Length))
            : rest.IsEmpty;
        return isKnown ? Encoding.UTF8.GetString(text) : null;
    }

    /// <summary>Takes the bytes of a string up to its closing quote; one that must be decoded is read in full.</summary>
    private static bool TakeString(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> content)
    {
        var end = rest.IndexOfAny((byte)'"', (byte)'\\');
        content = end < 0 ? default : rest[..end];
        if (end < 0 || rest[end] != '"' || content.ContainsAnyInRange((byte)0, (byte)0x1f) || !Utf8.IsValid(content)) return false;
        rest = rest[end..];
        return true;
    }

    private void Remember(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length > MaxKnown) return;
        if (known.Length < chunk.Length) known = new byte[chunk.Length];
        chunk.CopyTo(known);
        shape = read with { Length = chunk.Length };
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
                    if (text is not null && reader.TokenType == JsonTokenType.String)
                        (read.NoiseStart, read.NoiseEnd) = Content(reader);
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
                (read.TextStart, read.TextEnd) = Content(reader);
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

    /// <summary>The bytes between the quotes of a string.</summary>
    private static (int Start, int End) Content(in Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex + 1;
        return (start, start + reader.ValueSpan.Length);
    }

    /// <summary>Where in a chunk the text stands, and after it the last string that means nothing here.</summary>
    private record struct Shape(int TextStart, int TextEnd, int NoiseStart, int NoiseEnd, int Length)
    {
        public readonly bool HasNoise => NoiseStart > 0;
    }
}
