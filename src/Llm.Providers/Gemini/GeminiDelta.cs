using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Http;

namespace Llm.Providers.Gemini;

/// <summary>Reads the most frequent kind of piece: one candidate with one part, which is a text, and the counts so far.</summary>
/// <remarks>
/// It reads the bytes directly, which is faster than a JSON document. All other pieces, such as the last one, are left to
/// <see cref="GeminiReader.ReadEvent"/>. The counts stand in every piece, so they are kept as bytes and only the last ones are read. The
/// pieces of an answer differ only in their text and counts, so one that equals the last one but for these is not read again.
/// </remarks>
internal sealed class GeminiDelta : PieceReader
{
    private byte[] usage = [];
    private int usageLength;
    private Shape shape;
    private Shape read;

    /// <summary>Adds the text of a piece to the target; returns the number of bytes, 0 if the piece is of any other kind.</summary>
    public int ReadText(ReadOnlySpan<byte> piece, TextBuffer target)
    {
        read = default;
        var isRepeated = Repeats(piece);
        if (!isRepeated && !Parse(piece)) return 0;
        var length = JsonLiteral.Append(piece, read.TextStart, read.TextEnd, target);
        if (length == 0) return 0;
        if (!isRepeated) Remember(piece);
        if (read.UsageEnd == 0) return length;
        usageLength = read.UsageEnd - read.UsageStart;
        if (usage.Length < usageLength) usage = new byte[usageLength * 2];
        piece[read.UsageStart..read.UsageEnd].CopyTo(usage);
        return length;
    }

    /// <summary>Forgets the counts, because later ones have been read.</summary>
    public void ForgetUsage() => usageLength = 0;

    /// <summary>The last counts; null if there are none, or if later ones have been read.</summary>
    public JsonObject? TakeUsage() =>
        usageLength > 0 && JsonText.TryParse(Encoding.UTF8.GetString(usage, 0, usageLength), out var counts) ? counts as JsonObject : null;

    /// <summary>Whether a piece equals the last one but for its text, which is plain, and the counts after it.</summary>
    private bool Repeats(ReadOnlySpan<byte> piece)
    {
        if (shape.UsageStart <= shape.TextEnd || !piece.StartsWith(Known[..shape.TextStart])) return false;
        var rest = piece[shape.TextStart..];
        var end = rest.IndexOfAny((byte)'"', (byte)'\\');
        if (end <= 0 || rest[end] != '"' || rest[..end].ContainsAnyInRange((byte)0, (byte)0x1f)) return false;
        var between = Known[shape.TextEnd..shape.UsageStart];
        if (!rest[end..].StartsWith(between)) return false;
        rest = rest[(end + between.Length)..];
        var counts = ObjectLength(rest);
        if (counts == 0 || !rest[counts..].SequenceEqual(Known[shape.UsageEnd..shape.Length])) return false;
        var usageStart = piece.Length - rest.Length;
        (read.TextStart, read.TextEnd) = (shape.TextStart, shape.TextStart + end);
        (read.UsageStart, read.UsageEnd) = (usageStart, usageStart + counts);
        return true;
    }

    /// <summary>The length of the object at the beginning of JSON text; 0 if it has escapes or does not end.</summary>
    private static int ObjectLength(ReadOnlySpan<byte> json)
    {
        var depth = 0;
        for (var i = 0; i < json.Length; i++)
        {
            switch (json[i])
            {
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                case (byte)'}' or (byte)']':
                    if (--depth == 0) return i + 1;
                    break;
                case (byte)'"':
                    var end = json[(i + 1)..].IndexOfAny((byte)'"', (byte)'\\');
                    if (end < 0 || json[i + 1 + end] != '"') return 0;
                    i += end + 1;
                    break;
            }

            if (depth == 0) return 0;
        }

        return 0;
    }

    private void Remember(ReadOnlySpan<byte> piece)
    {
        if (!Keep(piece)) return;
        shape = read;
        shape.Length = piece.Length;
    }

    protected override bool ReadMembers(ref Utf8JsonReader reader)
    {
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("candidates"u8))
            {
                if (read.TextStart > 0 || !ReadCandidate(ref reader)) return false;
            }
            else if (reader.ValueTextEquals("usageMetadata"u8))
            {
                if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
                read.UsageStart = (int)reader.TokenStartIndex;
                reader.Skip();
                read.UsageEnd = (int)reader.BytesConsumed;
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

        return read.TextEnd > read.TextStart;
    }

    private bool ReadCandidate(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) return false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("content"u8))
            {
                if (read.TextStart > 0 || !ReadContent(ref reader)) return false;
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

        return read.TextStart > 0 && reader.Read() && reader.TokenType == JsonTokenType.EndArray;
    }

    private bool ReadContent(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("parts"u8))
            {
                if (read.TextStart > 0 || !ReadPart(ref reader)) return false;
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

        return read.TextStart > 0;
    }

    private bool ReadPart(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) return false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        if (!reader.NextMember() || !reader.ValueTextEquals("text"u8)) return false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.String) return false;
        (read.TextStart, read.TextEnd) = reader.Content();
        return reader.Read() && reader.TokenType == JsonTokenType.EndObject && reader.Read() && reader.TokenType == JsonTokenType.EndArray;
    }

    /// <summary>Where in a piece the text and the counts stand.</summary>
    private struct Shape
    {
        public int TextStart;
        public int TextEnd;
        public int UsageStart;
        public int UsageEnd;
        public int Length;
    }
}
