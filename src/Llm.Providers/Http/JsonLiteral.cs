using System.Text.Json;
using System.Text.Unicode;

namespace Llm.Providers.Http;

/// <summary>Reads a string in JSON without creating one.</summary>
internal static class JsonLiteral
{
    /// <summary>Adds the content of a literal to the target; returns the number of bytes, 0 if it is not valid.</summary>
    /// <param name="json">The JSON text.</param>
    /// <param name="start">The index behind the first quote.</param>
    /// <param name="end">The index of the last quote.</param>
    /// <param name="target">Receives the text.</param>
    public static int Append(ReadOnlySpan<byte> json, int start, int end, TextBuffer target)
    {
        var literal = json[start..end];
        var place = target.Reserve(literal.Length);
        var length = literal.Length;
        if (literal.Contains((byte)'\\'))
        {
            try
            {
                var reader = new Utf8JsonReader(json[(start - 1)..(end + 1)]);
                reader.Read();
                length = reader.CopyString(place);
            }
            catch (Exception ex) when (ex is JsonException or InvalidOperationException)
            {
                // An escape that is none, half a surrogate pair, or text that is not UTF-8.
                return 0;
            }
        }
        else if (!literal.ContainsAnyInRange((byte)0, (byte)0x1f) && Utf8.IsValid(literal))
        {
            literal.CopyTo(place);
        }
        else
        {
            return 0;
        }

        target.Commit(length);
        return length;
    }

    /// <summary>Takes the bytes of a string up to its closing quote; one that must be decoded is read in full.</summary>
    public static bool TakeString(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> content)
    {
        var end = rest.IndexOfAny((byte)'"', (byte)'\\');
        content = end < 0 ? default : rest[..end];
        if (end < 0 || rest[end] != '"' || content.ContainsAnyInRange((byte)0, (byte)0x1f) || !Utf8.IsValid(content)) return false;
        rest = rest[end..];
        return true;
    }

    /// <summary>The index of the quote that ends a literal; -1 if there is none.</summary>
    /// <param name="json">The JSON text.</param>
    /// <param name="start">The index behind the first quote.</param>
    public static int FindEnd(ReadOnlySpan<byte> json, int start)
    {
        while (true)
        {
            var next = json[start..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0) return -1;
            start += next;
            if (json[start] == '"') return start;
            // The character after a backslash is never the end.
            start += 2;
            if (start > json.Length) return -1;
        }
    }
}
