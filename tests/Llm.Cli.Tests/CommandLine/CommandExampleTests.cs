using Llm.Cli.CommandLine;
using Llm.Commands;

namespace Llm.Cli.Tests.CommandLine;

/// <summary>How a command is written: options as fields, shared options as an object, and one method that runs it.</summary>
public sealed class CommandExampleTests
{
    [Fact]
    public async Task Command_reads_its_values_and_returns_an_exit_code()
    {
        var output = new StringWriter();
        (await RunAsync(output, "greet", "Ada", "--times", "2", "--loud")).ShouldBe(0);
        output.ToString().ShouldBe("HELLO ADA\nHELLO ADA\n");
    }

    [Fact]
    public async Task Command_refuses_values_that_do_not_go_together()
    {
        var error = await Should.ThrowAsync<UsageException>(() => RunAsync(new StringWriter(), "greet", "Ada", "--times", "0"));
        error.ShouldBeAssignableTo<LlmException>();
        error.Message.ShouldBe("Invalid value for '-n' / '--times': must be at least 1");
    }

    private static Task<int> RunAsync(StringWriter output, params string[] words)
    {
        var root = new CommandGroup("An example", new CommandEntry("greet", () => new GreetCommand(output)) { Summary = "Greet somebody" });
        return new CommandLineParser(root, "example", "1.0").Parse(words)
            .ShouldBeOfType<ParseResult.Run>().Invocation.RunAsync(TestContext.Current.CancellationToken);
    }

    private sealed class GreetCommand(TextWriter output) : Command
    {
        private readonly ValueArgument<string> name = new("NAME");
        private readonly VoiceOptions voice = new();

        public override string Help => "Greet somebody";

        public override IReadOnlyList<Parameter> Parameters => [name, .. voice.Parameters];

        public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
        {
            var text = voice.Apply(invocation, $"Hello {invocation.Get(name)}\n");
            await output.WriteAsync(text.AsMemory(), cancellationToken);
            return 0;
        }
    }

    /// <summary>Options that several commands share, with what they mean.</summary>
    private sealed class VoiceOptions
    {
        private readonly ValueOption<int> times = new("-n", "--times") { Default = 1, Help = "How often to say it" };
        private readonly Flag loud = new("--loud") { Help = "Say it in capitals" };

        public IReadOnlyList<Parameter> Parameters => [times, loud];

        public string Apply(Invocation invocation, string text)
        {
            var count = invocation.Get(times);
            if (count < 1) throw new InvalidValueException("must be at least 1", times);
            if (invocation.Get(loud)) text = text.ToUpperInvariant();
            return string.Concat(Enumerable.Repeat(text, count));
        }
    }
}
