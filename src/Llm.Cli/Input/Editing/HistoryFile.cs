using System.Text;

namespace Llm.Cli.Input.Editing;

/// <summary>The file that keeps what was entered, an entry a line; line ends in it are written <c>\n</c> and backslashes <c>\\</c>.</summary>
internal sealed class HistoryFile(string path)
{
    /// <summary>The entries, oldest first; none if there is no file or it cannot be read.</summary>
    public IReadOnlyList<string> Read()
    {
        try
        {
            return File.Exists(path) ? [.. File.ReadLines(path).Where(line => line.Length > 0).TakeLast(LineHistory.Limit).Select(Unescape)] : [];
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Adds an entry to what is in the file by now, as another chat may have written.</summary>
    /// <exception cref="LlmException">It cannot be written.</exception>
    public void Append(string entry)
    {
        var entries = Read().Append(entry).TakeLast(LineHistory.Limit);
        AtomicFile.WriteAllText(path, string.Concat(entries.Select(kept => Escape(kept) + "\n")), secret: true);
    }

    private static string Escape(string entry) =>
        entry.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

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
