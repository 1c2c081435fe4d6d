using System.Text.RegularExpressions;
using Llm.Tests;

namespace Llm.Library.Tests.Guides;

/// <summary>Links between the documents lead somewhere.</summary>
public sealed partial class LinkTests
{
    [Fact]
    public void Every_link_to_a_file_or_heading_leads_there()
    {
        var root = SharedData.RepositoryRoot;
        string[] pages = [.. Directory.EnumerateFiles(root, "*.md"), .. Directory.EnumerateFiles(
            Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories)];
        var broken =
            from page in pages
            from Match link in Link().Matches(Code().Replace(File.ReadAllText(page), ""))
            let target = link.Groups[1].Value.Split('#')
            where !target[0].Contains("://", StringComparison.Ordinal) && !target[0].StartsWith("mailto:", StringComparison.Ordinal)
            let file = target[0].Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, target[0])
            where !File.Exists(file) && !Directory.Exists(file) || target.Length > 1 && !Headings(file).Contains(target[1])
            select $"{Path.GetRelativePath(root, page)}: {link.Groups[1].Value}";
        broken.ShouldBeEmpty();
    }

    /// <summary>The names that headings have in links.</summary>
    private static IEnumerable<string> Headings(string file) =>
        from line in Code().Replace(File.ReadAllText(file), "").Split('\n')
        where line.StartsWith('#')
        select NotInNames().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInNames();
}
