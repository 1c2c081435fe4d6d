using System.Reflection;
using System.Text.RegularExpressions;
using Llm.Tests;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Llm.Library.Tests.Plugins;

/// <summary>docs/plugins/coverage.md names what exists, and leaves out nothing of the Python tool's pages about plugins.</summary>
public sealed partial class PluginCoverageTests
{
    private static readonly string[] Packages = ["Llm", "Llm.Testing"];

    private static IReadOnlyList<string[]> Rows { get; } =
    [
        .. File.ReadLines(Path.Combine(SharedData.RepositoryRoot, "docs", "plugins", "coverage.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| Python |", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1]),
    ];

    [Fact]
    public void Every_test_exists_and_is_a_test()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .ToLookup(file => Path.GetFileNameWithoutExtension(file));
        foreach (var row in Rows)
        {
            Quoted(row[2]).ShouldNotBeEmpty(row[0]);
            foreach (var test in Quoted(row[2]))
            {
                var (type, method) = test.Split('.') is [var first, var second] ? (first, second) : (test, "");
                sources[type].SelectMany(TestsOf).ShouldContain(method, $"{row[0]}: {test}");
            }
        }
    }

    [Fact]
    public void Every_counterpart_exists()
    {
        var types = Packages.SelectMany(package => Assembly.Load(package).GetExportedTypes()).ToLookup(type => type.Name.Split('`')[0]);
        foreach (var row in Rows.Where(row => !row[1].StartsWith('—')))
        {
            Quoted(row[1]).ShouldNotBeEmpty(row[0]);
            foreach (var name in Quoted(row[1]))
            {
                var (type, member) = name.Split('.') is [var first, var second] ? (first, second) : (name, null);
                types[type].Any(found => member is null || found.GetMember(member, All).Length > 0).ShouldBeTrue(name);
            }
        }
    }

    [Fact]
    public void Nothing_of_the_pages_is_missing()
    {
        var repository = Seed("003_");
        string[] pages =
        [
            Page(repository, "plugins/plugin-hooks.md"), Page(repository, "plugins/plugin-utilities.md"),
            Page(repository, "embeddings/writing-plugins.md"), Seed("000_"), Seed("001_"), Seed("002_"),
        ];
        var items = string.Join('\n', Rows.Select(row => row[0]));
        var names = pages.SelectMany(page => Names().Matches(page)).Select(match => match.Value).ToHashSet();
        names.Count.ShouldBeGreaterThan(50);
        names.Where(name => !Quoted(items).Any(quoted => quoted.Split('(')[0] == name)).ShouldBeEmpty();
        var headings = pages.SelectMany(page => Headings().Matches(page)).Select(match => match.Groups[1].Value.Split('(')[0]).ToHashSet();
        headings.Count.ShouldBeGreaterThan(20);
        headings.Where(heading => !items.Contains(heading, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy;

    private static IEnumerable<string> TestsOf(string file) =>
        CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
            .Where(method => method.AttributeLists.SelectMany(list => list.Attributes)
                .Any(used => used.Name.ToString() is "Fact" or "Theory"))
            .Select(method => method.Identifier.Text);

    private static string Page(string repository, string path)
    {
        var start = repository.IndexOf($"`llm-simonw/docs/{path}`:\n", StringComparison.Ordinal);
        return repository[start..repository.IndexOf("\n`llm-simonw/", start + 1, StringComparison.Ordinal)];
    }

    private static string Seed(string prefix) =>
        File.ReadAllText(Directory.EnumerateFiles(SharedData.Path("seeds"), prefix + "*").Single());

    private static string[] Quoted(string text) => [.. Quotes().Matches(text).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Quotes();

    [GeneratedRegex("^#{2,3} (.+)$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex(
        @"\b(llm|model|response|conversation|prompt|attachment|prev_response)\.[a-zA-Z_]+\b(?<!\.(md|git|io|default_plugins))"
        + @"|\bregister_[a-z_]+|\bsupports_[a-z]+\b(?<!_async)|\b(needs_key|key_env_var|attachment_types|embed_batch|provider_metadata"
        + @"|server_executed|tool_name|part_index|tool_call_id|StreamEvent|LLM_RAISE_ERRORS)\b")]
    private static partial Regex Names();
}
