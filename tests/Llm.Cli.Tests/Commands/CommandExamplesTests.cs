using System.Text.RegularExpressions;
using Llm.Cli.CommandLine;
using Llm.Commands;

namespace Llm.Cli.Tests.Commands;

/// <summary>The example of each command is a call of that command.</summary>
public sealed partial class CommandExamplesTests : IDisposable
{
    private readonly CommandRunner llm = new();

    public void Dispose() => llm.Dispose();

    [Fact]
    public void Every_command_has_an_example_that_calls_it()
    {
        var root = llm.Commands();
        var commands = Walk(root, "llm").ToList();
        commands.Count.ShouldBeGreaterThan(50);
        foreach (var (path, command) in commands)
        {
            var example = command.Example.ShouldNotBeNull(path);
            var words = Word().Matches(example).Select(match => match.Value.Trim('\'')).ToList();
            words[0].ShouldBe("llm", example);
            var parsed = new CommandLineParser(root, "llm", "1.0") { Environment = _ => null }.Parse([.. words.Skip(1)]);
            parsed.ShouldBeOfType<ParseResult.Run>(example).Invocation.CommandPath.ShouldBe(path, example);
        }
    }

    [Fact]
    public async Task The_help_of_our_own_commands_shows_it()
    {
        (await llm.RunAsync("config", "get", "--help")).Output.ShouldContain("\n\n  Example:\n\n      llm config get timeout\n\n");
        // The pages of the Python tool stay as they are.
        (await llm.RunAsync("keys", "get", "--help")).Output.ShouldNotContain("Example:\n");
    }

    private static IEnumerable<(string Path, Command Command)> Walk(CommandNode node, string path) =>
    [
        .. node is Command command ? [(path, command)] : Array.Empty<(string, Command)>(),
        .. new CommandScope(node, path, hasVersion: false).Entries.SelectMany(entry => Walk(entry.Create(), $"{path} {entry.Name}")),
    ];

    /// <summary>A word of a command line, with quotes if it has some.</summary>
    [GeneratedRegex("'[^']*'|[^ ]+")]
    private static partial Regex Word();
}
