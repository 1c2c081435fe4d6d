using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Cli.Input.Rows;

/// <summary>Reads JSON objects one by one, from an array or one after another, so that the input can be of any size.</summary>
/// <param name="stream">The input in UTF-8.</param>
/// <param name="name">The name of the file, for errors.</param>
internal sealed class JsonRowReader(Stream stream, string name)
{
    private byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;
    private int line = 1;
    private bool isStarted;
    private bool isLast;
    private bool isInArray;
    private JsonReaderState state = new(new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = JsonText.MaxDepth });

    private Span<byte> Unread => buffer.AsSpan(start, end - start);

    /// <summary>Reads the next object; returns null at the end.</summary>
    /// <exception cref="LlmException">The input is not a sequence of JSON objects; the message names the line.</exception>
    public JsonObject? Read()
    {
        if (!isStarted) SkipByteOrderMark();
        try
        {
            while (true)
            {
                if (isLast && !isInArray && Unread.IndexOfAnyExcept(" \t\r\n"u8) < 0) return null;
                if (TryRead(out var row)) return row;
                if (!isLast) Fill();
            }
        }
        catch (JsonException ex)
        {
            // The message ends with the place, counted from 0.
            throw Wrong((ex.LineNumber ?? 0) + 1, ex.Message.Split(" LineNumber:")[0], ex);
        }
    }

    /// <summary>Reads an object, or the beginning or end of the array; returns false if there is no object yet.</summary>
    private bool TryRead(out JsonObject? row)
    {
        row = null;
        var reader = new Utf8JsonReader(Unread, isLast, state);
        if (!reader.Read()) return false;
        var isBracket = reader.CurrentDepth == 0
            && reader.TokenType == (isInArray ? JsonTokenType.EndArray : JsonTokenType.StartArray);
        var first = (int)reader.TokenStartIndex;
        if (isBracket) isInArray = !isInArray;
        else if (!reader.TrySkip()) return false;

        var read = Unread[..(int)reader.BytesConsumed];
        line += read[..first].Count((byte)'\n');
        if (!isBracket) row = JsonText.Parse(read[first..]) as JsonObject ?? throw Wrong(line, "this is not an object.", null);
        line += read[first..].Count((byte)'\n');
        start += read.Length;
        state = reader.CurrentState;
        return row is not null;
    }

    private LlmException Wrong(long place, string problem, Exception? cause) => new($"{name}, line {place}: {problem}", cause);

    private void SkipByteOrderMark()
    {
        isStarted = true;
        while (end < 3 && !isLast) Fill();
        if (Unread.StartsWith("\ufeff"u8)) start += 3;
    }

    private void Fill()
    {
        if (start > 0)
        {
            Unread.CopyTo(buffer);
            (start, end) = (0, end - start);
        }

        if (end == buffer.Length) Array.Resize(ref buffer, 2 * buffer.Length);
        var count = stream.Read(buffer, end, buffer.Length - end);
        end += count;
        isLast = count == 0;
    }
}
