using System.Reflection;
using System.Text.RegularExpressions;
using Llm.Tests;

namespace Llm.Library.Tests;

/// <summary>docs/library/coverage.md names only what exists, and leaves out no name of the Python library's pages.</summary>
public partial class CoverageTests
{
    private static readonly string[] Packages = ["Llm", "Llm.Storage", "Llm.Providers", "Llm.Hosting"];

    private sealed record Row(IReadOnlyList<string> Python, IReadOnlyList<string> Counterparts, string Cell, IReadOnlyList<string> Tests);

    private static IEnumerable<Row> Rows() => File.ReadLines(Path.Combine(SharedData.RepositoryRoot, "docs", "library", "coverage.md"))
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal) || line.StartsWith("| options", StringComparison.Ordinal))
        .Select(line => line.Split('|'))
        .Select(cells => new Row(Quoted(cells[1]), Quoted(cells[2]), cells[2].Trim(), Quoted(cells[3])));

    [Fact]
    public void Every_counterpart_exists()
    {
        var types = Packages.SelectMany(package => Assembly.Load(package).GetExportedTypes()).ToLookup(type => type.Name);
        var missing = Rows().SelectMany(row => row.Counterparts).Where(name =>
        {
            var (type, member) = name.Split('.') is [var first, var second] ? (first, second) : (name, null);
            return !types[type].Any(found => member is null || found.GetMember(member).Length > 0);
        });
        missing.ShouldBeEmpty();
    }

    [Fact]
    public void Every_row_has_a_counterpart_and_a_test_or_says_why_not()
    {
        var tests = Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetFileNameWithoutExtension(file)).ToHashSet();
        foreach (var row in Rows())
        {
            if (row.Cell.StartsWith("— ", StringComparison.Ordinal)) continue;
            row.Counterparts.ShouldNotBeEmpty(row.Cell);
            row.Tests.ShouldNotBeEmpty(row.Cell);
            row.Tests.Except(tests).ShouldBeEmpty(row.Cell);
        }
    }

    [Fact]
    public void No_name_of_the_Python_pages_is_missing()
    {
        var wanted = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (file, from, to) in new[]
        {
            ("003_", "(python-api)=\n", "\n`llm-simonw/"),
            ("003_", "(embeddings-python-api)=\n", "\n`llm-simonw/"),
            ("000_", "", ""),
            ("001_", "", ""),
            ("002_", "", ""),
        })
        {
            var text = ReadSeed(file);
            var start = text.IndexOf(from, StringComparison.Ordinal);
            var end = to.Length == 0 ? text.Length : text.IndexOf(to, start, StringComparison.Ordinal);
            wanted.UnionWith(Names().Matches(text[start..end]).Select(match => match.Value));
        }

        var delta = File.ReadAllText(Path.Combine(SharedData.Path("spec"), "delta-0.26-to-0.32.md"));
        var section = delta[delta.IndexOf("\n## 4. ", StringComparison.Ordinal)..delta.IndexOf("\n## 5. ", StringComparison.Ordinal)];
        wanted.UnionWith(Names().Matches(section).Select(match => match.Value));
        wanted.UnionWith(FirstCells().Matches(section).Select(match => match.Groups[1].Value));
        wanted.Count.ShouldBeGreaterThan(60);
        wanted.Except(Rows().SelectMany(row => row.Python)).ShouldBeEmpty();
    }

    private static string ReadSeed(string prefix) =>
        File.ReadAllText(Directory.EnumerateFiles(SharedData.Path("seeds"), prefix + "*").Single());

    private static string[] Quoted(string cell) => [.. Quotes().Matches(cell).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quotes();

    [GeneratedRegex(@"\b(llm|model|response|conversation|chain|chain_response|collection|embedding_model|entry|prompt|attachment)\.[a-zA-Z_]+\b(?<!\.(md|git|db|json|io|com|default_plugins|py|ini))|\bself\.model_(id|name)\b")]
    private static partial Regex Names();

    [GeneratedRegex(@"^\| `([a-z_]+)", RegexOptions.Multiline)]
    private static partial Regex FirstCells();
}
