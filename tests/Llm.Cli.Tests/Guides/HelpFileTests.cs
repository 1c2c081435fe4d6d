using System.Text;
using Llm.Cli.CommandLine;
using Llm.Tests;

namespace Llm.Cli.Tests.Guides;

/// <summary>docs/help.md holds every help page, made from the commands themselves.</summary>
/// <remarks>Run the tests with LLM_WRITE_HELP=1 to rewrite the file.</remarks>
public sealed class HelpFileTests
{
    private const int Width = 80;

    private const string Head = """
        # All help pages

        What `--help` shows for every command. This file is made from the commands: `LLM_WRITE_HELP=1 dotnet test --project
        tests/Llm.Cli.Tests` rewrites it. The [guides](README.md) explain what is listed here.

        """;

    [Fact]
    public void The_file_holds_the_pages_of_the_program()
    {
        var file = Path.Combine(SharedData.RepositoryRoot, "docs", "help.md");
        var pages = Head.ReplaceLineEndings("\n") + string.Concat(CommandTree.Walk().Select(Section));
        if (Environment.GetEnvironmentVariable("LLM_WRITE_HELP") == "1") File.WriteAllText(file, pages);
        var written = File.ReadAllText(file).ReplaceLineEndings("\n");
        var (before, now) = (written.Split('\n'), pages.Split('\n'));
        string.Join('\n', [.. before.Except(now).Select(line => "- " + line), .. now.Except(before).Select(line => "+ " + line)])
            .ShouldBeEmpty("docs/help.md is stale; LLM_WRITE_HELP=1 rewrites it");
        (written == pages).ShouldBeTrue("the lines of docs/help.md are in another order; LLM_WRITE_HELP=1 rewrites it");
    }

    private static string Section(CommandScope scope)
    {
        var level = new string('#', scope.Path.Count(c => c == ' ') + 2);
        return new StringBuilder($"\n{level} {scope.Path} --help\n\n```\n").Append(HelpPage.Render(scope, Width))
            .Append("```\n").ToString();
    }
}
