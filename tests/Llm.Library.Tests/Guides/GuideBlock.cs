using Llm.Tests;

namespace Llm.Library.Tests.Guides;

/// <summary>A block of C# in the guides.</summary>
/// <param name="Page">The page's file name.</param>
/// <param name="Line">The line of the block's first statement, from 1.</param>
/// <param name="Code">The code.</param>
internal sealed record GuideBlock(string Page, int Line, string Code)
{
    public static string Folder => Path.Combine(SharedData.RepositoryRoot, "docs", "library");

    /// <summary>All blocks of all pages.</summary>
    public static IReadOnlyList<GuideBlock> All() =>
        [.. Directory.EnumerateFiles(Folder, "*.md").Order(StringComparer.Ordinal).SelectMany(OfPage)];

    /// <summary>The blocks of one page.</summary>
    public static IEnumerable<GuideBlock> OfPage(string file)
    {
        var lines = File.ReadAllLines(file);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i] != "```csharp") continue;
            var end = Array.IndexOf(lines, "```", i + 1);
            yield return new GuideBlock(Path.GetFileName(file), i + 2, string.Join('\n', lines[(i + 1)..end]));
            i = end;
        }
    }
}
