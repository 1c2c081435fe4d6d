using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Llm.Storage.Logs;
using Llm.Testing;

namespace Llm.Cli.Tests.Commands;

public sealed class PromptInterruptionTests : IDisposable
{
    private readonly CancellationTokenSource interrupt = new();

    [Fact]
    public async Task What_came_before_a_failure_is_shown_and_logged()
    {
        using var llm = new CommandRunner(new FakeModel((_, _, _) => FailingAsync("half ")));
        (await llm.RunAsync("hi")).ShouldBe(new CommandResult(1, "half ", "Error: The server went away.\n"));
        var logged = await LoggedAsync(llm);
        (logged["prompt"]!.GetValue<string>(), logged["response"]!.GetValue<string>()).ShouldBe(("hi", "half "));
        (await IncompleteAsync(llm)).ShouldBe("error: The server went away.");
    }

    [Fact]
    public async Task Nothing_is_logged_of_a_failure_without_text()
    {
        using var llm = new CommandRunner(new FakeModel((_, _, _) => FailingAsync()));
        (await llm.RunAsync("hi")).ShouldBe(CommandResult.Failure("The server went away."));
        (await llm.RunAsync("logs", "--json")).Output.ShouldBe("[]\n");
    }

    [Fact]
    public async Task Nothing_is_logged_of_a_failure_if_logging_is_off()
    {
        using var llm = new CommandRunner(new FakeModel((_, _, _) => FailingAsync("half ")));
        (await llm.RunAsync("hi", "-n")).ExitCode.ShouldBe(1);
        (await llm.RunAsync("logs", "--json")).Output.ShouldBe("[]\n");
    }

    [Fact]
    public async Task A_bug_is_told_as_one()
    {
        using var llm = new CommandRunner(new FakeModel((_, _, _) => throw new InvalidOperationException("oops")));
        (await llm.RunAsync("hi")).ShouldBe(
            CommandResult.Failure("InvalidOperationException: oops (this is a bug; set LLM_RAISE_ERRORS=1 to see the stack trace)"));
    }

    [Fact]
    public async Task A_closed_pipe_ends_the_answer_quietly_and_is_logged_as_cancelled()
    {
        using var llm = new CommandRunner(new FakeModel((_, _, token) => EndlessAsync(token))) { Output = new ClosedPipe(afterWrites: 2) };
        (await llm.RunAsync("hi")).ShouldBe(new CommandResult(1, "", ""));
        (await IncompleteAsync(llm)).ShouldBe("cancelled");
    }

    [Fact]
    public async Task An_interrupted_answer_ends_with_130_and_what_came_is_logged()
    {
        using var llm = new CommandRunner(new FakeModel((_, _, token) => InterruptedAsync(token))) { CancellationToken = interrupt.Token };
        (await llm.RunAsync("hi")).ShouldBe(new CommandResult(130, "half", ""));
        (await IncompleteAsync(llm)).ShouldBe("cancelled");
    }

    [Fact]
    public async Task Ctrl_C_after_the_last_word_takes_nothing_from_the_log()
    {
        using var llm = new CommandRunner(new FakeModel((_, _, _) => InterruptedAtItsEndAsync())) { CancellationToken = interrupt.Token };
        (await llm.RunAsync("hi")).Output.ShouldBe("whole\n");
        (await IncompleteAsync(llm)).ShouldBeNull();
    }

    [Theory]
    [InlineData("--no-render", "half", "\n")]
    [InlineData("--log", "half\n", "")]
    public async Task An_interrupted_answer_ends_the_line_of_a_terminal_once(string option, string output, string error)
    {
        using var llm = new CommandRunner(new FakeModel((_, _, token) => InterruptedAsync(token)))
        {
            CancellationToken = interrupt.Token,
            OutputIsTerminal = true,
        };
        (await llm.RunAsync("hi", option)).ShouldBe(new CommandResult(130, output, error));
    }

    [Fact]
    public async Task Interrupted_before_the_request_nothing_is_asked()
    {
        using var llm = new CommandRunner { CancellationToken = new CancellationToken(canceled: true) };
        (await llm.RunAsync("hi")).ShouldBe(new CommandResult(130, "", ""));
        llm.Prompts.ShouldBeEmpty();
    }

    public void Dispose() => interrupt.Dispose();

    private static async IAsyncEnumerable<StreamEvent> FailingAsync(params string[] texts)
    {
        await Task.Yield();
        foreach (var text in texts) yield return text;
        throw new LlmException("The server went away.");
    }

    private static async IAsyncEnumerable<StreamEvent> EndlessAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
            yield return "more ";
        }
    }

    private async IAsyncEnumerable<StreamEvent> InterruptedAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return "half";
        await interrupt.CancelAsync();
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    private async IAsyncEnumerable<StreamEvent> InterruptedAtItsEndAsync()
    {
        yield return "whole";
        await interrupt.CancelAsync();
    }

    private static async Task<JsonObject> LoggedAsync(CommandRunner llm) =>
        JsonNode.Parse((await llm.RunAsync("logs", "--json")).Output)!.AsArray().ShouldHaveSingleItem()!.AsObject();

    /// <summary>Why the newest answer was cut, as its last part says.</summary>
    private static async Task<string?> IncompleteAsync(CommandRunner llm)
    {
        using var store = LogStore.OpenReadOnly(llm.Directory.LogsDatabase);
        var id = await store.FindNewestConversationIdAsync();
        var conversation = await store.LoadConversationAsync(id!);
        return conversation!.Messages[^1].Parts[^1].ProviderMetadata?["llm"]?["incomplete"]?.GetValue<string>();
    }
}
