using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Cli.Tests.Commands;

/// <summary>Answers of which a part is missing: what the command says when they end, and what the log shows of them.</summary>
public sealed class AnswerEndTests
{
    private const string Limit = "Warning: the answer stopped at the token limit.\n";
    private const string Filter = "Warning: the provider's content filter stopped the answer.\n";

    [Theory]
    [InlineData("length", Limit)]
    [InlineData("content_filter", Filter)]
    [InlineData("stop", "")]
    [InlineData("tool_calls", "")]
    [InlineData("pause_turn", "")]
    [InlineData("fancy", "Warning: the answer ended for a reason that is not known here, 'fancy', so a part of it may be missing.\n")]
    [InlineData(null, "")]
    public async Task A_part_that_is_missing_is_warned_about(string? reason, string expected)
    {
        using var llm = new CommandRunner(new FakeModel("Hel") { FinishReason = FinishReason.FromProvider(reason) });
        (await llm.RunAsync("hi")).ShouldBe(CommandResult.Success("Hel\n", expected));
        (await llm.RunAsync("hi", "--no-stream")).ShouldBe(CommandResult.Success("Hel\n", expected));
        (await llm.RunAsync("hi", "-x")).ShouldBe(CommandResult.Success("Hel\n", expected));
        (await llm.RunAsync("hi", "-n", "-u")).ShouldBe(CommandResult.Success("Hel\n", expected));
        (await llm.RunAsync("hi", "--json")).Error.ShouldBe(expected);
        (await llm.ChatAsync(["a", "b"])).ShouldBe(CommandResult.Success(ChatRunner.Page("fake", "Hel", "Hel"), expected + expected));
    }

    [Theory]
    [InlineData("", "Warning: the model gave an empty answer.\n")]
    [InlineData("hm", "hm\nWarning: the model only thought and gave no answer. Prompt again, or ask for less thinking.\n")]
    public async Task An_answer_without_content_is_warned_about(string thinking, string expected)
    {
        using var llm = new CommandRunner(new FakeModel((_, context, _) =>
        {
            context.FinishReason = FinishReason.Stop;
            return (thinking.Length > 0 ? [new ReasoningEvent(thinking)] : (StreamEvent[])[]).ToAsyncEnumerable();
        }));
        (await llm.RunAsync("hi")).ShouldBe(CommandResult.Success("\n", expected));
    }

    [Fact]
    public async Task The_option_that_sets_the_limit_is_named()
    {
        await using var server = await FakeServer.StartAsync();
        using var llm = new CommandRunner(new FakeModel());
        llm.User.Write("extra-openai-models.yaml", $"- {{model_id: own, model_name: own, api_base: '{server.BaseAddress}'}}");
        server.Enqueue(FakeAnswer.FromPieces("Hel") with { FinishReason = FinishReason.Length });
        using var host = LlmHost.Create(new LlmHostOptions { Directory = llm.Directory });
        var own = new CommandRunner(host.GetModel("own"));
        (await own.RunAsync("hi", "--key", "x")).ShouldBe(
            CommandResult.Success("Hel\n", "Warning: the answer stopped at the token limit (max_tokens).\n"));
        own.Dispose();
    }

    [Fact]
    public async Task After_rounds_of_tools_each_warning_is_shown_once()
    {
        var round = 0;
        using var llm = new CommandRunner(new FakeModel((_, context, _) =>
        {
            context.FinishReason = FinishReason.Length;
            return (round++ == 0
                ? [new ToolCallNameEvent("llm_version") { ToolCallId = "c1" }]
                : (StreamEvent[])["done"]).ToAsyncEnumerable();
        }));
        (await llm.RunAsync("hi", "-T", "llm_version")).ShouldBe(CommandResult.Success("done\n", Limit));
    }

    [Theory]
    [InlineData("length", "-- stopped at the token limit --")]
    [InlineData("content_filter", "-- stopped by the provider's content filter --")]
    public async Task The_log_marks_an_answer_that_was_cut_off_on_a_terminal_only(string reason, string note)
    {
        var model = new FakeModel("Hel") { FinishReason = FinishReason.FromProvider(reason) };
        using var llm = new CommandRunner(model);
        await llm.RunAsync("hi");
        (await llm.RunAsync("logs")).Output.ShouldEndWith("## Response\n\nHel\n\n");
        (await llm.RunAsync("logs", "-s")).Output.ShouldNotContain("stopped");
        using var terminal = new CommandRunner(model) { OutputIsTerminal = true };
        await terminal.RunAsync("hi", "--no-render");
        (await terminal.RunAsync("logs")).Output.ShouldEndWith($"## Response\n\nHel\n\n{note}\n\n");
        (await terminal.RunAsync("logs", "-s")).Output.ShouldContain($"  response: {note}\n");
        (await terminal.RunAsync("logs", "--json")).Output.ShouldNotContain(note);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_log_marks_an_answer_that_was_not_finished_everywhere(bool isTerminal)
    {
        using var llm = new CommandRunner(new FakeModel((_, _, _) => FailAsync())) { OutputIsTerminal = isTerminal };
        (await llm.RunAsync("hi", "--no-render")).ExitCode.ShouldBe(1);
        (await llm.RunAsync("logs")).Output.ShouldEndWith("Hel\n\n-- unfinished (error: The server is away.) --\n\n");
        (await llm.RunAsync("logs", "--short")).Output
            .ShouldEndWith("  system_fragments: []\n  incomplete: 'error: The server is away.'\n");
        var turn = JsonNode.Parse((await llm.RunAsync("logs", "--json")).Output)![0]!.AsObject();
        turn.Last().ShouldBe(KeyValuePair.Create("incomplete", turn["incomplete"]));
        turn["incomplete"]!.GetValue<string>().ShouldBe("error: The server\nis away.");

        static async IAsyncEnumerable<StreamEvent> FailAsync()
        {
            await Task.Yield();
            yield return "Hel";
            throw new LlmException("The server\nis away.");
        }
    }

    [Fact]
    public async Task A_complete_answer_has_no_mark()
    {
        using var llm = new CommandRunner(new FakeModel("Hello") { FinishReason = FinishReason.Stop }) { OutputIsTerminal = true };
        await llm.RunAsync("hi", "--no-render");
        (await llm.RunAsync("logs")).Output.ShouldEndWith("## Response\n\nHello\n\n");
        var turn = JsonNode.Parse((await llm.RunAsync("logs", "--json")).Output)![0]!;
        turn["response_json"]!.ToJsonString().ShouldBe("""{"finish_reason":"stop"}""");
        turn.AsObject().ContainsKey("incomplete").ShouldBeFalse();
        (await llm.RunAsync("logs", "-s")).Output.ShouldNotContain("incomplete");
    }
}
