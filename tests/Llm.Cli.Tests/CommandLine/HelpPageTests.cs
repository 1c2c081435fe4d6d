using Llm.Cli.CommandLine;
using Llm.Commands;

namespace Llm.Cli.Tests.CommandLine;

public sealed class HelpPageTests
{
    [Theory]
    [InlineData("llm")]
    [InlineData("llm prompt")]
    [InlineData("llm keys")]
    [InlineData("llm keys get")]
    [InlineData("llm keys set")]
    [InlineData("llm logs")]
    [InlineData("llm logs list")]
    [InlineData("llm logs backup")]
    [InlineData("llm models")]
    [InlineData("llm models options")]
    [InlineData("llm models options set")]
    [InlineData("llm models options clear")]
    [InlineData("llm openai")]
    [InlineData("llm openai endpoint")]
    [InlineData("llm openai models")]
    [InlineData("llm tools")]
    [InlineData("llm embed")]
    [InlineData("llm embed-multi")]
    [InlineData("llm install")]
    [InlineData("llm uninstall")]
    public void Page_is_the_recorded_one(string command)
    {
        string[] words = [.. command.Split(' ')[1..], "--help"];
        Outcome.Shown(words).ShouldBe(RecordedHelp.Read(command));
    }

    [Fact]
    public void Page_has_usage_text_and_aligned_options()
    {
        Outcome.Shown("keys", "set", "-h").ShouldBe(
            """
            Usage: llm keys set [OPTIONS] NAME

              Save a key in the keys.json file

              Example usage:

                  $ llm keys set openai
                  Enter key: ...

            Options:
              --value TEXT  Value to set
              -h, --help    Show this message and exit.

            """);
    }

    [Fact]
    public void Summary_is_cut_at_the_width_of_a_terminal()
    {
        var page = SampleTree.CreateParser(width: 78).Parse(["tools", "--help"]).ShouldBeOfType<ParseResult.Show>().Text;
        page.ShouldEndWith("\n  list*  List available tools, optionally including tools supported by a...\n");
    }

    [Theory]
    [InlineData(200, 78)]
    [InlineData(80, 78)]
    [InlineData(79, 77)]
    [InlineData(60, 58)]
    [InlineData(20, 50)]
    public void Width_follows_the_terminal_within_limits(int columns, int width) => HelpPage.WidthFor(columns).ShouldBe(width);

    [Fact]
    public void Options_of_ours_have_a_heading_of_their_own()
    {
        var root = new CommandGroup("", new CommandEntry("do", static () => new SampleCommand(
            "Do it", new Flag("--old") { Help = "Old" })
        { Added = [new Flag("--much-newer") { Help = "New" }] }));
        var page = new CommandLineParser(root, "llm", "0.1.0").Parse(["do", "--help"]).ShouldBeOfType<ParseResult.Show>().Text;
        new CommandLineParser(root, "llm", "0.1.0").Parse(["do", "--much-newe"]).ShouldBeOfType<ParseResult.Refuse>().Text.ShouldEndWith(
            "Error: No such option '--much-newe'.\n");
        page.ShouldEndWith(
            "\nOptions:\n  --old       Old\n  -h, --help  Show this message and exit.\n\nAdditional options:\n  --much-newer  New\n");
    }

    [Fact]
    public void Additions_have_a_heading_of_their_own()
    {
        var root = new CommandGroup(
            "Do things",
            new CommandEntry("old", Unused) { Summary = "An old command" },
            new CommandEntry("secret", Unused) { Summary = "Not listed", IsHidden = true },
            new CommandEntry("providers", Unused) { Summary = "Manage providers", IsAddition = true },
            new CommandEntry("mcp", Unused) { Summary = "Manage servers", IsAddition = true });
        var page = new CommandLineParser(root, "llm", "0.1.0").Parse(["--help"]).ShouldBeOfType<ParseResult.Show>().Text;
        page.ShouldBe(
            """
            Usage: llm [OPTIONS] COMMAND [ARGS]...

              Do things

            Options:
              --version   Show the version and exit.
              -h, --help  Show this message and exit.

            Commands:
              old  An old command

            Additional commands:
              mcp        Manage servers
              providers  Manage providers

            """);

        static CommandNode Unused() => throw new InvalidOperationException("A command with a summary is not created for the list.");
    }

    [Fact]
    public void Long_usage_wraps_under_its_arguments()
    {
        var arguments = new Parameter[6];
        for (var i = 0; i < arguments.Length; i++) arguments[i] = new ValueArgument<string>($"ARGUMENT_NUMBER_{i}");
        var root = new CommandGroup("", new CommandEntry("convert", () => new SampleCommand("Convert", arguments)));
        var page = new CommandLineParser(root, "llm", "0.1.0").Parse(["convert", "--help"]).ShouldBeOfType<ParseResult.Show>().Text;
        page.ShouldStartWith(
            """
            Usage: llm convert [OPTIONS] ARGUMENT_NUMBER_0 ARGUMENT_NUMBER_1
                               ARGUMENT_NUMBER_2 ARGUMENT_NUMBER_3 ARGUMENT_NUMBER_4
                               ARGUMENT_NUMBER_5

            """);
    }

    [Fact]
    public void Required_option_is_marked_and_a_taken_letter_leaves_help_its_long_name()
    {
        var host = new ValueOption<string>("-h", "--host") { Required = true, Help = "Where to listen" };
        var root = new CommandGroup("", new CommandEntry("serve", () => new SampleCommand("Serve", host)));
        var parser = new CommandLineParser(root, "llm", "0.1.0");
        parser.Parse(["serve", "--help"]).ShouldBeOfType<ParseResult.Show>().Text.ShouldEndWith(
            "\n  -h, --host TEXT  Where to listen  [required]\n  --help           Show this message and exit.\n");
        parser.Parse(["serve"]).ShouldBeOfType<ParseResult.Refuse>().Text.ShouldBe(
            "Usage: llm serve [OPTIONS]\nTry 'llm serve --help' for help.\n\nError: Missing option '-h' / '--host'.\n");
    }
}
