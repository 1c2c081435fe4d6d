using Llm.Cli.CommandLine;
using Llm.Cli.Tests.CommandLine;
using Llm.Cli.Tests.Commands;

namespace Llm.Cli.Tests.Recordings;

/// <summary>Every help page of the Python tool 0.32 is the same here, but for what is added.</summary>
public sealed class RecordedHelpTests
{
    /// <summary>The pages that speak of NuGet instead of PyPI, with the same options.</summary>
    private static readonly string[] Reworded = ["llm install", "llm uninstall"];

    [Fact]
    public void Pages_are_the_recorded_ones()
    {
        using var llm = new CommandRunner();
        var parser = new CommandLineParser(llm.Commands(), "llm", ProductVersion.Text) { Width = () => 80 };
        var pages = RecordedHelp.Commands().ToList();
        pages.Count.ShouldBe(62);
        var differences = new List<string>();
        foreach (var command in pages)
        {
            var page = parser.Parse([.. command.Split(' ')[1..], "--help"]).ShouldBeOfType<ParseResult.Show>().Text;
            var (head, commands) = Parts(page);
            var (recordedHead, recordedCommands) = Parts(RecordedHelp.Read(command));
            if (Reworded.Contains(command)) (head, recordedHead) = (Options(head), Options(recordedHead));
            if (head != recordedHead) differences.Add($"--- recorded\n{recordedHead}\n--- here\n{head}");
            commands.Where(IsRecorded).ShouldBe(recordedCommands.Where(IsRecorded), command);

            bool IsRecorded(string row) => !Reworded.Contains($"{command} {Name(row)}");
        }

        differences.ShouldBeEmpty();
    }

    /// <summary>The page up to the list of commands, and the rows of that list without the spaces that align them.</summary>
    private static (string Head, List<string> Commands) Parts(string page)
    {
        var parts = page.Split("\nAdditional ")[0].Split("\nCommands:\n");
        return (parts[0], parts.Length == 1 ? [] : [.. parts[1].Split("\n\n")[0].TrimEnd('\n').Split('\n').Select(Loose)]);
    }

    private static string Options(string page) => page[page.IndexOf("\nOptions:\n", StringComparison.Ordinal)..];

    private static string Loose(string row) => string.Join(' ', row.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string Name(string row) => row.Trim().Split(' ')[0].TrimEnd('*');
}
