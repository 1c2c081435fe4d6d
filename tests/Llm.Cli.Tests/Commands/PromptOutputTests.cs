using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Cli.Tests.Commands;

public sealed class PromptOutputTests
{
    private const string Code = "First:\n```js\none()\n```\nthen\n```py\ntwo()\n```\n";

    [Theory]
    [InlineData("one()\n\n", "-x")]
    [InlineData("two()\n\n", "--xl")]
    [InlineData("two()\n\n", "-x", "--xl")]
    [InlineData(Code + "\n")]
    [InlineData(Code + "\n", "--no-stream")]
    public async Task A_code_block_can_be_taken_out(string expected, params string[] options)
    {
        using var llm = new CommandRunner(new FakeModel(Code));
        (await llm.RunAsync(["hi", .. options])).ShouldBe(CommandResult.Success(expected));
    }

    [Fact]
    public async Task Without_a_code_block_the_whole_answer_is_shown()
    {
        using var llm = new CommandRunner(new FakeModel("just text"));
        (await llm.RunAsync("hi", "-x")).ShouldBe(CommandResult.Success("just text\n"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false, "--no-stream")]
    [InlineData(false, "-x")]
    [InlineData(false, "--json")]
    public async Task The_model_streams_unless_the_whole_answer_is_needed(bool streams, params string[] options)
    {
        bool? asked = null;
        using var llm = new CommandRunner(new FakeModel((_, context, _) =>
        {
            asked = context.Stream;
            return new StreamEvent[] { "ok" }.ToAsyncEnumerable();
        }));
        await llm.RunAsync(["hi", .. options]);
        asked.ShouldBe(streams);
    }

    [Theory]
    [InlineData(false, "hm, yes\n")]
    [InlineData(true, "\e[2mhm, \e[0m\e[2myes\e[0m\n")]
    public async Task Reasoning_goes_to_stderr_and_is_faint_on_a_terminal(bool isTerminal, string expected)
    {
        using var llm = new CommandRunner(new FakeModel(new ReasoningEvent("hm, "), new ReasoningEvent("yes"), "Hello", " world"))
        {
            ErrorIsTerminal = isTerminal,
        };
        (await llm.RunAsync("hi")).ShouldBe(CommandResult.Success("Hello world\n", expected));
        (await llm.RunAsync("hi", "-R")).ShouldBe(CommandResult.Success("Hello world\n"));
        llm.LastPrompt.HideReasoning.ShouldBeTrue();
    }

    [Theory]
    [InlineData(false, "Token usage: 1,234 input, 5 output, {\"reasoning\": 3}\n")]
    [InlineData(true, "\e[33m\e[1mToken usage: 1,234 input, 5 output, {\"reasoning\": 3}\e[0m\n")]
    public async Task Usage_goes_to_stderr(bool isTerminal, string expected)
    {
        using var llm = new CommandRunner(new FakeModel(CountingAsync)) { ErrorIsTerminal = isTerminal };
        (await llm.RunAsync("hi", "-u")).ShouldBe(CommandResult.Success("Hello\n", expected));
    }

    [Fact]
    public async Task JSON_is_what_the_log_shows_of_the_answer()
    {
        using var llm = new CommandRunner(new FakeModel(CountingAsync));
        var result = await llm.RunAsync("hi", "--json", "-s", "brief", "-o", "temperature", "1");
        var turn = JsonNode.Parse(result.Output)!.AsArray().ShouldHaveSingleItem()!;
        (turn["prompt"]!.GetValue<string>(), turn["system"]!.GetValue<string>(), turn["response"]!.GetValue<string>())
            .ShouldBe(("hi", "brief", "Hello"));
        (turn["input_tokens"]!.GetValue<int>(), turn["output_tokens"]!.GetValue<int>()).ShouldBe((1234, 5));
        turn["options_json"]!.ToJsonString().ShouldBe("""{"temperature":1.0}""");
        turn["datetime_utc"]!.GetValue<string>().ShouldStartWith("2026-01-02T03:05:05");
        (await llm.RunAsync("logs", "--json")).ShouldBe(result);
    }

    [Fact]
    public async Task JSON_of_an_answer_that_is_not_logged_has_the_same_form()
    {
        using var llm = new CommandRunner(new FakeModel(CountingAsync));
        var logged = JsonNode.Parse((await llm.RunAsync("hi", "--json")).Output)![0]!.AsObject();
        var unlogged = JsonNode.Parse((await llm.RunAsync("hi", "--json", "-n")).Output)![0]!.AsObject();
        foreach (var turn in (JsonObject[])[logged, unlogged])
        {
            foreach (var name in (string[])["id", "conversation_id", "datetime_utc"]) turn[name] = null;
        }

        unlogged.ToJsonString().ShouldBe(logged.ToJsonString());
        JsonNode.Parse((await llm.RunAsync("logs", "--json")).Output)!.AsArray().Count.ShouldBe(1);
    }

    private static async IAsyncEnumerable<StreamEvent> CountingAsync(
        Prompt prompt, ModelContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        yield return "Hello";
        context.Usage = new Usage { InputTokens = 1234, OutputTokens = 5, Details = new JsonObject { ["reasoning"] = 3 } };
    }
}
