using System.Text;

namespace Llm.Cli.Input.Rows;

/// <summary>Reads rows from CSV, TSV, JSON or JSON lines. The format is detected unless it is given.</summary>
/// <param name="stream">The input, which is read as far as rows are.</param>
/// <param name="name">The name of the input, for errors.</param>
/// <param name="format"><c>csv</c>, <c>tsv</c>, <c>json</c> or <c>nl</c>; null to detect it.</param>
internal sealed class RowFile(Stream stream, string name, string? format)
{
    private const int SampleSize = 4096;

    /// <summary>Reads the rows.</summary>
    /// <exception cref="LlmException">The input is broken; the message names the line.</exception>
    public IEnumerable<InputRow> Read()
    {
        if (format is "json" or "nl") return ReadJson(stream);
        if (format is "csv") return ReadDelimited(stream, ',');
        if (format is "tsv") return ReadDelimited(stream, '\t');
        var sample = new byte[SampleSize];
        var length = stream.ReadAtLeast(sample, SampleSize, throwOnEndOfStream: false);
        var whole = new PrefixedStream(sample.AsMemory(0, length), stream);
        var text = Encoding.UTF8.GetString(sample, 0, length).TrimStart('\ufeff').TrimStart();
        if (text.Length == 0) return [];
        if (text[0] is '[' or '{') return ReadJson(whole);
        var delimiter = Delimiters.Detect(text, isWhole: length < SampleSize)
            ?? throw new LlmException(
                $"The format of {name} was not recognised. Name it with --format, and give each line an ID and a text.");
        return ReadDelimited(whole, delimiter);
    }

    private IEnumerable<InputRow> ReadJson(Stream input)
    {
        var reader = new JsonRowReader(input, name);
        while (reader.Read() is { } row) yield return RowText.Of(row, name);
    }

    private IEnumerable<InputRow> ReadDelimited(Stream input, char delimiter)
    {
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        using var text = new StreamReader(input, strict, detectEncodingFromByteOrderMarks: true);
        var reader = new DelimitedReader(text, name, delimiter);
        if (reader.Read() is not { } header) yield break;
        while (reader.Read() is { } values)
        {
            if (values.Count > header.Count)
            {
                throw new LlmException(
                    $"{name}, line {reader.Line}: there are {values.Count} values, but the first line names {header.Count} columns.");
            }

            yield return new InputRow(values[0], values[1..]);
        }
    }
}
