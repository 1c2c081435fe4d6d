using System.Text.Json;
using Llm.Json;
using Llm.Providers.Http;

namespace Llm.Providers.OpenAI.Chat;

/// <summary>Reads the most frequent kind of chunk: one choice whose delta is a piece of text, and nothing else of interest.</summary>
/// <remarks>
/// It reads the bytes directly, which is four times faster than a JSON document. All other chunks are left to
/// <see cref="ChatReader.ReadEvent"/>. The chunks of most servers differ only in their text, and those of OpenAI also in a text at the end
/// that hides its length (<c>obfuscation</c>), so a chunk that equals the last one but for these two is not read again.
/// </remarks>
internal sealed class ChatDelta : PieceReader
{
    private Shape shape;
    private Shape read;

    /// <summary>Adds the text of a chunk to the target; returns the number of bytes, 0 if the chunk is of any other kind.</summary>
    public int ReadText(ReadOnlySpan<byte> chunk, TextBuffer target)
    {
        if (FindKnown(chunk) is { IsEmpty: false } repeated)
        {
            target.Append(repeated);
            return repeated.Length;
        }

        read = default;
        if (!Parse(chunk)) return 0;
        var length = JsonLiteral.Append(chunk, read.TextStart, read.TextEnd, target);
        if (length > 0) Remember(chunk);
        return length;
    }

    /// <summary>Finds the text of a chunk that equals the last one but for its text and its noise; empty if it does not.</summary>
    private ReadOnlySpan<byte> FindKnown(ReadOnlySpan<byte> chunk)
    {
        if (shape.TextStart == 0 || !chunk.StartsWith(Known[..shape.TextStart])) return default;
        var rest = chunk[shape.TextStart..];
        if (!JsonLiteral.TakeString(ref rest, out var text)) return default;
        var between = Known[shape.TextEnd..(shape.HasNoise ? shape.NoiseStart : shape.Length)];
        if (!rest.StartsWith(between)) return default;
        rest = rest[between.Length..];
        var isKnown = shape.HasNoise
            ? JsonLiteral.TakeString(ref rest, out _) && rest.SequenceEqual(Known[shape.NoiseEnd..shape.Length])
            : rest.IsEmpty;
        return isKnown ? text : default;
    }

    private void Remember(ReadOnlySpan<byte> chunk)
    {
        if (!Keep(chunk)) return;
        shape = read with { Length = chunk.Length };
    }

    protected override bool ReadMembers(ref Utf8JsonReader reader)
    {
        var hasText = false;
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("choices"u8))
            {
                if (hasText || !(hasText = ReadOnlyChoice(ref reader))) return false;
            }
            else if (reader.ValueTextEquals("usage"u8) || reader.ValueTextEquals("error"u8))
            {
                if (!IsNull(ref reader)) return false;
            }
            else
            {
                reader.ToValueEnd();
                if (hasText && reader.TokenType == JsonTokenType.String)
                    (read.NoiseStart, read.NoiseEnd) = reader.Content();
            }
        }

        return hasText;
    }

    private bool ReadOnlyChoice(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) return false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        var hasText = false;
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("delta"u8))
            {
                if (hasText || !(hasText = ReadDelta(ref reader))) return false;
            }
            else if (reader.ValueTextEquals("finish_reason"u8) || reader.ValueTextEquals("logprobs"u8))
            {
                if (!IsNull(ref reader)) return false;
            }
            else
            {
                reader.ToValueEnd();
            }
        }

        return hasText && reader.Read() && reader.TokenType == JsonTokenType.EndArray;
    }

    private bool ReadDelta(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        var hasText = false;
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("content"u8))
            {
                if (hasText || !reader.Read() || reader.TokenType != JsonTokenType.String) return false;
                hasText = true;
                (read.TextStart, read.TextEnd) = reader.Content();
            }
            else if (!IsNull(ref reader))
            {
                return false;
            }
        }

        return hasText && read.TextEnd > read.TextStart;
    }

    private static bool IsNull(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.Null;

    /// <summary>Where in a chunk the text stands, and after it the last string that means nothing here.</summary>
    private record struct Shape(int TextStart, int TextEnd, int NoiseStart, int NoiseEnd, int Length)
    {
        public readonly bool HasNoise => NoiseStart > 0;
    }
}
