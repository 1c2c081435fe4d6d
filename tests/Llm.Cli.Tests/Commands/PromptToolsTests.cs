using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Cli.Tests.Commands;

public sealed class PromptToolsTests
{
    private static readonly StreamEvent[] Add = Call("Notes_add", """{"text": "milk"}""");

    [Fact]
    public async Task Tools_run_until_the_model_has_its_answer_and_every_round_is_logged()
    {
        using var llm = Runner(["Let me see.", .. Add], ["Noted."]);
        (await llm.RunAsync("remember milk", "-T", "Notes")).ShouldBe(CommandResult.Success("Let me see. Noted.\n"));
        var turns = await LoggedAsync(llm);
        turns.Select(turn => turn["response"]!.GetValue<string>()).ShouldBe(["Let me see.", "Noted."]);
        turns[0]["tools"]![0]!["instance"]!.ToJsonString()
            .ShouldBe("""{"name":"Notes","arguments":"{\u0022title\u0022: \u0022list\u0022}"}""");
        turns[1]["tool_results"]![0]!["output"]!.GetValue<string>().ShouldBe("list: milk");
    }

    [Fact]
    public async Task Answers_of_a_chain_are_json_in_their_order_and_told_with_their_tokens()
    {
        using var llm = Runner(Add, ["Noted."]);
        var result = await llm.RunAsync("remember milk", "-T", "Notes", "--json", "-u", "-n");
        result.Error.ShouldBe("");
        JsonNode.Parse(result.Output)!.AsArray().Select(turn => turn!["response"]!.GetValue<string>()).ShouldBe(["", "Noted."]);
        (await llm.RunAsync("logs", "--json")).Output.ShouldBe("[]\n");
    }

    [Theory]
    [InlineData("y\n", "list: milk")]
    [InlineData("YES\n", "list: milk")]
    [InlineData("maybe\ny\n", "list: milk")]
    [InlineData("n\n", "Cancelled: User cancelled tool call")]
    [InlineData("\n", "Cancelled: User cancelled tool call")]
    public async Task A_call_waits_for_approval(string typed, string output)
    {
        // What is piped is part of the prompt, so that only a keyboard can answer.
        using var llm = AtKeyboard(false, Add, ["Fine."]);
        var result = await llm.PipeAsync(typed, "remember milk", "-T", "Notes", "--ta");
        result.Error.ShouldBe("Tool call: Notes_add({'text': 'milk'})\n");
        result.Output.ShouldStartWith("Approve tool call? [y/N]: ");
        (await LoggedAsync(llm))[1]["tool_results"]![0]!["output"]!.GetValue<string>().ShouldBe(output);
    }

    [Fact]
    public async Task At_a_terminal_a_tool_can_be_approved_for_good()
    {
        using var llm = AtKeyboard(true, [.. Add, .. Add], Add, ["Fine."]);
        var result = await llm.PipeAsync("a\n", "remember milk", "-T", "Notes", "--ta");
        result.Error.ShouldBe("Tool call: Notes_add({'text': 'milk'})\n");
        result.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Without_an_answer_the_chain_ends_and_keeps_its_first_round()
    {
        using var llm = Runner(Add, ["Fine."]);
        (await llm.RunAsync("remember milk", "-T", "Notes", "--ta")).Error.ShouldEndWith(
            "Error: The input ended before the tool call was approved. Answer with y or n.\n");
        (await LoggedAsync(llm)).ShouldHaveSingleItem()["tool_calls"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_call_that_nobody_approved_is_not_run_by_the_next_prompt()
    {
        using var llm = Runner(Add, ["Fine."]);
        (await llm.RunAsync("remember milk", "-T", "Notes", "--ta")).ExitCode.ShouldBe(1);
        (await llm.RunAsync("-c", "stop")).Output.ShouldBe("Fine.\n");
        (await LoggedAsync(llm))[1]["tool_results"]![0]!["output"]!.GetValue<string>()
            .ShouldStartWith("Cancelled: the chain ended before this call did");
        llm.LastPrompt.Messages.Select(message => message.Role).ShouldBe(["user", "assistant", "tool", "user"]);
    }

    [Fact]
    public async Task A_call_that_nobody_approved_is_not_run_by_the_next_message_of_a_chat()
    {
        using var llm = AtKeyboard(false, Add, ["Fine."]);
        (await llm.PipeAsync("remember milk\nmaybe\n", "chat", "-T", "Notes", "--ta")).ExitCode.ShouldBe(0);
        await llm.RunAsync("-c", "stop");
        llm.LastPrompt.Messages[^2].Parts.ShouldHaveSingleItem().ShouldBeOfType<ToolResultPart>().Output.ShouldStartWith("Cancelled: ");
    }

    [Fact]
    public async Task A_function_that_is_gone_leaves_a_conversation_that_goes_on()
    {
        using var llm = Runner(Call("f", "{}"), ["Fine."]);
        await llm.RunAsync("do it", "--functions", "string F() => \"x\";", "--cl", "1");
        (await llm.RunAsync("-c", "so what")).Output.ShouldBe("Fine.\n");
        llm.LastPrompt.Messages.Select(message => message.Role).ShouldBe(["user", "assistant", "tool", "user"]);
    }

    [Fact]
    public async Task What_functions_in_CSharp_print_does_not_mix_with_the_answer()
    {
        using var llm = Runner(Call("f", "{}"), ["Fine."]);
        var console = Console.Out;
        var result = await llm.RunAsync(
            "do it", "--functions", "string F()\n{\n    Console.Write(\"said \");\n    Console.WriteLine(1);\n    return \"x\";\n}");
        (result.Output, result.Error).ShouldBe(("Fine.\n", "said 1\n"));
        Console.Out.ShouldBeSameAs(console);
    }

    [Fact]
    public async Task A_tool_that_requires_approval_is_asked_about_each_time()
    {
        using var llm = AtKeyboard(true, [.. Call("danger", "{}"), .. Call("danger", "{}")], ["Fine."]);
        var result = await llm.PipeAsync("a\ny\nn\n", "twice", "-T", "danger");
        result.Error.Split("Tool call: ").Length.ShouldBe(3);
        result.Output.ShouldStartWith("Approve tool call? [y/N]: Error: invalid input\nApprove tool call? [y/N]: ");
    }

    [Fact]
    public async Task The_limit_ends_a_chain_that_is_logged_up_to_there()
    {
        using var llm = Runner(Add, Add, Add, ["never"]);
        (await llm.RunAsync("remember milk", "-T", "Notes", "--cl", "2"))
            .ShouldBe(new CommandResult(1, "", "Error: Chain limit of 2 exceeded.\n"));
        (await LoggedAsync(llm)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_conversation_goes_on_with_its_tools_and_their_settings()
    {
        using var llm = Runner(Add, ["Noted."], Add, ["Again."]);
        await llm.RunAsync("remember milk", "-T", "Notes(\"errands\")");
        (await llm.RunAsync("-c", "and again")).Output.ShouldBe("Again.\n");
        (await LoggedAsync(llm))[^1]["tool_results"]![0]!["output"]!.GetValue<string>().ShouldBe("errands: milk");
    }

    [Fact]
    public async Task What_was_left_unanswered_is_run_when_the_conversation_goes_on()
    {
        using var llm = Runner(Call("later", "{}"), ["Done."]);
        (await llm.RunAsync("do it later", "-T", "later")).ShouldBe(new CommandResult(1, "", "Error: not yet\n"));
        LaterPlugin.IsTime = true;
        (await llm.RunAsync("-c")).Output.ShouldBe("Done.\n");
        LaterPlugin.IsTime = false;
        (await LoggedAsync(llm))[^1]["tool_results"]![0]!["output"]!.GetValue<string>().ShouldBe("now");
    }

    [Fact]
    public async Task A_toolbox_keeps_its_state_for_a_whole_chat()
    {
        using var llm = Runner(Add, ["One."], Add, ["Two."]);
        (await llm.PipeAsync("first\nsecond\n", "chat", "-T", "Notes", "--td")).ExitCode.ShouldBe(0);
        var results = (await LoggedAsync(llm)).SelectMany(turn => turn["tool_results"]!.AsArray())
            .Select(result => result!["output"]!.GetValue<string>());
        results.ShouldBe(["list: milk", "list: milk, milk"]);
    }

    [Fact]
    public async Task Tools_of_a_template_are_offered()
    {
        using var llm = Runner(Add, ["Noted."]);
        llm.User.Write("templates/list.yaml", "tools:\n- Notes(title=\"from template\")\n");
        (await llm.RunAsync("remember milk", "-t", "list")).Output.ShouldBe("Noted.\n");
        (await LoggedAsync(llm))[1]["tool_results"]![0]!["output"]!.GetValue<string>().ShouldBe("from template: milk");
    }

    [Fact]
    public async Task A_dry_run_shows_the_tools_and_calls_none()
    {
        using var llm = Runner(["never"]);
        var result = await llm.RunAsync("remember milk", "-T", "Notes", "--dry-run");
        result.ExitCode.ShouldBe(0);
        llm.Prompts.ShouldBeEmpty();
    }

    private static CommandRunner Runner(params StreamEvent[][] answers) => new(Scripted(answers)) { Plugins = [new LaterPlugin()] };

    private static CommandRunner AtKeyboard(bool outputIsTerminal, params StreamEvent[][] answers) =>
        new(Scripted(answers)) { Plugins = [new LaterPlugin()], InputIsTerminal = true, OutputIsTerminal = outputIsTerminal };

    private static FakeModel Scripted(StreamEvent[][] answers)
    {
        var number = -1;
        return new FakeModel((_, _, _) => answers[++number].ToAsyncEnumerable());
    }

    private static StreamEvent[] Call(string name, string arguments) =>
        [new ToolCallNameEvent(name), new ToolCallArgumentsEvent(arguments)];

    private static async Task<List<JsonNode>> LoggedAsync(CommandRunner llm) =>
        [.. JsonNode.Parse((await llm.RunAsync("logs", "-n", "0", "--json")).Output)!.AsArray().Select(turn => turn!)];

    private sealed class LaterPlugin : IPlugin
    {
        public static bool IsTime { get; set; }

        public string Name => "later";

        public void RegisterTools(ToolRegistry tools)
        {
            tools.Add(ToolboxType.Create((string title = "list") => new Notes(title)));
            tools.Add(Tool.FromMethod(() => IsTime ? "now" : throw new PauseChainException("not yet"), "later"));
            tools.Add(Tool.FromMethod(() => "done", "danger") with { RequiresApproval = true });
        }
    }

    private sealed class Notes(string title) : Toolbox
    {
        private readonly List<string> texts = [];

        public string Add(string text)
        {
            texts.Add(text);
            return $"{title}: {string.Join(", ", texts)}";
        }
    }
}
