namespace Llm.Cli.Tests.Commands;

public sealed class ChatInputTests : IDisposable
{
    private readonly CommandRunner llm = new();

    [Theory]
    [InlineData("!multi|one|quit|the !end|!end", "one\nquit\nthe !end")]
    [InlineData("!multi|one||  two|!end", "one\n\n  two")]
    [InlineData("!multi abc|one|!end|!end 123|!end abc", "one\n!end\n!end 123")]
    [InlineData("!multi abc|one|!end abc|!multi|two|!end", "two")]
    [InlineData("!multiply 2 by 3", "!multiply 2 by 3")]
    [InlineData("  indented", "  indented")]
    public async Task Several_lines_can_be_one_message(string lines, string expected)
    {
        (await llm.ChatAsync([.. lines.Split('|'), "exit"])).ExitCode.ShouldBe(0);
        llm.LastPrompt.Text.ShouldBe(expected);
    }

    [Fact]
    public async Task A_line_may_be_long()
    {
        var line = string.Concat(Enumerable.Repeat("é€ ", 3000)) + "end";
        await llm.ChatAsync([line, "next"]);
        llm.Prompts.Select(prompt => prompt.Text).ShouldBe([line, "next"]);
    }

    [Fact]
    public async Task A_line_that_is_not_UTF_8_is_told()
    {
        var result = await llm.PipeAsync([(byte)'a', 0xff, (byte)'\n'], "chat");
        result.Error.ShouldBe("Warning: the input is not valid UTF-8; undecodable bytes were replaced.\n");
        llm.LastPrompt.Text.ShouldBe("a\ufffd");
    }

    [Theory]
    [InlineData("!multi|!end|exit")]
    [InlineData("!multi|exit|!end|never")]
    public async Task Several_lines_may_say_nothing(string lines)
    {
        (await llm.ChatAsync(lines.Split('|'))).ExitCode.ShouldBe(0);
        llm.Prompts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Lines_that_nobody_ended_are_not_sent()
    {
        var result = await llm.ChatAsync(["!multi x", "one"]);
        (result.ExitCode, result.Error).ShouldBe((1, "Error: The input ended before '!end x'; the lines after '!multi' were not sent.\n"));
        llm.Prompts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Fragments_are_sent_at_once_or_with_the_lines_around_them()
    {
        var one = llm.User.Write("one.txt", "ONE");
        var two = llm.User.Write("two.txt", "TWO");
        await llm.ChatAsync([$"!fragment {one} {two}", "!multi", "explain", $"!fragment {two}", "briefly", "!end"]);
        llm.Prompts.Select(prompt => prompt.Text).ShouldBe(["ONE\nTWO", "TWO\nexplain\nbriefly"]);
        llm.LastPrompt.Fragments.ShouldHaveSingleItem().Source.ShouldBe(two);
    }

    [Fact]
    public async Task Fragments_of_the_command_line_join_those_of_the_first_message()
    {
        var one = llm.User.Write("one.txt", "ONE");
        var two = llm.User.Write("two.txt", "TWO");
        await llm.ChatAsync(["!multi", $"!fragment {two}", "explain", "!end", "more"], "-f", one);
        llm.Prompts.Select(prompt => prompt.Text).ShouldBe(["ONE\nTWO\nexplain", "more"]);
    }

    [Theory]
    [InlineData("!fragment absent.txt", "Error: Fragment 'absent.txt' not found\n")]
    [InlineData("!fragment", "Error: Name at least one fragment: !fragment <my_fragment> [<another_fragment> ...]\n")]
    public async Task A_fragment_that_cannot_be_had_ends_a_script_and_warns_a_person(string line, string error)
    {
        var result = await llm.ChatAsync([line, "on"]);
        (result.ExitCode, result.Error).ShouldBe((1, error));
        llm.Prompts.ShouldBeEmpty();

        using var keyboard = new CommandRunner { InputIsTerminal = true };
        (await keyboard.ChatAsync(["!multi", "one", line, "two", "!end"])).Error.ShouldBe(error);
        keyboard.LastPrompt.Text.ShouldBe("one\ntwo");
    }

    [Fact]
    public async Task Leaving_by_the_keyboard_ends_the_line()
    {
        using var keyboard = new CommandRunner { InputIsTerminal = true, OutputIsTerminal = true };
        (await keyboard.ChatAsync([])).Output.ShouldEndWith("> \n");
    }

    public void Dispose() => llm.Dispose();
}
