namespace Llm.Loaders;

/// <summary>Lists the files of a folder that a user may want to send: neither hidden nor excluded by <c>.gitignore</c>.</summary>
internal static class FolderTree
{
    /// <summary>
    /// Returns the paths of files, relative to the folder, in the order of their names; links to folders are not followed.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="pattern">What paths match; hidden files and folders only match where it names a dot. Null for all.</param>
    public static IEnumerable<string> Files(string folder, string? pattern) =>
        Files(Path.GetFullPath(folder), "", pattern, GitIgnore.For(folder));

    private static IEnumerable<string> Files(string folder, string relative, string? pattern, GitIgnore ignore)
    {
        var showsHidden = pattern is not null && (pattern.StartsWith('.') || pattern.Contains("/.", StringComparison.Ordinal));
        foreach (var entry in Entries(folder))
        {
            if (entry.Name == ".git" || (entry.Name.StartsWith('.') && !showsHidden)) continue;
            var isFolder = entry is DirectoryInfo;
            if (ignore.Excludes(entry.FullName, isFolder)) continue;
            var path = relative + entry.Name;
            if (!isFolder)
            {
                if (pattern is null || Wildcard.Matches(path, pattern)) yield return path;
            }
            else if (entry.LinkTarget is null)
            {
                foreach (var file in Files(entry.FullName, path + "/", pattern, ignore.Below(entry.FullName))) yield return file;
            }
        }
    }

    private static FileSystemInfo[] Entries(string folder)
    {
        try
        {
            var entries = new DirectoryInfo(folder).GetFileSystemInfos();
            Array.Sort(entries, (a, b) => string.CompareOrdinal(a.Name, b.Name));
            return entries;
        }
        catch (UnauthorizedAccessException)
        {
            return [];
        }
    }
}
