namespace Llm.Cli.Tests.Commands;

public sealed class PromptTextTests : IDisposable
{
    private readonly CommandRunner llm = new();

    [Theory]
    [InlineData("", "asked", "asked")]
    [InlineData("piped", null, "piped")]
    [InlineData("piped\n", "asked", "piped\n asked")]
    [InlineData("piped", "", "piped")]
    public async Task Piped_text_stands_before_the_argument(string input, string? argument, string expected)
    {
        (await llm.PipeAsync(input, argument is null ? [] : ["prompt", argument])).ShouldBe(CommandResult.Success("Hello world\n"));
        llm.LastPrompt.Text.ShouldBe(expected);
    }

    [Fact]
    public async Task Line_ends_of_piped_text_stay_as_they_are()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there they are read as Python does");
        await llm.PipeAsync("a\r\nb\rc");
        llm.LastPrompt.Text.ShouldBe("a\r\nb\rc");
    }

    [Fact]
    public async Task Undecodable_bytes_are_replaced_and_told()
    {
        var result = await llm.PipeAsync([.. "caf"u8, 0xe9], "prompt");
        result.ShouldBe(
            CommandResult.Success("Hello world\n", "Warning: the input is not valid UTF-8; undecodable bytes were replaced.\n"));
        llm.LastPrompt.Text.ShouldBe("caf\ufffd");
    }

    [Fact]
    public async Task The_system_prompt_comes_first()
    {
        await llm.RunAsync("asked", "-s", "be brief");
        llm.LastPrompt.System.ShouldBe("be brief");
        llm.LastPrompt.Messages.Select(message => (message.Role, message.Text)).ShouldBe([("system", "be brief"), ("user", "asked")]);
    }

    public void Dispose() => llm.Dispose();
}
