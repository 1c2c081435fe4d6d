using System.Text;

namespace Llm.Cli.Input.Rows;

/// <summary>Reads delimited text, such as CSV, as Python's csv module does: quotes are doubled, and blank lines are skipped.</summary>
/// <remarks>
/// A value in quotes that does not end is an error here; Python's module takes the rest of the file for the value. A library for CSV
/// would be larger than all other code that reads input.
/// </remarks>
/// <param name="reader">The text.</param>
/// <param name="name">The name of the file, for errors.</param>
/// <param name="delimiter">The character between two values.</param>
internal sealed class DelimitedReader(TextReader reader, string name, char delimiter)
{
    private const int End = -1;

    private readonly char[] buffer = new char[16 * 1024];
    private readonly StringBuilder value = new();
    private int position;
    private int length;
    private int line = 1;

    /// <summary>The number of the line on which the last row began.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>Reads the values of the next row; returns null at the end.</summary>
    /// <exception cref="LlmException">A quoted value does not end, or the text has undecodable bytes.</exception>
    public List<string>? Read()
    {
        while (true)
        {
            Line = line;
            if (Peek() == End) return null;
            if (Peek() is not ('\r' or '\n')) return ReadRow();
            ReadLineEnd();
        }
    }

    private List<string> ReadRow()
    {
        var values = new List<string>();
        while (true)
        {
            values.Add(ReadValue());
            if (Peek() != delimiter)
            {
                ReadLineEnd();
                return values;
            }

            Next();
        }
    }

    private string ReadValue()
    {
        value.Clear();
        if (Peek() == '"') ReadQuoted();
        // What follows the closing quote belongs to the value.
        while (Peek() is var next && next != End && next != delimiter && next is not ('\r' or '\n')) value.Append((char)Next());
        return value.ToString();
    }

    private void ReadQuoted()
    {
        var start = line;
        Next();
        while (true)
        {
            var next = Next();
            if (next == End) throw new LlmException($"{name}, line {start}: the value that begins with a quote there does not end.");
            if (next == '"')
            {
                if (Peek() != '"') return;
                Next();
            }

            if (next == '\n' || (next == '\r' && Peek() != '\n')) line++;
            value.Append((char)next);
        }
    }

    private void ReadLineEnd()
    {
        var first = Next();
        if (first == '\r' && Peek() == '\n') Next();
        if (first != End) line++;
    }

    private int Next()
    {
        var next = Peek();
        if (next != End) position++;
        return next;
    }

    private int Peek()
    {
        if (position < length) return buffer[position];
        try
        {
            length = reader.Read(buffer, 0, buffer.Length);
        }
        catch (DecoderFallbackException ex)
        {
            throw new LlmException($"{name}, after line {line}: the text is not UTF-8.", ex);
        }

        position = 0;
        return length == 0 ? End : buffer[0];
    }
}
