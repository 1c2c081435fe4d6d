using Llm.Commands;
using Llm.Testing;
using Samples.Notebook;

namespace Llm.Library.Tests.Plugins;

/// <summary>A command of a plugin is tested without the program.</summary>
public sealed class CommandTests
{
    [Fact]
    public async Task A_command_uses_the_models_the_log_and_the_console_of_the_program()
    {
        using var user = new TemporaryUserDirectory();
        var host = new FakeLlmHost(user.Directory) { Models = [new FakeModel("A tidy line.")] };
        var command = new NoteCommand();
        var values = new Dictionary<Parameter, object?> { [command.Parameters[0]] = "a tidi line", [command.Parameters[1]] = true };
        var code = await new Invocation(command, "llm note", values, host).RunAsync(CancellationToken.None);
        code.ShouldBe(0);
        host.OutputText.ShouldBe("A tidy line." + Environment.NewLine);
        host.ErrorText.ShouldBeEmpty();
        host.Logged.ShouldHaveSingleItem().Text.ShouldBe("A tidy line.");
    }

    [Fact]
    public void A_command_without_a_host_says_what_is_missing()
    {
        var command = new NoteCommand();
        Should.Throw<InvalidOperationException>(() => new Invocation(command, "llm note", new Dictionary<Parameter, object?>()).Host)
            .Message.ShouldBe("The command 'llm note' was called without a host. Pass one to Invocation.");
    }
}
