using Llm.Commands;

namespace Llm.Cli.Tests.CommandLine;

/// <summary>Texts recorded from the Python tool 0.32 where a scenario has them, else from Click 8.4.</summary>
public sealed class UsageErrorTests
{
    [Fact]
    public void Error_follows_usage_and_the_way_to_help()
    {
        Outcome.Refused("openai", "endpoint").ShouldBe(
            """
            Usage: llm openai endpoint [OPTIONS] URL [PROMPT]
            Try 'llm openai endpoint --help' for help.

            Error: Missing argument 'URL'.

            """);
    }

    [Theory]
    [InlineData("Error: Option '-o' requires 2 arguments.", "hello", "-o", "temperature")]
    [InlineData("Error: Option '--option' requires 2 arguments.", "--option=temperature")]
    [InlineData("Error: Option '-e' requires an argument.", "install", "-e")]
    [InlineData("Error: Option '--model' requires an argument.", "prompt", "hi", "--model")]
    [InlineData("Error: Option '-s' requires an argument.", "prompt", "-xs")]
    [InlineData("Error: Option '--json' does not take a value.", "logs", "--json=1")]
    [InlineData("Error: Option '--version' does not take a value.", "--version=1")]
    public void Missing_or_needless_option_value_is_told_without_usage(string error, params string[] words) =>
        Outcome.Refused(words).ShouldBe(error + "\n");

    [Theory]
    [InlineData("Error: No such option '--nonsense'. Did you mean '--response'?", "logs", "--nonsense")]
    [InlineData("Error: No such option '--no-such-option'. Did you mean '--no-cache-dir'?", "install", "--no-such-option")]
    [InlineData("Error: No such option '-Z'.", "prompt", "-Z")]
    [InlineData("Error: No such option '-Z'.", "prompt", "-xZu")]
    [InlineData("Error: No such option '--qqqq'.", "prompt", "--qqqq=1")]
    [InlineData("Error: No such option '- '.", "prompt", "- a")]
    public void Unknown_options(string error, params string[] words) => Outcome.Error(words).ShouldBe(error);

    [Theory]
    [InlineData("--mod", "Error: No such option '--mod'. (Did you mean one of: '--log', '--model', '--td'?)")]
    [InlineData("--frag", "Error: No such option '--frag'. (Did you mean one of: '--fragment', '--param', '--usage'?)")]
    [InlineData("--attach", "Error: No such option '--attach'. (Did you mean one of: '--at', '--attachment', '--ta'?)")]
    public void Abbreviations_are_refused(string name, string error) => Outcome.Error("prompt", name, "x").ShouldBe(error);

    [Theory]
    [InlineData("Error: Invalid value for '-n' / '--count': 'two' is not a valid integer.", "logs", "-n", "two")]
    [InlineData("Error: Invalid value for '-n' / '--count': '1.5' is not a valid integer.", "logs", "-n1.5")]
    [InlineData("Error: Invalid value for '-n' / '--count': '' is not a valid integer.", "logs", "-n", "")]
    [InlineData("Error: Invalid value for '-n' / '--count': \"it's\" is not a valid integer.", "logs", "-n", "it's")]
    [InlineData("Error: Invalid value for '--cl' / '--chain-limit': 'x' is not a valid integer.", "--cl", "x", "hi")]
    [InlineData(
        "Error: Invalid value for '--format': 'xml' is not one of 'json', 'csv', 'tsv', 'nl'.", "embed-multi", "docs", "--format", "xml")]
    [InlineData("Error: Invalid value for '-i' / '--input': Path 'absent.txt' does not exist.", "embed", "-i", "absent.txt")]
    [InlineData("Error: Invalid value for '--attach': File 'absent.db' does not exist.", "embed-multi", "d", "--attach", "a", "absent.db")]
    [InlineData("Error: Invalid value for '-a' / '--attachment': File nope.png does not exist", "-a", "nope.png", "hi")]
    public void Invalid_values(string error, params string[] words) => Outcome.Error(words).ShouldBe(error);

    [Fact]
    public void Path_of_the_wrong_kind_is_refused()
    {
        var directory = Directory.CreateTempSubdirectory().FullName;
        var file = Path.Combine(directory, "file");
        File.WriteAllText(file, "");
        try
        {
            Outcome.Error("-d", directory, "hello").ShouldBe(
                $"Error: Invalid value for '-d' / '--database': File '{directory}' is a directory.");
            Outcome.Error("embed-multi", "d", "--files", file, "*")
                .ShouldBe($"Error: Invalid value for '--files': Directory '{file}' is a file.");
            Outcome.Invoked("-d", file, "hello").Get(SamplePrompt.Database).ShouldBe(file);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public void First_thing_wrong_is_reported()
    {
        Outcome.Error("openai", "endpoint", "--cl", "x").ShouldContain("'--cl'");
        Outcome.Error("logs", "extra", "-n", "two", "-p", "absent").ShouldContain("'-n'");
        Outcome.Error("logs", "extra", "-p", "absent", "-n", "two").ShouldContain("'-p'");
    }

    [Fact]
    public void Error_of_a_command_that_ran_is_told_in_the_same_way()
    {
        var parser = SampleTree.CreateParser();
        var invocation = Outcome.Invoked("hi");
        parser.DescribeError(invocation, new InvalidValueException("Invalid schema")).ShouldBe(
            """
            Usage: llm prompt [OPTIONS] [PROMPT]
            Try 'llm prompt --help' for help.

            Error: Invalid value: Invalid schema

            """);
        parser.DescribeError(invocation, new InvalidValueException("is too big", SamplePrompt.Attachment))
            .ShouldEndWith("\nError: Invalid value for '-a' / '--attachment': is too big\n");
    }
}
