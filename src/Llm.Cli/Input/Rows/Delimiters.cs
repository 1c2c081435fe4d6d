namespace Llm.Cli.Input.Rows;

/// <summary>Detects the delimiter of a table from its beginning.</summary>
internal static class Delimiters
{
    private static ReadOnlySpan<char> Candidates => [',', '\t', ';', '|', ' ', ':'];

    /// <summary>
    /// Returns the first delimiter that divides all lines into the same number of values, else the first one that the header contains; null
    /// if there is none.
    /// </summary>
    /// <param name="sample">The beginning of the table; its last line may be cut.</param>
    /// <param name="isWhole">Whether the sample is the whole table.</param>
    public static char? Detect(string sample, bool isWhole)
    {
        var header = sample.Split('\n', 2)[0];
        foreach (var candidate in Candidates)
        {
            if (Divides(sample, isWhole, candidate)) return candidate;
        }

        foreach (var candidate in Candidates)
        {
            if (header.Contains(candidate, StringComparison.Ordinal)) return candidate;
        }

        return null;
    }

    private static bool Divides(string sample, bool isWhole, char delimiter)
    {
        var reader = new DelimitedReader(new StringReader(sample), "", delimiter);
        var columns = 0;
        try
        {
            for (var row = reader.Read(); row is not null;)
            {
                var next = reader.Read();
                if (next is null && !isWhole && columns > 0) break;
                if (columns == 0) columns = row.Count;
                if (row.Count != columns) return false;
                row = next;
            }
        }
        catch (LlmException) when (!isWhole)
        {
            // The sample ends within quotes.
        }
        catch (LlmException)
        {
            return columns > 1;
        }

        return columns > 1;
    }
}
