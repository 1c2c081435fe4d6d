using System.Text.RegularExpressions;
using Llm.Tests;

namespace Llm.Library.Tests.Plugins;

/// <summary>Code in docs/plugins and docs/dify is the code of the samples and the tests, which are built and run.</summary>
/// <remarks>
/// A comment <c>&lt;!-- sample: FILE --&gt;</c> before a block of C# names a file below samples or tests. The lines of the block
/// follow each other in it, at any indentation; a line <c>…</c> stands for any lines.
/// </remarks>
public sealed partial class GuideSampleTests
{
    private static string Root => SharedData.RepositoryRoot;

    public static TheoryData<string> Pages =>
    [
        .. Directory.GetFiles(Path.Combine(Root, "docs", "plugins"), "*.md").Select(file => Path.GetFileName(file))
            // The tutorial is run as a whole, and the page on testing has its own comments instead of code for some lines.
            .Where(page => page is not ("tutorial.md" or "testing.md")),
        "../dify/writing.md",
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Code_in_the_guides_is_code_that_is_run(string page)
    {
        var lines = File.ReadAllLines(Path.Combine(Root, "docs", "plugins", page));
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i] != "```csharp") continue;
            var end = Array.IndexOf(lines, "```", i);
            var file = Sample().Match(lines[i - 1]);
            file.Success.ShouldBeTrue($"{page}, line {i + 1}: no comment names the sample");
            Position(File.ReadAllLines(Path.Combine(Root, file.Groups[1].Value)), lines[(i + 1)..end])
                .ShouldBeNull($"{page}, line {i + 1}: not found in {file.Groups[1].Value}");
            i = end;
        }
    }

    /// <summary>The first line that is not where it should be; null if all are.</summary>
    private static string? Position(string[] sample, IEnumerable<string> block)
    {
        var trimmed = Array.ConvertAll(sample, line => line.Trim());
        var (at, maySkip) = (0, true);
        foreach (var line in block.Select(line => line.Trim()))
        {
            if (line == "…")
            {
                maySkip = true;
                continue;
            }

            var found = maySkip ? Array.IndexOf(trimmed, line, at) : at < trimmed.Length && trimmed[at] == line ? at : -1;
            if (found < 0) return line;
            (at, maySkip) = (found + 1, false);
        }

        return null;
    }

    [GeneratedRegex("^<!-- sample: ((?:samples|tests)/.+) -->$")]
    private static partial Regex Sample();
}
