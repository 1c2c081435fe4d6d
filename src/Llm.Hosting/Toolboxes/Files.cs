using System.ComponentModel;
using System.Globalization;
using System.Text;

namespace Llm.Toolboxes;

/// <summary>Lets a model read the files in one folder.</summary>
[Description("Reads, lists and searches the files in one folder and never leaves it. "
    + "Everything in the folder can be sent to the provider, and the content of a file can mislead the model.")]
internal sealed class Files(string folder) : Toolbox
{
    internal const int MaxEntries = 1000;
    internal const int MaxMatches = 200;
    private const int MaxCharacters = 200_000;
    private const int MaxLineLength = 500;

    private readonly Folder root = new(folder);

    /// <summary>Lists a folder: one name per line, with a slash after the names of folders.</summary>
    /// <param name="path">The folder; . is the top-level folder.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public string List(string path = ".", CancellationToken cancellationToken = default)
    {
        var full = ExistingFolder(path);
        var names = new List<string>();
        foreach (var entry in Entries(full, recursive: false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            names.Add(entry is DirectoryInfo ? entry.Name + "/" : entry.Name);
        }

        names.Sort(StringComparer.Ordinal);
        return Limited(names, MaxEntries, "entries");
    }

    /// <summary>Reads lines of a text file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="start">The first line, from 1.</param>
    /// <param name="count">How many lines.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<string> ReadAsync(string path, int start = 1, int count = 2000, CancellationToken cancellationToken = default)
    {
        var text = new StringBuilder();
        await foreach (var (line, number) in LinesAsync(path, cancellationToken))
        {
            if (number < start) continue;
            if (number - start >= count) break;
            if (text.Length == 0 && line.Length > MaxCharacters)
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{line.AsSpan(0, MaxCharacters)}… (line {number} is truncated because it has {line.Length:N0} characters: "
                    + $"continue from line {number + 1})");
            }

            if (text.Length + line.Length > MaxCharacters)
                return $"{text}… (truncated at line {number}: continue from there with fewer lines)";
            text.Append(line).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Finds lines of text files that contain a text, ignoring case.</summary>
    /// <param name="text">The text, not a pattern.</param>
    /// <param name="path">The folder to search; . is the top-level folder.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<string> SearchAsync(string text, string path = ".", CancellationToken cancellationToken = default)
    {
        if (text.Length == 0) throw new LlmException("the text to search for is empty");
        var matches = new List<string>();
        foreach (var file in Entries(ExistingFolder(path), recursive: true).OfType<FileInfo>())
        {
            var name = root.NameOf(file.FullName);
            try
            {
                await foreach (var (line, number) in LinesAsync(name, cancellationToken))
                {
                    if (!line.Contains(text, StringComparison.OrdinalIgnoreCase)) continue;
                    matches.Add(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{name}:{number}: {(line.Length > MaxLineLength ? line[..MaxLineLength] + "…" : line)}"));
                    if (matches.Count > MaxMatches) return Limited(matches, MaxMatches, "matches");
                }
            }
            catch (LlmException)
            {
                // The file is not text, cannot be read, or was deleted in the meantime.
            }
        }

        return matches.Count == 0 ? "nothing found" : Limited(matches, MaxMatches, "matches");
    }

    private string ExistingFolder(string path) =>
        root.Resolve(path) is var full && Directory.Exists(full) ? full : throw new LlmException($"there is no folder {path}");

    /// <summary>Enumerates the entries of a folder. Links are listed but not followed; a recursive enumeration skips them.</summary>
    private static IEnumerable<FileSystemInfo> Entries(string full, bool recursive)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = recursive,
            AttributesToSkip = recursive ? FileAttributes.ReparsePoint : FileAttributes.None,
            IgnoreInaccessible = true,
        };
        return new DirectoryInfo(full).EnumerateFileSystemInfos("*", options);
    }

    private async IAsyncEnumerable<(string Line, int Number)> LinesAsync(
        string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(root.Open(path), Encoding.UTF8);
        var number = 0;
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Contains('\0', StringComparison.Ordinal)) throw new LlmException($"{path} is not a text file");
            yield return (line, ++number);
        }
    }

    private static string Limited(List<string> lines, int limit, string what)
    {
        var text = string.Join('\n', lines.Take(limit));
        return lines.Count <= limit ? text : string.Create(CultureInfo.InvariantCulture, $"{text}\n… (only the first {limit} {what})");
    }
}
