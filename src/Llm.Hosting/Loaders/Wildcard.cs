namespace Llm.Loaders;

/// <summary>Patterns of paths as git reads them: <c>*</c>, <c>?</c> and <c>[...]</c> within a name, <c>**</c> across folders.</summary>
internal static class Wildcard
{
    /// <summary>Whether a text contains anything but a plain path.</summary>
    public static bool IsPattern(string text) => text.AsSpan().IndexOfAny('*', '?', '[') >= 0;

    /// <summary>Whether a path with <c>/</c> between its parts matches a pattern.</summary>
    public static bool Matches(ReadOnlySpan<char> path, ReadOnlySpan<char> pattern) => Matches(path, pattern, isPartStart: true);

    private static bool Matches(ReadOnlySpan<char> path, ReadOnlySpan<char> pattern, bool isPartStart)
    {
        while (!pattern.IsEmpty)
        {
            if (pattern is ['*', ..]) return MatchesStars(path, pattern, isPartStart);
            if (path.IsEmpty) return false;
            var length = 1;
            var isMatch = pattern[0] switch
            {
                '?' => path[0] != '/',
                '[' when SetLength(pattern) is > 0 and var whole => path[0] != '/' && IsInSet(path[0], pattern[1..((length = whole) - 1)]),
                '\\' when pattern.Length > 1 => path[0] == pattern[(length = 2) - 1],
                var other => path[0] == other,
            };
            if (!isMatch) return false;
            isPartStart = pattern[0] == '/';
            path = path[1..];
            pattern = pattern[length..];
        }

        return path.IsEmpty;
    }

    private static bool MatchesStars(ReadOnlySpan<char> path, ReadOnlySpan<char> pattern, bool isPartStart)
    {
        if (isPartStart && pattern is ['*', '*', '/', ..])
        {
            // No folder, or any number of them.
            for (var rest = path; ; rest = rest[(rest.IndexOf('/') + 1)..])
            {
                if (Matches(rest, pattern[3..])) return true;
                if (!rest.Contains('/')) return false;
            }
        }

        // Anything but a whole part of the pattern is an ordinary star.
        if (isPartStart && pattern is ['*', '*']) return true;
        var after = pattern.IndexOfAnyExcept('*') is >= 0 and var end ? pattern[end..] : [];
        for (var skipped = 0; skipped <= path.Length; skipped++)
        {
            if (Matches(path[skipped..], after, isPartStart: false)) return true;
            if (skipped < path.Length && path[skipped] == '/') return false;
        }

        return false;
    }

    /// <summary>The length of a set such as <c>[a-z]</c> with its brackets; 0 if it does not end.</summary>
    private static int SetLength(ReadOnlySpan<char> pattern)
    {
        var from = pattern.Length > 1 && pattern[1] is '!' or '^' ? 2 : 1;
        // A bracket at the beginning stands for itself.
        for (var i = from + 1; i < pattern.Length; i++)
        {
            if (pattern[i - 1] == '\\') i++;
            else if (pattern[i] == ']') return i + 1;
        }

        return 0;
    }

    private static bool IsInSet(char c, ReadOnlySpan<char> set)
    {
        var isNegative = set is ['!' or '^', ..];
        if (isNegative) set = set[1..];
        var isIn = false;
        while (!set.IsEmpty)
        {
            var first = Next(ref set);
            var last = set is ['-', _, ..] ? Next(ref set, skip: 1) : first;
            isIn |= c >= first && c <= last;
        }

        return isIn != isNegative;
    }

    private static char Next(ref ReadOnlySpan<char> set, int skip = 0)
    {
        if (set.Length > skip + 1 && set[skip] == '\\') skip++;
        var next = set[skip];
        set = set[(skip + 1)..];
        return next;
    }
}
