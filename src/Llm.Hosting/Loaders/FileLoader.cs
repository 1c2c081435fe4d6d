namespace Llm.Loaders;

/// <summary><c>file:</c> gives a file, the text files of a folder, or the files that match a pattern.</summary>
internal static class FileLoader
{
    private const int MostFiles = 2_000;
    private const long MostCharacters = 20_000_000;

    public static Task<LoadedFragments> LoadAsync(string argument, CancellationToken cancellationToken)
    {
        var path = argument.StartsWith("~/", StringComparison.Ordinal)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), argument[2..])
            : argument;
        if (path.Length == 0) throw new LlmException("Name a file, a folder or a pattern, such as file:src/**/*.cs");
        if (File.Exists(path)) return Task.FromResult(LoadFile(path));
        if (Directory.Exists(path)) return Task.FromResult(LoadFolder(path, pattern: null, cancellationToken));
        if (!Wildcard.IsPattern(path)) throw new LlmException($"there is no file or folder {path}");
        var (folder, pattern) = SplitPattern(path.Replace(Path.DirectorySeparatorChar, '/'));
        if (!Directory.Exists(folder)) throw new LlmException($"there is no folder {folder}");
        return Task.FromResult(LoadFolder(folder, pattern, cancellationToken));
    }

    private static LoadedFragments LoadFile(string path) => MediaTypes.FromFile(path) is { } type && !TextTypes.IsText(type)
        ? new LoadedFragments([], [Attachment.FromFile(path, type)])
        : new LoadedFragments([new Fragment(TextFile.Read(path), RealPath.Of(path))], []);

    /// <summary>The folder before the first part with a wildcard, and the rest.</summary>
    private static (string Folder, string Pattern) SplitPattern(string path)
    {
        var parts = path.Split('/');
        var plain = parts.TakeWhile(part => !Wildcard.IsPattern(part)).Count();
        var folder = string.Join('/', parts[..plain]);
        return (folder.Length > 0 ? folder : path.StartsWith('/') ? "/" : ".", string.Join('/', parts[plain..]));
    }

    private static LoadedFragments LoadFolder(string folder, string? pattern, CancellationToken cancellationToken)
    {
        var loaded = new List<Fragment>();
        var attachments = new List<Attachment>();
        var characters = 0L;
        foreach (var relative in FolderTree.Files(folder, pattern))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var path = folder == "." ? relative : Path.Combine(folder, relative);
            var type = MediaTypes.FromFile(path);
            if (type is not null && !TextTypes.IsText(type))
            {
                // Whoever names a folder means what can be read in it.
                if (pattern is not null) attachments.Add(Attachment.FromFile(path, type));
            }
            else if (ReadText(path) is { Length: > 0 } text)
            {
                characters += text.Length;
                loaded.Add(new Fragment($"{path}\n---\n{text}{(text.EndsWith('\n') ? "" : "\n")}---", RealPath.Of(path)));
            }

            if (loaded.Count + attachments.Count > MostFiles || characters > MostCharacters)
            {
                throw new LlmException(
                    $"that is more than {MostFiles} files or {MostCharacters / 1_000_000} MB of text. Name a smaller folder, or a pattern "
                    + "such as file:src/**/*.cs");
            }
        }

        return loaded.Count + attachments.Count > 0
            ? new LoadedFragments(loaded, attachments)
            : throw new LlmException(
                "no file there can be sent: all are hidden, excluded by .gitignore, empty, or of no known kind. To send a hidden or "
                + "excluded file, name it");
    }

    /// <summary>The text of a file; null if it is not text or cannot be read.</summary>
    private static string? ReadText(string path)
    {
        try
        {
            return TextFile.Read(path) is var text && text.Contains('\0', StringComparison.Ordinal) ? null : text;
        }
        catch (Exception ex) when (ex is LlmException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
