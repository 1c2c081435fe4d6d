using Llm.Commands;

namespace Llm.Cli.Input.Rows;

/// <summary>Reads files in folders; each is a row whose ID is its path, relative to the folder.</summary>
/// <param name="folders">Folders and patterns.</param>
/// <param name="decoder">Decodes text; null to take the bytes.</param>
/// <param name="warn">Shows a line to the user about a file that is left out.</param>
internal sealed class RowFolder(
    IReadOnlyList<KeyValuePair<string, string>> folders, TextDecoder? decoder, Action<string> warn)
{
    /// <summary>Counts the files without reading them.</summary>
    public long Count() => folders.Where(folder => Directory.Exists(folder.Key)).Sum(
        folder => GlobPattern.Find(folder.Key, folder.Value).LongCount(path => File.Exists(Path.Combine(folder.Key, path))));

    /// <summary>Reads the files.</summary>
    /// <exception cref="UsageException">There is no such folder.</exception>
    public IEnumerable<InputRow> Read()
    {
        foreach (var (folder, pattern) in folders)
        {
            if (!Directory.Exists(folder)) throw new UsageException($"Invalid directory: {folder}");
            if (Path.IsPathRooted(pattern)) throw new UsageException($"The pattern {pattern} must be relative to the directory.");
            foreach (var relative in GlobPattern.Find(folder, pattern))
            {
                var path = Path.Combine(folder, relative);
                if (File.Exists(path) && ReadFile(path, relative) is { } row) yield return row;
            }
        }
    }

    private InputRow? ReadFile(string path, string relative)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            if (decoder is null) return new InputRow(relative, []) { Bytes = bytes };
            if (decoder.Decode(bytes) is { } text) return new InputRow(relative, [text]);
            warn($"Could not decode text in file {path}");
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            warn($"Could not read file {path}: {ex.Message}");
        }

        return null;
    }
}
