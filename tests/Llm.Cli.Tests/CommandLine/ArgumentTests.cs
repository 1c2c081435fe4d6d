using Llm.Cli.CommandLine;
using Llm.Commands;

namespace Llm.Cli.Tests.CommandLine;

public sealed class ArgumentTests
{
    [Fact]
    public void Arguments_are_given_by_place()
    {
        var invocation = Outcome.Invoked("models", "options", "set", "gpt", "temperature", "--", "-0.5");
        invocation.CommandPath.ShouldBe("llm models options set");
        invocation.Get(SampleTree.SetModel).ShouldBe("gpt");
        invocation.Get(SampleTree.SetValue).ShouldBe("-0.5");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a b c")]
    public void Repeated_argument_takes_all_words(string packages)
    {
        var words = packages.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Outcome.Invoked(["install", .. words]).Get(SampleTree.Packages).ShouldBe(words);
    }

    [Fact]
    public void Repeated_argument_leaves_words_for_those_around_it()
    {
        var (first, middle, last) =
            (new ValueArgument<string>("FIRST"), new RepeatedArgument<string>("MIDDLE"), new ValueArgument<string>("LAST"));
        var root = new CommandGroup("", new CommandEntry("join", () => new SampleCommand("Join", first, middle, last)));
        var parser = new CommandLineParser(root, "llm", "0.1.0");
        var invocation = parser.Parse(["join", "a", "b", "c", "d"]).ShouldBeOfType<ParseResult.Run>().Invocation;
        invocation.Get(first).ShouldBe("a");
        invocation.Get(middle).ShouldBe(["b", "c"]);
        invocation.Get(last).ShouldBe("d");
        parser.Parse(["join", "a"]).ShouldBeOfType<ParseResult.Refuse>().Text.ShouldEndWith("Error: Missing argument 'MIDDLE...'.\n");
    }

    [Theory]
    [InlineData("Error: Missing argument 'URL'.", "openai", "endpoint")]
    [InlineData("Error: Missing argument 'VALUE'.", "models", "options", "set", "a", "b")]
    [InlineData("Error: Missing argument 'COLLECTION'.", "embed-multi")]
    [InlineData("Error: Missing argument 'PATH'.", "logs", "backup")]
    [InlineData("Error: Missing argument 'PACKAGES...'.", "uninstall", "-y")]
    [InlineData("Error: Got unexpected extra argument (nonsense)", "logs", "nonsense")]
    [InlineData("Error: Got unexpected extra arguments (b c)", "prompt", "a", "b", "c")]
    [InlineData("Error: Invalid value for '[INPUT_PATH]': File 'absent.csv' does not exist.", "embed-multi", "docs", "absent.csv")]
    public void Wrong_number_or_value_is_refused(string error, params string[] words) => Outcome.Error(words).ShouldBe(error);
}
