using Llm.Cli.CommandLine;
using Llm.Commands;

namespace Llm.Cli.Tests.CommandLine;

public sealed class GroupTests
{
    [Theory]
    [InlineData("hello")]
    [InlineData("prompt", "hello")]
    [InlineData("-m", "x", "hello")]
    [InlineData("-mx", "hello")]
    [InlineData("--model=x", "hello")]
    [InlineData("-xu", "hello")]
    [InlineData("--no-stream", "-o", "a", "b", "hello")]
    [InlineData("--", "hello")]
    [InlineData("-x", "--", "hello")]
    public void Unknown_first_word_or_option_goes_to_the_default_command(params string[] words)
    {
        var invocation = Outcome.Invoked(words);
        invocation.CommandPath.ShouldBe("llm prompt");
        invocation.Get(SamplePrompt.Prompt).ShouldBe("hello");
    }

    [Theory]
    [InlineData("llm prompt")]
    [InlineData("llm logs list", "logs")]
    [InlineData("llm models options list", "models", "options")]
    [InlineData("llm prompt", "")]
    public void No_words_call_the_default_command(string path, params string[] words) => Outcome.Invoked(words).CommandPath.ShouldBe(path);

    [Fact]
    public void Options_before_a_command_belong_to_the_default_command()
    {
        var invocation = Outcome.Invoked("-m", "keys");
        invocation.CommandPath.ShouldBe("llm prompt");
        invocation.Get(SamplePrompt.Model).ShouldBe("keys");
        Outcome.Invoked("--no-stream", "keys").Get(SamplePrompt.Prompt).ShouldBe("keys");
    }

    [Theory]
    [InlineData("-5 + 3?")]
    [InlineData("--help")]
    [InlineData("-x")]
    public void Two_dashes_make_a_prompt_of_what_looks_like_an_option(string prompt)
    {
        Outcome.Invoked("--", prompt).Get(SamplePrompt.Prompt).ShouldBe(prompt);
        Outcome.Invoked("-n", "--", prompt).Get(SamplePrompt.Prompt).ShouldBe(prompt);
    }

    [Fact]
    public void Options_after_two_dashes_and_a_plain_word_are_still_options()
    {
        var invocation = Outcome.Invoked("--", "hello", "-x");
        invocation.Get(SamplePrompt.Prompt).ShouldBe("hello");
        invocation.Get(SamplePrompt.Extract).ShouldBeTrue();
    }

    [Theory]
    [InlineData("-h")]
    [InlineData("--help")]
    [InlineData("-x", "--help")]
    [InlineData("--help", "keys")]
    public void Help_before_any_word_is_that_of_the_group(params string[] words) =>
        Outcome.Shown(words).ShouldStartWith("Usage: llm [OPTIONS] COMMAND [ARGS]...\n");

    [Fact]
    public void Letter_h_inside_a_joined_value_is_not_help() => Outcome.Invoked("-mhaiku", "hi").Get(SamplePrompt.Model).ShouldBe("haiku");

    [Fact]
    public void Help_after_a_word_is_that_of_the_command()
    {
        Outcome.Shown("hello", "-h").ShouldStartWith("Usage: llm prompt [OPTIONS] [PROMPT]\n");
        Outcome.Shown("logs", "list", "-n", "two", "--help").ShouldStartWith("Usage: llm logs list [OPTIONS]\n");
        Outcome.Shown("openai", "endpoint", "--help").ShouldStartWith("Usage: llm openai endpoint [OPTIONS] URL [PROMPT]\n");
    }

    [Fact]
    public void Version_is_printed_by_the_root_only()
    {
        Outcome.Shown("--version").ShouldBe("llm, version 0.1.0\n");
        Outcome.Error("logs", "--version").ShouldStartWith("Error: No such option '--version'.");
    }

    [Fact]
    public void Unknown_option_is_refused_by_the_default_command()
    {
        Outcome.Refused("--qqqq").ShouldBe(
            "Usage: llm prompt [OPTIONS] [PROMPT]\nTry 'llm prompt --help' for help.\n\nError: No such option '--qqqq'.\n");
    }

    [Fact]
    public void Group_without_default_command_knows_only_its_commands()
    {
        Outcome.Refused("openai", "endpont").ShouldBe(
            """
            Usage: llm openai [OPTIONS] COMMAND [ARGS]...
            Try 'llm openai --help' for help.

            Error: No such command 'endpont'. Did you mean 'endpoint'?

            """);
        Outcome.Error("openai", "--json", "models").ShouldBe("Error: No such option '--json'.");
        Outcome.Error("openai", "--").ShouldBe("Error: Missing command.");
        Outcome.Error("--").ShouldBe("Error: Missing command.");
    }

    [Fact]
    public void Group_without_default_command_and_words_refuses_with_its_help() =>
        Outcome.Refused("openai").ShouldBe(Outcome.Shown("openai", "--help"));

    [Fact]
    public void Only_the_command_that_is_called_is_created()
    {
        var created = new List<string>();
        var root = new CommandGroup("", Counted("a"), Counted("b")) { DefaultCommand = "a" };
        var parser = new CommandLineParser(root, "llm", "0.1.0");
        parser.Parse(["--version"]).ShouldBeOfType<ParseResult.Show>();
        created.ShouldBeEmpty();
        parser.Parse(["b"]).ShouldBeOfType<ParseResult.Run>();
        created.ShouldBe(["b"]);

        CommandEntry Counted(string name) => new(name, () =>
        {
            created.Add(name);
            return new SampleCommand(name);
        });
    }

    [Fact]
    public void Command_added_later_takes_the_place_of_one_with_its_name()
    {
        var root = new CommandGroup("", new CommandEntry("go", () => new SampleCommand("First")));
        root.Add(new CommandEntry("go", () => new SampleCommand("Second")));
        root.Entries.Count.ShouldBe(1);
        root.Find("go")!.Create().Help.ShouldBe("Second");
    }
}
