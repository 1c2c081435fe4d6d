using Llm.Testing;

namespace Llm.Cli.Tests.Commands;

public sealed class ConversationsPickTests : IDisposable
{
    private readonly CommandRunner llm = new(new FakeModel("Yes")) { InputIsTerminal = true, OutputIsTerminal = true };

    public void Dispose() => llm.Dispose();

    [Theory]
    [InlineData("\nmore\nexit\n", "otter")]
    [InlineData("2\nmore\nexit\n", "walrus")]
    [InlineData("WALR\n\nmore\nexit\n", "walrus")]
    [InlineData("nothing like it\n\n1\nmore\nexit\n", "otter")]
    [InlineData("9\nwalrus\n1\nmore\nexit\n", "walrus")]
    public async Task A_conversation_is_chosen_and_goes_on_in_a_chat(string typed, string expected)
    {
        await llm.RunAsync("A walrus");
        await llm.RunAsync("An otter");
        var result = await llm.PipeAsync(typed, "conversations", "pick");
        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldStartWith(" 1  1min  1 turn  fake  An otter\n 2  2min  1 turn  fake  A walrus\nNumber, words to search");
        llm.LastPrompt.Messages.Select(message => message.Text).First().ShouldContain(expected);
        llm.LastPrompt.Messages.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Leaving_starts_nothing()
    {
        await llm.RunAsync("A walrus");
        var result = await llm.RunAsync("conversations", "pick");
        result.ExitCode.ShouldBe(0);
        result.Output.ShouldNotContain("Chatting with");
    }

    [Fact]
    public async Task Without_a_terminal_the_other_way_is_told()
    {
        using var piped = new CommandRunner();
        await piped.RunAsync("A walrus");
        (await piped.PipeAsync("1\n", "conversations", "pick")).ShouldBe(CommandResult.Failure(
            "Choosing needs a terminal. 'llm conversations' lists conversations and 'llm chat --cid ID' continues one."));
    }
}
