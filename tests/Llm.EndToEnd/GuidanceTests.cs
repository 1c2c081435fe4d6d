using Llm.Testing;

namespace Llm.EndToEnd;

/// <summary>What only somebody at a terminal is told.</summary>
public class GuidanceTests(InstalledTool tool)
{
    [Fact]
    public async Task A_new_user_without_a_key_is_shown_how_to_begin()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the terminal is made by script of util-linux");
        using var user = new TemporaryUserDirectory();
        using (var terminal = TerminalSession.Start(tool.Path, user.Path, "hello"))
        {
            await terminal.SeeAsync("Error: No key found - add one using 'llm keys set openai'");
            await terminal.SeeAsync("then store it: llm keys set openai");
            await terminal.SeeAsync("No key is needed for echo, summary: llm -m summary");
            (await terminal.EndAsync()).ShouldBe(1, terminal.Screen);
        }

        var piped = await Run.ToEndAsync(tool.Path, user.Path, ["hello"]);
        piped.ShouldBe(
            new Run(1, "", "Error: No key found - add one using 'llm keys set openai' or set the OPENAI_API_KEY environment variable\n"));
    }

    [Fact]
    public async Task A_slip_is_told_and_nothing_is_swallowed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the terminal is made by script of util-linux");
        using var user = new TemporaryUserDirectory();
        user.Write("default_model.txt", "echo");
        using (var terminal = TerminalSession.Start(tool.Path, user.Path, "modles"))
        {
            await terminal.SeeAsync("'modles' is sent as a prompt. The command is 'llm models'.");
            await terminal.SeeAsync("\"prompt\": \"modles\"");
            (await terminal.EndAsync()).ShouldBe(0, terminal.Screen);
        }

        using (var terminal = TerminalSession.Start(tool.Path, user.Path, "hi", "-m", "sumary"))
        {
            await terminal.SeeAsync("Did you mean 'summary'?");
            (await terminal.EndAsync()).ShouldBe(1, terminal.Screen);
        }
    }
}
