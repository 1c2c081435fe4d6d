using System.Buffers;

namespace Llm.Loaders;

/// <summary>What the files <c>.gitignore</c> exclude, as git's documentation of them says.</summary>
/// <remarks>The last rule that fits decides, and those of an inner folder come after those of the folders around it.</remarks>
internal sealed class GitIgnore
{
    private readonly List<Rule> rules = [];

    private GitIgnore(IEnumerable<Rule> rules) => this.rules.AddRange(rules);

    /// <summary>The rules for what a folder contains: its own, and those of the folders around it as far as the repository goes.</summary>
    public static GitIgnore For(string folder)
    {
        var full = Path.GetFullPath(folder);
        var around = new Stack<string>();
        for (var next = full; next is not null; next = Path.GetDirectoryName(next))
        {
            around.Push(next);
            if (Path.Exists(Path.Combine(next, ".git"))) break;
            // Outside a repository, only the folder itself counts.
            if (Path.GetDirectoryName(next) is null) around = new Stack<string>([full]);
        }

        return around.Aggregate(new GitIgnore([]), (ignore, next) => ignore.Below(next));
    }

    /// <summary>These rules and those of a folder.</summary>
    public GitIgnore Below(string folder)
    {
        var path = Path.Combine(folder, ".gitignore");
        if (!File.Exists(path)) return this;
        return new GitIgnore([.. rules, .. File.ReadLines(path).Select(line => Rule.Parse(folder, line)).OfType<Rule>()]);
    }

    /// <summary>Whether a file or folder is excluded, by its full path.</summary>
    public bool Excludes(string path, bool isFolder) => rules.FindLast(rule => rule.Fits(path, isFolder)) is { IsException: false };

    /// <param name="Folder">The folder of the file, with a slash at its end.</param>
    /// <param name="Pattern">The pattern, without a slash at its beginning or end.</param>
    /// <param name="IsAnchored">Whether it is about paths below the folder, and not about names anywhere below it.</param>
    /// <param name="IsFolderOnly">Whether it is only about folders.</param>
    /// <param name="IsException">Whether what fits is not excluded after all.</param>
    private sealed record Rule(string Folder, string Pattern, bool IsAnchored, bool IsFolderOnly, bool IsException)
    {
        private static readonly SearchValues<char> Wildcards = SearchValues.Create(@"*?[\");

        public static Rule? Parse(string folder, string line)
        {
            var pattern = WithoutBlanks(line);
            if (pattern.Length == 0 || pattern[0] == '#') return null;
            var isException = pattern[0] == '!';
            if (isException) pattern = pattern[1..];
            var isFolderOnly = pattern.EndsWith('/');
            if (isFolderOnly) pattern = pattern[..^1];
            var isAnchored = pattern.Contains('/', StringComparison.Ordinal);
            if (pattern.StartsWith('/')) pattern = pattern[1..];
            return pattern.Length == 0
                ? null
                : new Rule(Path.TrimEndingDirectorySeparator(folder) + "/", pattern, isAnchored, isFolderOnly, isException);
        }

        public bool Fits(string path, bool isFolder)
        {
            if ((IsFolderOnly && !isFolder) || path.Length <= Folder.Length) return false;
            var relative = path[Folder.Length..].Replace(Path.DirectorySeparatorChar, '/');
            if (!IsAnchored) return Wildcard.Matches(relative.AsSpan(relative.LastIndexOf('/') + 1), Pattern);
            // Git compares what is before the first wildcard by itself, so that ** directly after it is at a beginning.
            var plain = Pattern.AsSpan().IndexOfAny(Wildcards) is >= 0 and var index ? index : Pattern.Length;
            return relative.AsSpan().StartsWith(Pattern.AsSpan(0, plain), StringComparison.Ordinal)
                && Wildcard.Matches(relative.AsSpan(plain), Pattern.AsSpan(plain));
        }

        /// <summary>Blanks at the end do not count, unless a backslash is before them.</summary>
        private static string WithoutBlanks(string line)
        {
            var end = line.Length;
            while (end > 0 && line[end - 1] == ' ' && !(end > 1 && line[end - 2] == '\\')) end--;
            return line[..end];
        }
    }
}
