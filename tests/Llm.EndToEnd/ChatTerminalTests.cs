using Llm.Testing;
using Llm.Tests;

namespace Llm.EndToEnd;

/// <summary>A chat at a terminal, with the keys that only a terminal has.</summary>
public class ChatTerminalTests(InstalledTool tool)
{
    private const string CtrlC = "\x03";
    private const string CtrlD = "\x04";
    private const string CtrlK = "\x0b";
    private const string CtrlW = "\x17";
    private const string AltB = "\eb";
    private const string Backspace = "\x7f";
    private const string Left = "\e[D";
    private const string Right = "\e[C";
    private const string Up = "\e[A";
    private const string Home = "\e[H";
    private const string End = "\e[F";

    [Fact]
    public async Task Ctrl_C_stops_the_answer_and_Ctrl_D_leaves()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the terminal is made by script of util-linux");
        Signals.SkipWhereInterruptsAreIgnored();
        await using var server = await FakeServerProcess.StartAsync();
        using var user = CutShortTests.UserWith(server);
        using var terminal = TerminalSession.Start(tool.Path, user.Path, "chat");
        await terminal.SeeAsync("\n> ");
        await terminal.TypeAsync($"!multi\n{CutShortTests.LongAnswer}\n!end\n");
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
        answers[0]!.ShouldNotContain("end");
        answers[1].ShouldBe("echo: still there?");
    }

    [Fact]
    public async Task Ctrl_C_clears_the_line_and_says_how_to_leave()
    {
        await using var chat = await StartAsync();
        await chat.Terminal.TypeAsync("never sent");
        await chat.Terminal.SeeAsync("never sent");
        await chat.Terminal.TypeAsync(CtrlC);
        await chat.Terminal.TypeAsync(CtrlC);
        await chat.Terminal.SeeAsync("Press Ctrl-D or type 'exit' to leave.\r\n> ");
        (await chat.SayAsync("sent")).ShouldBe("sent");
        await chat.LeaveAsync();
    }

    [Fact]
    public async Task A_line_is_edited_in_the_middle()
    {
        await using var chat = await StartAsync();
        (await chat.SayAsync($"helo wrld{Left}{Left}{Left}o{Home}{Right}{Right}{Right}l{End}!")).ShouldBe("hello world!");
        (await chat.SayAsync($"one two{AltB}{CtrlK}2")).ShouldBe("one 2");
        (await chat.SayAsync($"日本語 e\u0301x{Left}{Left}{Left}{Backspace}")).ShouldBe("日本 e\u0301x");
        (await chat.SayAsync($"a👩‍👩‍👧b{Left}{Backspace}")).ShouldBe("ab");
        (await chat.SayAsync($"{Up}{Up}{Up} again")).ShouldBe("one 2 again");
        await chat.LeaveAsync();
    }

    [Theory]
    [InlineData("one\ntwo\nthree", "one\ntwo\nthree")]
    [InlineData("one\r!end\r!multi x\r\rexit\r", "one\n!end\n!multi x\n\nexit")]
    [InlineData("!undo", "!undo")]
    public async Task What_is_pasted_is_one_message_and_no_command(string pasted, string said)
    {
        await using var chat = await StartAsync();
        await chat.Terminal.TypeAsync($"\e[200~{pasted}\e[201~");
        await chat.Terminal.SeeAsync(said.Split('\n')[^1]);
        (await chat.SayAsync("")).ShouldBe(said);
        (await chat.SayAsync($"!multi\rabove\r\e[200~{pasted}\e[201~\rbelow\r!end")).ShouldBe($"above\n{said}\nbelow");
        await chat.LeaveAsync();
    }

    [Fact]
    public async Task A_line_longer_than_the_terminal_is_edited_also_after_a_resize()
    {
        var line = string.Concat(Enumerable.Range(100, 50).Select(number => $"{number} "));
        await using var chat = await StartAsync();
        (await chat.SayAsync($"{line}{Home}x{End}y{CtrlW}z")).ShouldBe($"x{line}z");

        await chat.Terminal.TypeAsync(line);
        await chat.Terminal.SeeAsync("149 ");
        await chat.Terminal.ResizeAsync(40);
        // Five rows of forty cells, and the cursor is on the sixth: the terminal laid them out, and they are painted again from the first.
        await chat.Terminal.SeeAsync("\e[5A\e[J> 100 ");
        (await chat.SayAsync($"{Home}x{End}z")).ShouldBe($"x{line}z");
        await chat.LeaveAsync();
    }

    [Fact]
    public async Task The_editor_and_the_history_and_the_mode_of_the_terminal()
    {
        await using var chat = await StartAsync();
        (await chat.SayAsync("typed")).ShouldBe("typed");
        (await chat.SayAsync("!edit")).ShouldBe("from the editor");
        (await chat.SayAsync($"also edite{Left}{Right}d")).ShouldBe("also edited");
        await chat.LeaveAsync();
        File.ReadAllText(Path.Combine(chat.User.Path, "chat_history")).ShouldBe("typed\n!edit\nalso edited\n");

        await using var next = await StartAsync(chat.User, ["--no-log"]);
        (await next.SayAsync($"{Up}{Up}{Up}!")).ShouldBe("typed!");
        await next.LeaveAsync();
        File.ReadAllText(Path.Combine(chat.User.Path, "chat_history")).ShouldBe("typed\n!edit\nalso edited\n");
    }

    [Fact]
    public async Task A_signal_leaves_the_terminal_as_it_was()
    {
        await using var chat = await StartAsync();
        await chat.Terminal.TypeAsync("half a line");
        await chat.Terminal.SeeAsync("half a line");
        using (var kill = System.Diagnostics.Process.Start("kill", ["-TERM", chat.Terminal.ProcessId])) await kill.WaitForExitAsync();
        await chat.Terminal.EndAsync();
        ShouldBeUsual(chat.Terminal.Mode);
    }

    [Fact]
    public async Task Answers_are_rendered_unless_that_is_not_wanted()
    {
        const string ask = "REPLY # Title\\n\\nsome **bold** `code`";
        await using (var chat = await StartAsync()) await ShouldShowAsync(
            chat, "\e[1;4;35mTitle\e[0m\r\n\r\nsome \e[1mbold\e[0m \e[36mcode\e[0m\r\n");
        await using (var chat = await StartAsync(options: ["--no-render"])) await ShouldShowAsync(
            chat, "# Title\r\n\r\nsome **bold** `code`\r\n");
        await using (var chat = await StartAsync(environment: new() { ["NO_COLOR"] = "1" }))
        {
            await ShouldShowAsync(chat, "\e[1;4mTitle\e[0m\r\n\r\nsome \e[1mbold\e[0m `code`\r\n");
        }

        async Task ShouldShowAsync(TerminalChat chat, string expected)
        {
            await chat.Terminal.TypeAsync($"{ask}\r");
            await chat.Terminal.SeeAsync($"{expected}> ");
            await chat.LeaveAsync();
        }
    }

    [Fact]
    public async Task What_takes_longer_than_a_second_is_told_and_leaves_no_trace()
    {
        await using var chat = await StartAsync();
        await chat.Terminal.TypeAsync("!multi\rSLOW 4000\rREPLY late\r!end\r");
        await chat.Terminal.SeeAsync("fake 1 s");
        await chat.Terminal.SeeAsync("\r\e[Klate\r\n> ");
        await chat.Terminal.TypeAsync("REPLY at_once\r");
        await chat.Terminal.SeeAsync("\e[?2004lat_once\r\n> ");
        await chat.LeaveAsync();
    }

    private static void ShouldBeUsual(string mode)
    {
        mode.ShouldNotContain("-icanon");
        mode.ShouldNotContain("-echo ");
        mode.ShouldNotContain("-isig");
        mode.ShouldNotContain("-opost");
    }

    private async Task<TerminalChat> StartAsync(
        TemporaryUserDirectory? user = null, string[]? options = null, Dictionary<string, string>? environment = null)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the terminal is made by script of util-linux");
        var server = await FakeServerProcess.StartAsync();
        var isNew = user is null;
        user ??= new TemporaryUserDirectory();
        CutShortTests.Configure(user, server);
        environment ??= [];
        environment["VISUAL"] = $"sh {user.Write("editor.sh", "printf 'from the editor' > \"$1\"")}";
        var terminal = TerminalSession.StartIn(environment, tool.Path, user.Path, ["chat", .. options ?? []]);
        await terminal.SeeAsync("\n> ");
        return new TerminalChat(server, user, isNew, terminal);
    }

    /// <summary>A chat with the fake server, which says again what it was told.</summary>
    private sealed class TerminalChat(
        FakeServerProcess server, TemporaryUserDirectory user, bool ownsUser, TerminalSession terminal) : IAsyncDisposable
    {
        private int asked;

        public TemporaryUserDirectory User => user;

        public TerminalSession Terminal => terminal;

        /// <summary>Types keys and Enter, and gives what reached the server.</summary>
        public async Task<string> SayAsync(string keys)
        {
            await terminal.TypeAsync(keys);
            await terminal.TypeAsync("\r");
            await server.WaitForRequestsAsync(++asked);
            await terminal.SeeAsync("\n> ");
            return server.Requests[asked - 1].Json["messages"]!.AsArray()[^1]!["content"]!.GetValue<string>();
        }

        /// <summary>Leaves by Ctrl-D and looks whether the terminal is as it was.</summary>
        public async Task LeaveAsync()
        {
            await terminal.TypeAsync(CtrlD);
            (await terminal.EndAsync()).ShouldBe(0, terminal.Screen);
            ShouldBeUsual(terminal.Mode);
        }

        public async ValueTask DisposeAsync()
        {
            terminal.Dispose();
            if (ownsUser) user.Dispose();
            await server.DisposeAsync();
        }
    }
}
