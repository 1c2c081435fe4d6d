using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Cli.Tests.Commands;

public sealed class ChatInterruptionTests
{
    [Fact]
    public async Task Ctrl_C_stops_an_answer_and_keeps_what_came_and_the_chat()
    {
        using var llm = Runner(isTerminal: true, signals: 1);
        (await llm.ChatAsync(["stop", "on"])).ShouldBe(CommandResult.Success(ChatRunner.Page("fake", "half", "whole")));
        llm.LastPrompt.Messages.Select(message => message.Text).ShouldBe(["stop", "half", "on"]);
        (await ResponsesAsync(llm)).ShouldBe(["half", "whole"]);
        llm.LastPrompt.Messages[1].Parts[^1].ProviderMetadata!["llm"]!["incomplete"]!.GetValue<string>().ShouldBe("cancelled");
    }

    [Fact]
    public async Task A_second_Ctrl_C_leaves()
    {
        using var llm = Runner(isTerminal: true, signals: 2);
        (await llm.ChatAsync(["stop", "on"])).ExitCode.ShouldBe(130);
        (await ResponsesAsync(llm)).ShouldBe(["half"]);
    }

    [Fact]
    public async Task Ctrl_C_ends_a_script()
    {
        using var llm = Runner(isTerminal: false, signals: 1);
        (await llm.ChatAsync(["stop", "on"])).ExitCode.ShouldBe(130);
        (await ResponsesAsync(llm)).ShouldBe(["half"]);
    }

    private static CommandRunner Runner(bool isTerminal, int signals)
    {
        CommandRunner? llm = null;
        llm = new CommandRunner(new FakeModel(AnswerAsync)) { InputIsTerminal = isTerminal };
        return llm;

        async IAsyncEnumerable<StreamEvent> AnswerAsync(
            Prompt prompt, ModelContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            if (prompt.Text != "stop")
            {
                yield return "whole";
                yield break;
            }

            yield return "half";
            for (var i = 0; i < signals; i++) llm!.Interrupt.Raise().ShouldBeTrue();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }

    private static async Task<List<string>> ResponsesAsync(CommandRunner llm)
    {
        using var reader = new CommandRunner();
        var path = llm.Directory.LogsDatabase;
        return [.. JsonNode.Parse((await reader.RunAsync("logs", "--json", "-n", "0", "-d", path)).Output)!.AsArray().Select(
            turn => turn!["response"]!.GetValue<string>())];
    }
}
