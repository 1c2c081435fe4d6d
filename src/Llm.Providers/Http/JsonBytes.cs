using System.Text.Json;
using System.Text.Unicode;

namespace Llm.Providers.Http;

/// <summary>Takes texts out of the bytes of JSON, without strings.</summary>
internal static class JsonBytes
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
            var reader = new Utf8JsonReader(json[(start - 1)..(end + 1)]);
            reader.Read();
            try
            {
                length = reader.CopyString(place);
            }
            catch (InvalidOperationException)
            {
                // Half a surrogate pair, or text that is not UTF-8.
                return 0;
            }
        }
        else if (Utf8.IsValid(literal))
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
}
