using Llm.Cli.CommandLine;
using Llm.Cli.Tests.Commands;

namespace Llm.Cli.Tests.CommandLine;

/// <summary>A command with commands below it is called with its own options, unless the first word names one of them.</summary>
public sealed class SubcommandTests : IDisposable
{
    private readonly CommandRunner llm = new();

    public void Dispose() => llm.Dispose();

    [Theory]
    [InlineData("llm plugins")]
    [InlineData("llm plugins", "--all")]
    [InlineData("llm plugins new", "new", "Llm.Pelican")]
    public void The_first_word_decides(string path, params string[] words) =>
        Parse(words).ShouldBeOfType<ParseResult.Run>().Invocation.CommandPath.ShouldBe(path);

    [Fact]
    public void Another_word_is_refused_as_before() =>
        Parse("list").ShouldBeOfType<ParseResult.Refuse>().Text.ShouldEndWith("Error: Got unexpected extra argument (list)\n");

    [Fact]
    public void Completion_offers_it_and_its_options()
    {
        Complete("").Commands.Select(entry => entry.Name).ShouldBe(["new"]);
        Complete("new", "--k").Options.SelectMany(option => option.Names).ShouldContain("--kind");
        Complete("new", "").Commands.ShouldBeEmpty();
    }

    private ParseResult Parse(params string[] words) =>
        new CommandLineParser(llm.Commands(), "llm", "1.0") { Environment = _ => null }.Parse(["plugins", .. words]);

    private CompletionPlace Complete(params string[] words) => CompletionWalk.Find(llm.Commands(), "llm", ["plugins", .. words]);
}
