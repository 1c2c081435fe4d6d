using System.Text.RegularExpressions;
using Llm.Tests;

namespace Llm.Library.Tests;

/// <summary>docs/dify/coverage.md names each section of Dify's guide to model plugins, with tests that exist.</summary>
public partial class PackageCoverageTests
{
    private static readonly Lazy<Dictionary<string, string>> Tests = new(ReadTests);

    [Fact]
    public void Every_test_that_is_named_exists()
    {
        var rows = Rows();
        rows.Count.ShouldBeGreaterThan(12);
        foreach (var (section, cells) in rows)
        {
            var names = Quotes().Matches(cells[^1]).Select(match => match.Groups[1].Value).ToList();
            names.ShouldNotBeEmpty(section);
            foreach (var name in names)
            {
                var parts = name.Split('.');
                Tests.Value.ShouldContainKey(parts[0], section);
                if (parts.Length > 1) Tests.Value[parts[0]].ShouldMatch($@"public (async Task|void) {parts[1]}\(", section);
            }
        }
    }

    [Fact]
    public void Every_section_of_the_guide_has_a_row()
    {
        var guide = File.ReadAllText(Directory.EnumerateFiles(SharedData.Path("seeds"), "004_*").Single());
        var sections = Headings().Matches(guide).Select(match => match.Groups[1].Value.Trim()).ToList();
        sections.Count.ShouldBeGreaterThan(10);
        sections.Where(section => !Rows().Any(row => row.Section.StartsWith(section, StringComparison.OrdinalIgnoreCase))).ShouldBeEmpty();
    }

    private static List<(string Section, string[] Cells)> Rows() =>
    [
        .. File.ReadLines(Path.Combine(SharedData.RepositoryRoot, "docs", "dify", "coverage.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| section ", StringComparison.Ordinal))
            .Select(line => line.Trim('|', ' ').Split('|'))
            .Select(cells => (cells[0].Trim(), cells)),
    ];

    private static Dictionary<string, string> ReadTests() =>
        Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .GroupBy(file => Path.GetFileNameWithoutExtension(file))
            .ToDictionary(files => files.Key, files => string.Concat(files.Select(File.ReadAllText)));

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quotes();

    /// <summary>A heading, without the file or the names in brackets behind it.</summary>
    [GeneratedRegex(@"^## ([^(\n]+)", RegexOptions.Multiline)]
    private static partial Regex Headings();
}
