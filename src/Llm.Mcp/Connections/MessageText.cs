using System.Buffers;
using System.Text.Json;

namespace Llm.Mcp;

/// <summary>Finds the end of a message that may extend over several lines, such as indented JSON.</summary>
internal sealed class MessageText
{
    /// <summary>The most bytes of a message that are read.</summary>
    public const int MaxLength = 64 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> text = new();
    private JsonReaderState state;
    private int scanned;
    private int end;

    /// <summary>The state of a text after a line.</summary>
    internal enum Progress
    {
        /// <summary>More lines belong to it.</summary>
        Begun,

        /// <summary>It is one JSON value.</summary>
        Whole,

        /// <summary>It cannot become JSON.</summary>
        Broken,
    }

    /// <summary>Whether lines were added.</summary>
    public bool HasBegun => text.WrittenCount > 0;

    /// <summary>The lines that were added, up to the end of the value.</summary>
    public ReadOnlyMemory<byte> Text => text.WrittenMemory[..end];

    /// <summary>Whether a line begins as a message does.</summary>
    public static bool Begins(ReadOnlySpan<byte> line) =>
        line.IndexOfAnyExcept("\uFEFF \t\r\n"u8) is >= 0 and var first && line[first] is (byte)'{' or (byte)'[';

    /// <summary>Adds a line up to the end of the value; <paramref name="rest"/> is what follows it in the line.</summary>
    public Progress Add(ReadOnlyMemory<byte> line, out ReadOnlyMemory<byte> rest)
    {
        rest = default;
        text.Write(line.Span);
        // The end of the line ends a number, too.
        text.Write("\n"u8);
        var reader = new Utf8JsonReader(text.WrittenSpan[scanned..], isFinalBlock: false, state);
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth > 0 || reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray)) continue;
                var more = text.WrittenCount - 1 - scanned - (int)reader.BytesConsumed;
                rest = line[^more..];
                end = text.WrittenCount - 1 - more;
                return Progress.Whole;
            }
        }
        catch (JsonException)
        {
            end = text.WrittenCount;
            return Progress.Broken;
        }

        // A comma at the end of a line is read with what follows it.
        scanned += (int)reader.BytesConsumed;
        (state, end) = (reader.CurrentState, text.WrittenCount);
        return Progress.Begun;
    }

    /// <summary>Forgets the lines.</summary>
    public void Clear()
    {
        text.ResetWrittenCount();
        (state, scanned, end) = (default, 0, 0);
    }
}
