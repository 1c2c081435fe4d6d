using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.EndToEnd;

/// <summary>Nothing that a model, a server or a file says can act on a terminal; elsewhere the bytes stay as they are.</summary>
public sealed class TerminalSafetyTests(InstalledTool tool)
{
    /// <summary>A title, a cleared screen, the clipboard, the same with C1, a backspace, a lone return, and reversed text.</summary>
    private const string Acting = "\e]2;title\a|\e[2J|\e]52;c;eA==\a|\u009b2J|\b|\rfirst|\u202egnp.exe\u202c|\u200f";

    private const string Visible =
        "\\x1b]2;title\\x07|\\x1b[2J|\\x1b]52;c;eA==\\x07|\\x9b2J|\\x08|\\rfirst|\\u202egnp.exe\\u202c|\\u200f";

    /// <summary>Title, arguments, and what the server answers.</summary>
    public static TheoryData<string, string[], FakeReply> Runs => new()
    {
        { "answer", ["-m", "m", "--no-render", "hi"], Answer(Acting) },
        { "whole answer", ["-m", "m", "--no-render", "--no-stream", "hi"], Answer(Acting) },
        { "thinking", ["-m", "m", "--no-render", "hi"], Thinking(Acting) },
        { "error", ["-m", "m", "hi"], FakeReply.Error(400, Acting) },
        { "error that is text", ["-m", "m", "hi"], FakeReply.Text(Acting, status: 400) },
        { "error in a stream", ["-m", "m", "hi"], FakeReply.Events("data: " + new JsonObject { ["error"] = Acting }.ToJsonString()) },
        { "unknown finish reason", ["-m", "m", "hi"], Answer("hi", Acting) },
        { "call of an unknown tool", ["-m", "m", "-T", "llm_version", "--td", "hi"], Call(Acting) },
        { "log", ["logs", "-n", "1"], Answer("") },
        { "log, short", ["logs", "-n", "1", "-s"], Answer("") },
        { "log, answer only", ["logs", "-n", "1", "-r"], Answer("") },
        { "conversations", ["conversations"], Answer("") },
        { "templates", ["templates", "list"], Answer("") },
        { "a template", ["templates", "show", "t"], Answer("") },
        { "fragments", ["fragments"], Answer("") },
    };

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task What_others_say_is_made_visible_on_a_terminal(string title, string[] arguments, FakeReply reply)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the terminal is made by script of util-linux");
        await using var server = await FakeServer.StartAsync();
        using var user = await UserAsync(server);
        server.Enqueue(reply);
        server.Enqueue(Answer("done"));
        using var terminal = TerminalSession.Start(tool.Path, user.Path, arguments);
        await terminal.EndAsync();
        foreach (var piece in (string[])["\e]", "\e[2J", "\u009b", "\b", "\rfirst", "\u202e", "\u200f", "\a"])
            terminal.Screen.ShouldNotContain(piece, Case.Sensitive, title);
        // YAML has escapes of its own, and lists cut the text.
        var isOwn = title is "log, short" or "a template" or "fragments";
        var isCut = title is "conversations" or "templates";
        terminal.Screen.ShouldContain(isOwn ? "]2;title" : isCut ? "\\x1b]2;title" : Visible, Case.Sensitive, title);
    }

    [Fact]
    public async Task Off_a_terminal_the_bytes_stay()
    {
        await using var server = await FakeServer.StartAsync();
        using var user = await UserAsync(server);
        server.Enqueue(Answer(Acting));
        (await Run.ToEndAsync(tool.Path, user.Path, ["-m", "m", "hi"])).Output.ShouldBe(Acting + "\n");
        server.Enqueue(FakeReply.Text(Acting, status: 400));
        (await Run.ToEndAsync(tool.Path, user.Path, ["-m", "m", "hi"])).Error.ShouldContain(Acting);
        (await Run.ToEndAsync(tool.Path, user.Path, ["logs", "-r"])).Output.ShouldBe(Acting + "\n");
    }

    [Fact]
    public async Task A_rendered_answer_shows_direction_marks()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the terminal is made by script of util-linux");
        await using var server = await FakeServer.StartAsync();
        using var user = await UserAsync(server);
        server.Enqueue(Answer("a\u202eb `c\u2066d`\n"));
        using var terminal = TerminalSession.Start(tool.Path, user.Path, "-m", "m", "hi");
        await terminal.EndAsync();
        terminal.Screen.ShouldContain("a\\u202eb");
        terminal.Screen.ShouldNotContain("\u202e");
        terminal.Screen.ShouldNotContain("\u2066");
    }

    [Fact]
    public async Task The_approval_question_shows_what_would_run_and_asks_about_no_tool_that_is_missing()
    {
        await using var server = await FakeServer.StartAsync();
        using var user = await UserAsync(server);
        var command = "rm -r important" + new string(' ', 6000) + "ls";
        server.Enqueue(Calls(("gone" + Acting, "{}"), ("run", new JsonObject { ["command"] = command }.ToJsonString())));
        server.Enqueue(Answer("done"));
        user.Write("f.py", "def run(command: str) -> str:\n    return 'ran'\n");
        using var terminal = TerminalSession.Start(
            tool.Path, user.Path, "-m", "m", "--no-render", "--functions", Path.Combine(user.Path, "f.py"), "--ta", "hi");
        await terminal.SeeAsync("Approve tool call?");
        await terminal.TypeAsync("n\n");
        await terminal.SeeAsync("done");
        (await terminal.EndAsync()).ShouldBe(0, terminal.Screen);
        terminal.Screen.ShouldContain("Tool call: run({'command': 'rm -r important [6,000 blanks left out] ls'})");
        terminal.Screen.Split("Approve tool call?").Length.ShouldBe(2, terminal.Screen);
        terminal.Screen.ShouldNotContain("gone");
    }

    private static async Task<TemporaryUserDirectory> UserAsync(FakeServer server)
    {
        var user = new TemporaryUserDirectory();
        user.Write("extra-openai-models.yaml", $"- {{model_id: m, model_name: m, api_base: '{server.BaseAddress}', supports_tools: true}}");
        user.Write("templates/t.yaml", "prompt: " + new JsonObject { ["x"] = Acting }.ToJsonString()["{\"x\":".Length..^1] + "\n");
        // A logged turn and a fragment with the same text, for the commands that list.
        await LogAsync(user);
        return user;
    }

    private static async Task LogAsync(TemporaryUserDirectory user)
    {
        using var log = Storage.Logs.LogStore.Open(user.Directory.LogsDatabase);
        var model = new FakeModel(Acting);
        var conversation = model.StartConversation();
        var response = await conversation.PromptAsync(Acting, new PromptOptions { Fragments = [new Fragment(Acting, "f")] });
        await log.LogAsync(response);
    }

    private static FakeReply Answer(string text, string reason = "stop") => FakeReply.Events(
        Chunk(new JsonObject { ["content"] = text }), Chunk([], reason), "data: [DONE]");

    private static FakeReply Thinking(string text) => FakeReply.Events(
        Chunk(new JsonObject { ["reasoning_content"] = text }), Chunk(new JsonObject { ["content"] = "done" }), Chunk([], "stop"));

    private static FakeReply Call(string name) => Calls((name, "{}"));

    private static FakeReply Calls(params (string Name, string Arguments)[] calls)
    {
        var list = new JsonArray();
        foreach (var (name, arguments) in calls)
        {
            list.Add((JsonNode)new JsonObject
            {
                ["index"] = list.Count,
                ["id"] = $"c{list.Count}",
                ["function"] = new JsonObject { ["name"] = name, ["arguments"] = arguments },
            });
        }

        return FakeReply.Events(Chunk(new JsonObject { ["tool_calls"] = list }), Chunk([], "tool_calls"));
    }

    private static string Chunk(JsonObject delta, string? reason = null) => "data: " + new JsonObject
    {
        ["choices"] = new JsonArray(new JsonObject { ["delta"] = delta, ["finish_reason"] = reason }),
    }.ToJsonString();
}
