using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Cli.Tests.Commands;

public sealed class ChatTests : IDisposable
{
    private readonly CommandRunner llm = new(
        new FakeModel("Hello", " world"), new FakeModel((_, _, _) => new StreamEvent[] { "Other" }.ToAsyncEnumerable(), "other"));

    [Theory]
    [InlineData("exit")]
    [InlineData(" quit ")]
    public async Task Each_line_is_a_turn_until_the_user_leaves(string leave)
    {
        (await llm.ChatAsync(["one", "two", leave, "three"]))
            .ShouldBe(CommandResult.Success(ChatRunner.Page("fake", "Hello world", "Hello world")));
        Said(llm.LastPrompt).ShouldBe(["user: one", "assistant: Hello world", "user: two"]);
        var turns = await TurnsAsync();
        turns.Select(turn => turn["prompt"]!.GetValue<string>()).ShouldBe(["one", "two"]);
        turns.Select(turn => turn["conversation_id"]!.GetValue<string>()).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Somebody_who_goes_on_is_told_where_the_conversation_stands()
    {
        using var terminal = new CommandRunner(new FakeModel("Yes, ", new string('x', 300), " the end")) { OutputIsTerminal = true };
        await terminal.RunAsync("Is it\nlate?", "--no-render");
        var result = await terminal.ChatAsync(["exit"], "-c");
        result.Error.ShouldStartWith("Continuing after 1 message:\n> Is it late?\nYes, x");
        result.Error.ShouldEndWith("x the end\n");
        using var script = new CommandRunner();
        await script.RunAsync("Is it late?");
        (await script.ChatAsync(["exit"], "-c")).Error.ShouldBe("");
    }

    [Fact]
    public async Task The_end_of_the_input_ends_the_chat_and_a_line_without_end_counts() =>
        (await llm.PipeAsync("one\r\ntwo", "chat")).ShouldBe(CommandResult.Success(ChatRunner.Page("fake", "Hello world", "Hello world")));

    [Fact]
    public async Task An_empty_line_asks_nothing()
    {
        (await llm.ChatAsync(["", "  ", "exit"])).Output.ShouldBe(ChatRunner.Page("fake") + "> > ");
        llm.Prompts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Instructions_and_fragments_open_the_chat()
    {
        var one = llm.User.Write("one.txt", "ONE");
        var system = llm.User.Write("system.txt", "SYSTEM");
        await llm.ChatAsync(["a", "b"], "-s", "brief", "-f", one, "--sf", system);
        Said(llm.LastPrompt).ShouldBe(["system: SYSTEM\n\nbrief", "user: ONE\na", "assistant: Hello world", "user: b"]);
        llm.LastPrompt.Fragments.ShouldBeEmpty();
        llm.LastPrompt.System.ShouldBe("");
    }

    [Fact]
    public async Task Stored_options_count_where_none_are_given()
    {
        llm.User.Write("model_options.json", """{"fake": {"temperature": 0.5, "size": "small"}}""");
        await llm.ChatAsync(["a", "b"], "-o", "temperature", "1");
        llm.Prompts.Select(prompt => prompt.Options.ToJsonString()).ShouldBe(Enumerable.Repeat("""{"temperature":1,"size":"small"}""", 2));
        (await llm.ChatAsync(["a"], "-o", "nope", "1")).ShouldBe(CommandResult.Failure("nope\n  Extra inputs are not permitted"));
    }

    [Fact]
    public async Task Reasoning_is_shown_beside_the_answer_unless_hidden()
    {
        using var thinking = new CommandRunner(new FakeModel(new ReasoningEvent("Hm."), "Yes"));
        (await thinking.ChatAsync(["a", "b"])).ShouldBe(new CommandResult(0, ChatRunner.Page("fake", "Yes", "Yes"), "Hm.\nHm.\n"));
        (await thinking.ChatAsync(["a"], "-R")).Error.ShouldBe("");
        thinking.LastPrompt.HideReasoning.ShouldBeTrue();
        (await thinking.ChatAsync(["a"], "--no-stream")).ShouldBe(CommandResult.Success(ChatRunner.Page("fake", "Yes"), "Hm.\n"));
    }

    [Fact]
    public async Task A_conversation_goes_on_with_its_model()
    {
        await llm.RunAsync("one");
        var id = (await TurnsAsync())[0]["conversation_id"]!.GetValue<string>();
        await llm.RunAsync("elsewhere", "-m", "other");
        (await llm.ChatAsync(["more"], "-c")).Output.ShouldBe(ChatRunner.Page("other", "Other"));
        (await llm.ChatAsync(["two"], "--cid", id)).Output.ShouldBe(ChatRunner.Page("fake", "Hello world"));
        Said(llm.LastPrompt).ShouldBe(["user: one", "assistant: Hello world", "user: two"]);
        (await TurnsAsync())[^1]["conversation_id"]!.GetValue<string>().ShouldBe(id);
        (await llm.ChatAsync([], "--cid", "zzz")).ShouldBe(CommandResult.Failure("No conversation found with id=zzz"));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false, "--no-log")]
    [InlineData(false, false)]
    [InlineData(false, true, "--log")]
    public async Task Logging_follows_the_switch_and_the_options(bool on, bool isLogged, params string[] options)
    {
        if (!on) await llm.RunAsync("logs", "off");
        (await llm.ChatAsync(["a", "b"], options)).ExitCode.ShouldBe(0);
        (await TurnsAsync()).Count.ShouldBe(isLogged ? 2 : 0);
        Said(llm.LastPrompt).Length.ShouldBe(3);
    }

    [Fact]
    public async Task What_cannot_work_is_refused_before_the_chat_begins()
    {
        (await llm.ChatAsync(["a"], "-m", "nope")).ShouldBe(CommandResult.Failure("'nope' is not a known model"));
        (await llm.ChatAsync(["a"], "-f", "absent.txt")).ShouldBe(CommandResult.Failure("Fragment 'absent.txt' not found"));
        (await llm.ChatAsync(["a"], "-T", "nope")).Error.ShouldStartWith("Error: Tool(s) nope not found.");
        llm.User.Write("logs.db", "this is no database, however long it is made to be");
        (await llm.ChatAsync(["a"])).Output.ShouldBe("");
        llm.Prompts.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failed_turn_ends_a_script()
    {
        using var failing = new CommandRunner(new FakeModel((_, _, _) => throw new LlmException("The server is away.")));
        var result = await failing.ChatAsync(["a", "b"]);
        (result.ExitCode, result.Error).ShouldBe((1, "Error: The server is away.\n"));
        failing.Prompts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task At_a_keyboard_a_failed_turn_can_be_tried_again()
    {
        var calls = 0;
        using var failing = new CommandRunner(new FakeModel((_, _, _) => ++calls == 1
            ? throw new LlmException("The server is away.")
            : new StreamEvent[] { "Here" }.ToAsyncEnumerable()))
        { InputIsTerminal = true };
        var result = await failing.ChatAsync(["a", "a"], "-s", "brief");
        (result.ExitCode, result.Error).ShouldBe((0, "Error: The server is away.\n"));
        Said(failing.LastPrompt).ShouldBe(["system: brief", "user: a"]);
    }

    public void Dispose() => llm.Dispose();

    private static string[] Said(Prompt prompt) => [.. prompt.Messages.Select(message => $"{message.Role}: {message.Text}")];

    private async Task<List<JsonObject>> TurnsAsync() =>
        [.. JsonNode.Parse((await llm.RunAsync("logs", "--json", "-n", "0")).Output)!.AsArray().Select(turn => turn!.AsObject())];
}
