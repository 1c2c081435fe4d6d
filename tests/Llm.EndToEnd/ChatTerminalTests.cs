using Llm.Testing;

namespace Llm.EndToEnd;

/// <summary>A chat at a terminal, with the keys that only a terminal has.</summary>
public class ChatTerminalTests(InstalledTool tool)
{
    private const string CtrlC = "\x03";
    private const string CtrlD = "\x04";

    [Fact]
    public async Task Ctrl_C_stops_the_answer_and_Ctrl_D_leaves()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the terminal is made by script of util-linux");
        await using var server = await FakeServerProcess.StartAsync();
        using var user = CutShortTests.UserWith(server);
        using var terminal = TerminalSession.Start(tool.Path, user.Path, "chat");
        await terminal.SeeAsync("\n> ");
        await terminal.TypeAsync("!multi\nSLOW 100\nREPLY one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen\n!end\n");
        await terminal.SeeAsync("!end");
        await terminal.SeeAsync("two ");
        await terminal.TypeAsync(CtrlC);
        await terminal.SeeAsync("\n> ");
        await terminal.TypeAsync("still there?\n");
        await terminal.SeeAsync("echo: still there?");
        await terminal.SeeAsync("\n> ");
        await terminal.TypeAsync(CtrlD);

        (await terminal.EndAsync()).ShouldBe(0, terminal.Screen);
        var answers = LogFacts.Read(user.Directory.LogsDatabase, "SELECT response FROM turn_search ORDER BY rowid");
        answers.Count.ShouldBe(2, terminal.Screen);
        answers[0]!.ShouldStartWith("one two ");
        answers[0]!.ShouldNotContain("fifteen");
        answers[1].ShouldBe("echo: still there?");
    }

    [Fact]
    public async Task Ctrl_C_at_the_prompt_leaves()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the terminal is made by script of util-linux");
        using var user = new TemporaryUserDirectory();
        using var terminal = TerminalSession.Start(tool.Path, user.Path, "chat", "-m", "echo");
        await terminal.SeeAsync("\n> ");
        await terminal.TypeAsync(CtrlC);
        (await terminal.EndAsync()).ShouldBe(130, terminal.Screen);
    }
}
