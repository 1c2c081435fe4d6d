using System.Text;

namespace Llm.Cli.Input.Editing;

/// <summary>
/// The file that keeps the messages that were entered, one per line; line ends in them are written as <c>\n</c> and backslashes as
/// <c>\\</c>.
/// </summary>
internal sealed class HistoryFile(string path)
{
    /// <summary>Reads the entries, oldest first; returns none if the file does not exist or cannot be read.</summary>
    public IReadOnlyList<string> Read()
    {
        try
        {
            return File.Exists(path)
                ? [.. File.ReadLines(path).Where(line => line.Length > 0).TakeLast(LineHistory.Limit).Select(Unescape)]
                : [];
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Appends an entry to the current content of the file, to which another chat may have written.</summary>
    /// <exception cref="LlmException">The file cannot be written.</exception>
    public void Append(string entry)
    {
        using var held = FileLock.Take(path);
        var entries = Read().Append(entry).TakeLast(LineHistory.Limit);
        AtomicFile.WriteAllText(path, string.Concat(entries.Select(kept => Escape(kept) + "\n")), secret: true);
    }

    private static string Escape(string entry) =>
        entry.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Unescape(string line)
    {
        var text = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] != '\\' || i + 1 == line.Length) text.Append(line[i]);
            else text.Append(line[++i] == 'n' ? '\n' : line[i]);
        }

        return text.ToString();
    }
}
