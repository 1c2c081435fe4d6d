using System.Text.Json;
using Llm.Json;
using Llm.Providers.Http;

namespace Llm.Providers.Ollama;

/// <summary>Reads the most frequent kind of line: a piece of text, and nothing else of interest.</summary>
/// <remarks>
/// It reads the bytes directly, which is faster than a JSON document. All other lines are left to <see cref="OllamaReader.ReadEvent"/>. The
/// lines of an answer differ only in their time and their text, so one that equals the last one but for these is not read again.
/// </remarks>
internal sealed class OllamaLine : PieceReader
{
    private Shape shape;
    private Shape read;

    /// <summary>Adds the text of a line to the target; returns the number of bytes, 0 if the line is of any other kind.</summary>
    public int ReadText(ReadOnlySpan<byte> line, TextBuffer target)
    {
        if (FindKnown(line) is { IsEmpty: false } repeated)
        {
            target.Append(repeated);
            return repeated.Length;
        }

        read = default;
        if (!Parse(line)) return 0;
        var length = JsonLiteral.Append(line, read.TextStart, read.TextEnd, target);
        if (length > 0) Remember(line);
        return length;
    }

    /// <summary>Finds the text of a line that equals the last one but for its time and its text; empty if it does not.</summary>
    private ReadOnlySpan<byte> FindKnown(ReadOnlySpan<byte> line)
    {
        if (shape.TextStart == 0 || !line.StartsWith(Known[..shape.TimeStart])) return default;
        var rest = line[shape.TimeStart..];
        if (!JsonLiteral.TakeString(ref rest, out _)) return default;
        var between = Known[shape.TimeEnd..shape.TextStart];
        if (!rest.StartsWith(between)) return default;
        rest = rest[between.Length..];
        return JsonLiteral.TakeString(ref rest, out var text) && rest.SequenceEqual(Known[shape.TextEnd..shape.Length])
            ? text
            : default;
    }

    private void Remember(ReadOnlySpan<byte> line)
    {
        // A line without a time, or with one behind the text, has another order.
        if (read.TimeEnd == 0 || read.TimeEnd > read.TextStart || !Keep(line)) return;
        shape = read;
        shape.Length = line.Length;
    }

    protected override bool ReadMembers(ref Utf8JsonReader reader)
    {
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("message"u8))
            {
                if (read.TextEnd > 0 || !ReadMessage(ref reader)) return false;
            }
            else if (reader.ValueTextEquals("done"u8))
            {
                if (!reader.Read() || reader.TokenType != JsonTokenType.False) return false;
            }
            else if (reader.ValueTextEquals("created_at"u8))
            {
                if (!reader.Read() || reader.TokenType != JsonTokenType.String) return false;
                (read.TimeStart, read.TimeEnd) = reader.Content();
            }
            else if (reader.ValueTextEquals("model"u8))
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

    private bool ReadMessage(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.NextMember())
        {
            var isContent = reader.ValueTextEquals("content"u8);
            if (!isContent && !reader.ValueTextEquals("role"u8)) return false;
            if (!reader.Read() || reader.TokenType != JsonTokenType.String) return false;
            if (isContent) (read.TextStart, read.TextEnd) = reader.Content();
        }

        return read.TextEnd > read.TextStart;
    }

    /// <summary>Where in a line the time and the text stand.</summary>
    private struct Shape
    {
        public int TimeStart;
        public int TimeEnd;
        public int TextStart;
        public int TextEnd;
        public int Length;
    }
}
