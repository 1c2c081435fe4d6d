using System.Diagnostics;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Testing;

namespace Llm.Mcp.Tests.Servers;

/// <summary>Servers whose answers are not as the protocol wants them, as programs and with an address.</summary>
public sealed class OddServerTests : McpTest
{
    /// <summary>A server whose argument has its answers by method: the JSON after the id, or a whole line with ID in it.</summary>
    private const string Program = """
        import json, sys
        answers = json.loads(sys.argv[1])
        for line in sys.stdin:
            asked = json.loads(line)
            if "id" not in asked: continue
            said = answers.get(asked["method"], '"error": {"code": -32601, "message": "no such method"}')
            if said.startswith('"'): said = '{"jsonrpc": "2.0", "id": ID, ' + said + "}"
            print(said.replace("ID", str(asked["id"])), flush=True)
        """;

    private const string Introduction =
        """{"protocolVersion": "2025-06-18", "capabilities": {"tools": {}}, "serverInfo": {"name": "odd", "version": "1"}}""";
    private const string Go = """{"name": "go", "inputSchema": {"type": "object", "properties": {}}}""";

    private string tools = Go;
    private string introduction = "\"result\": " + Introduction;
    private string said = """ "result": {"content": [{"type": "text", "text": "done"}]} """.Trim();

    public static TheoryData<string, string> Unreadable => new()
    {
        { """ "error": "quota used up" """, "The MCP server 'odd' refused: quota used up" },
        { """ "error": {"message": "quota used up"} """, "The MCP server 'odd' refused: quota used up" },
        { """ "error": {"code": -32000, "message": "quota used up"} """, "The MCP server 'odd' refused: quota used up" },
        { """ "result": quota """, "The MCP server 'odd' sent an answer that cannot be read: {\"jsonrpc\": \"2.0\", \"id\": ID, \"result\": quota}" },
        { """ "reply": "quota" """, "The MCP server 'odd' sent an answer that cannot be read: {\"jsonrpc\": \"2.0\", \"id\": ID, \"reply\": \"quota\"}" },
    };

    public static TheoryData<string, string> Readable => new()
    {
        { """ "result": {"content": [], "structuredContent": {"quota": NaN}} """, "{\"quota\": null}" },
        { """{"jsonrpc": "2.0", "id": "ID", "result": {"content": [{"type": "text", "text": "text id"}]}}""", "text id" },
        { """[{"jsonrpc": "2.0", "id": ID, "result": {"content": "batch"}}]""", "batch" },
        { "{\n  \"jsonrpc\": \"2.0\",\n  \"id\": ID,\n  \"result\": {\"content\": \"indented\"}\n}", "indented" },
        { """ "result": {"content": {"type": "text", "text": "single"}} """, "single" },
        { """ "result": {"content": [{"type": "text", "text": 5}], "isError": "false"} """, "5" },
        { """ "result": {"content": [{"type": "text", "text": "half \ud83d"}]} """, "half \ufffd" },
        { """ "result": {"content": [{"type": "text", "text": "kept"}, {"type": "video"}]} """, "kept\n[content of type video, which cannot be shown]" },
        { """ "result": {"content": [{"type": "weird", "text": "x"}]} """, "[content of type weird, which cannot be shown]" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task An_answer_that_cannot_be_read_ends_the_call_with_its_words(string answer, string expected)
    {
        said = answer.Trim();
        await FailsAsync(expected);
    }

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task The_same_with_an_address(string answer, string expected)
    {
        said = answer.Trim();
        await using var server = await StartAsync(asEvents: false);
        await FailsAsync(expected);
    }

    [Fact]
    public async Task A_page_in_place_of_an_answer_ends_the_call_with_its_words()
    {
        said = "<html>quota</html>";
        await using var server = await StartAsync(asEvents: false);
        await FailsAsync("The MCP server 'odd' sent an answer that cannot be read: <html>quota</html>");
    }

    [Fact]
    public async Task An_empty_answer_ends_the_call()
    {
        said = "";
        await using var server = await StartAsync(asEvents: false);
        await FailsAsync("The MCP server 'odd' sent an empty answer.");
    }

    [Theory]
    [MemberData(nameof(Readable))]
    public async Task An_answer_whose_meaning_is_plain_is_read(string answer, string expected)
    {
        said = answer.Trim();
        await SaysAsync(expected);
    }

    [Theory]
    [MemberData(nameof(Readable))]
    public async Task The_same_with_an_address_in_a_body(string answer, string expected)
    {
        said = answer.Trim();
        await using var server = await StartAsync(asEvents: false);
        await SaysAsync(expected);
    }

    [Theory]
    [MemberData(nameof(Readable))]
    public async Task The_same_with_an_address_in_an_event(string answer, string expected)
    {
        said = answer.Trim();
        await using var server = await StartAsync(asEvents: true);
        await SaysAsync(expected);
    }

    [Theory]
    [InlineData("""{"protocolVersion": "2025-06-18", "capabilities": {"tools": {}}}""", "unnamed ")]
    [InlineData("""{"protocolVersion": "2025-06-18", "capabilities": {"tools": {}}, "serverInfo": null}""", "unnamed ")]
    [InlineData("""{"protocolVersion": "2025-06-18", "capabilities": {"tools": true}, "serverInfo": {"name": "n", "version": 2}}""", "n 2")]
    [InlineData("""{"protocolVersion": "2025-06-18", "capabilities": {"tools": {"listChanged": "no"}, "logging": 1}, "serverInfo": {"name": "n"}}""", "n ")]
    [InlineData("""{"protocolVersion": "2025-06-18", "serverInfo": {"name": "n", "version": "1", "icons": {}}}""", "n 1")]
    [InlineData("""{"capabilities": {"tools": {}}, "serverInfo": {"name": "n", "version": "1"}, "instructions": []}""", "n 1")]
    public async Task A_server_that_introduces_itself_oddly_is_used(string result, string name)
    {
        introduction = "\"result\": " + result;
        AddProgram();
        var found = await Servers.InspectAsync("odd", Token);
        $"{found.Name} {found.Version}".ShouldBe(name);
        found.Tools.ShouldBe(["go"]);
        await SaysAsync("done");
    }

    [Theory]
    [InlineData(""" "result": "hello" """)]
    [InlineData(""" "result": hello """)]
    public async Task A_server_that_cannot_introduce_itself_fails_at_once(string answer)
    {
        introduction = answer.Trim();
        AddProgram();
        await using var toolbox = Servers.Toolbox("odd");
        (await Should.ThrowAsync<McpServerException>(() => toolbox.GetToolsAsync(Token))).Message
            .ShouldMatch("^The MCP server 'odd' sent an answer that cannot be read: .*hello");
    }

    [Fact]
    public async Task A_tool_that_is_described_wrongly_is_named_and_the_others_work()
    {
        tools = Go + """, {"name": "bad"}, {"name": "slow", "inputSchema": {}, "execution": {"taskSupport": "required"}}""";
        AddProgram();
        User.Write("default_model.txt", "echo");
        const string Warning = "Warning: The tool 'bad' of the MCP server 'odd' was left out: it has no input schema.\n";
        const string Ask = """{"tool_calls": [{"name": "go", "arguments": {}}]}""";
        foreach (var (arguments, output, warning) in new (string[], string, string)[]
        {
            ([Ask, "-T", "mcp:odd", "-n"], "\"output\": \"done\"", Warning),
            ([Ask, "-T", "mcp:odd/go", "-n"], "\"output\": \"done\"", ""),
            (["mcp", "test", "odd"], "odd 1: 1 tool,", Warning),
            (["mcp", "tools", "odd"], "go() (plugin: mcp:odd)", Warning),
        })
        {
            var run = await RunAsync(arguments);
            (run.ExitCode, run.Error).ShouldBe((0, warning), run.Output);
            run.Output.ShouldContain(output);
            run.Output.ShouldNotContain("slow");
        }

        (await RunAsync("hi", "-T", "mcp:odd/bad", "-n")).Error.ShouldBe(
            "Error: The tool 'bad' of the MCP server 'odd' cannot be used: it has no input schema.\n");
        (await RunAsync("hi", "-T", "mcp:odd/slow", "-n")).Error.ShouldBe(
            "Error: The tool 'slow' of the MCP server 'odd' cannot be used: it can only run as a task, which llm does not support.\n");
    }

    private JsonObject Answers() => new()
    {
        ["initialize"] = introduction,
        ["tools/list"] = $$"""
            "result": {"tools": [{{tools}}]}
            """,
        ["tools/call"] = said,
    };

    private void AddProgram()
    {
        SkipWithoutPython();
        Add("odd", new JsonObject { ["timeout"] = 20 }, "python3", "-u", "-c", Program, PythonJson.Compact(Answers()));
    }

    private async Task<FakeServer> StartAsync(bool asEvents)
    {
        var server = await FakeServer.StartAsync(request =>
        {
            if (request.Method != "POST") return FakeReply.Error(405, "no");
            var asked = request.Json;
            if (asked["id"] is not { } id) return FakeReply.Text("", status: 202);
            if (Answers().Text(asked.Text("method")!) is not { } answer) return FakeReply.Error(404, "no such method");
            if (answer.StartsWith('"')) answer = "{\"jsonrpc\": \"2.0\", \"id\": ID, " + answer + "}";
            answer = answer.Replace("ID", id.ToString(), StringComparison.Ordinal);
            return asEvents
                ? FakeReply.Text($"event: message\ndata: {answer.Replace("\n", "\ndata: ", StringComparison.Ordinal)}\n\n", "text/event-stream")
                : FakeReply.Text(answer, "application/json");
        });
        Servers.Store.Add(McpServerSettings.FromUrl("odd", $"{server.BaseAddress}/mcp", []));
        return server;
    }

    private async Task SaysAsync(string expected)
    {
        if (Servers.Store.List().Count == 0) AddProgram();
        await using var toolbox = await PreparedAsync(Servers.Toolbox("odd"));
        (await CallAsync(toolbox, "go")).Text.ShouldBe(expected);
    }

    private async Task FailsAsync(string expected)
    {
        if (Servers.Store.List().Count == 0) AddProgram();
        await using var toolbox = await PreparedAsync(Servers.Toolbox("odd"));
        var start = Stopwatch.GetTimestamp();
        var error = await Should.ThrowAsync<McpServerException>(() => CallAsync(toolbox, "go"));
        error.Message.ShouldMatch("^" + System.Text.RegularExpressions.Regex.Escape(expected).Replace("ID", @"\d+", StringComparison.Ordinal) + "$");
        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(6));
    }
}
