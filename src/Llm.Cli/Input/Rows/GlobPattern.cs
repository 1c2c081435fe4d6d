namespace Llm.Cli.Input.Rows;

/// <summary>Finds files by a pattern as Python's pathlib does: <c>*</c>, <c>?</c>, <c>[...]</c>, and <c>**</c> for any folders.</summary>
internal static class GlobPattern
{
    /// <summary>Returns the paths of files and folders that match, relative to the folder, sorted within each folder.</summary>
    /// <param name="folder">The folder to search.</param>
    /// <param name="pattern">The pattern, with <c>/</c> between its parts.</param>
    public static IEnumerable<string> Find(string folder, string pattern)
    {
        var parts = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToArray();
        // Two ways can lead to the same file: **/** matches each folder in several ways.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return Find(folder, "", parts).Where(seen.Add);
    }

    /// <summary>Whether a name matches one part of a pattern.</summary>
    public static bool Matches(ReadOnlySpan<char> name, ReadOnlySpan<char> part)
    {
        while (!part.IsEmpty)
        {
            if (part[0] == '*')
            {
                for (var skipped = 0; skipped <= name.Length; skipped++)
                {
                    if (Matches(name[skipped..], part[1..])) return true;
                }

                return false;
            }

            if (name.IsEmpty) return false;
            var length = part[0] == '[' ? SetLength(part) : 0;
            if (length > 0 ? !IsInSet(name[0], part[1..(length - 1)]) : part[0] != '?' && part[0] != name[0]) return false;
            part = part[Math.Max(length, 1)..];
            name = name[1..];
        }

        return name.IsEmpty;
    }

    private static IEnumerable<string> Find(string folder, string relative, string[] parts)
    {
        if (parts is [])
        {
            if (relative.Length > 0) yield return relative;
            yield break;
        }

        if (parts[0] == "**")
        {
            foreach (var path in Find(folder, relative, parts[1..])) yield return path;
            foreach (var name in Names(folder).Where(name => IsRealFolder(Path.Combine(folder, name))))
            {
                foreach (var path in Find(Path.Combine(folder, name), Join(relative, name), parts)) yield return path;
            }

            yield break;
        }

        foreach (var name in Names(folder))
        {
            if (!Matches(name, parts[0])) continue;
            var path = Path.Combine(folder, name);
            if (parts.Length > 1 && !Directory.Exists(path)) continue;
            foreach (var found in Find(path, Join(relative, name), parts[1..])) yield return found;
        }
    }

    private static string[] Names(string folder)
    {
        try
        {
            string[] names = [.. Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path))];
            Array.Sort(names, StringComparer.Ordinal);
            return names;
        }
        catch (UnauthorizedAccessException)
        {
            // As in Python, a folder that cannot be listed is empty.
            return [];
        }
    }

    /// <summary>Whether a path is a folder and not a link to one, which could lead in circles.</summary>
    private static bool IsRealFolder(string path) => new DirectoryInfo(path) is { Exists: true, LinkTarget: null };

    private static string Join(string relative, string name) => relative.Length == 0 ? name : $"{relative}/{name}";

    /// <summary>The length of a set such as <c>[a-z]</c> with its brackets; 0 if it does not end.</summary>
    private static int SetLength(ReadOnlySpan<char> part)
    {
        var from = part.Length > 1 && part[1] == '!' ? 3 : 2;
        return from <= part.Length && part[from..].IndexOf(']') is >= 0 and var close ? from + close + 1 : 0;
    }

    private static bool IsInSet(char c, ReadOnlySpan<char> set)
    {
        var isNegative = set is ['!', ..];
        if (isNegative) set = set[1..];
        var isIn = false;
        for (var i = 0; i < set.Length; i++)
        {
            if (i + 2 < set.Length && set[i + 1] == '-')
            {
                isIn |= c >= set[i] && c <= set[i + 2];
                i += 2;
            }
            else
            {
                isIn |= c == set[i];
            }
        }

        return isIn != isNegative;
    }
}
