using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Llm.Mcp.Tests.Servers;

/// <summary>Servers that fail in every way they can: a clear error in time, and nothing left of them.</summary>
public sealed class BrokenServerTests : McpTest
{
    /// <summary>A small server that answers what it is asked, with a tool that does what its argument says.</summary>
    private const string Small = """
        import json, os, subprocess, sys, time
        def say(message): print(json.dumps(message), flush=True)
        print("Welcome!", flush=True)
        for line in sys.stdin:
            asked = json.loads(line)
            if "id" not in asked: continue
            method, answer = asked["method"], {"jsonrpc": "2.0", "id": asked["id"]}
            if method == "initialize":
                answer["result"] = {"protocolVersion": "2025-06-18", "capabilities": {"tools": {}}, "serverInfo": {"name": "small", "version": "1"}}
            elif method == "tools/list":
                page = (asked.get("params") or {}).get("cursor")
                answer["result"] = {"tools": [{"name": "do" if page else "other", "inputSchema": {"type": "object", "properties": {"code": {"type": "string"}}}}]}
                if not page: answer["result"]["nextCursor"] = "2"
            elif method == "tools/call":
                exec(asked["params"]["arguments"]["code"])
                answer["result"] = {"content": [{"type": "text", "text": "done"}]}
            else:
                answer["error"] = {"code": -32601, "message": "no such method"}
            say(answer)
        """;

    [Fact]
    public async Task A_program_that_is_not_there()
    {
        Add("gone", "no-such-program-here");
        (await FailureAsync("gone")).ShouldBe(
            "The MCP server 'gone' cannot be started: no-such-program-here: no such program. Install it, "
            + "or correct its entry in mcp.json.");
    }

    [Fact]
    public async Task A_working_directory_that_is_not_there()
    {
        Add("lost", new JsonObject { ["cwd"] = "/no/such/folder" }, "cat");
        (await FailureAsync("lost")).ShouldBe(
            "The MCP server 'lost' cannot be started: its working directory /no/such/folder does not exist. "
            + "Correct \"cwd\" of its entry in mcp.json.");
    }

    [Fact]
    public async Task A_server_that_never_answers()
    {
        AddScript("deaf", "import time; time.sleep(600)", startTimeout: 1);
        (await FailureAsync("deaf")).ShouldBe("The MCP server 'deaf' did not answer within 1 seconds.");
    }

    [Fact]
    public async Task A_server_that_reads_and_never_answers()
    {
        AddScript("silent", "import sys; [None for line in sys.stdin]", startTimeout: 1.5);
        (await FailureAsync("silent")).ShouldBe("The MCP server 'silent' did not answer within 1.5 seconds.");
    }

    [Fact]
    public async Task A_server_that_dies_at_once()
    {
        AddScript("dying", "import sys; print('\\033[31mno licence\\033[0m', file=sys.stderr); sys.exit(3)");
        (await FailureAsync("dying")).ShouldBe("The MCP server 'dying' ended with exit code 3. Its standard error ends in:\nno licence");
    }

    [Fact]
    public async Task A_server_that_floods_its_standard_error()
    {
        AddScript("loud", "import sys\nwhile True: sys.stderr.write('x' * 5000 + '\\n')", startTimeout: 2);
        var message = await FailureAsync("loud");
        message.ShouldStartWith("The MCP server 'loud' did not answer within 2 seconds. Its standard error ends in:\nxxx");
        message.Length.ShouldBeLessThan(5000);
    }

    [Fact]
    public async Task A_server_that_floods_its_standard_error_and_answers_all_the_same()
    {
        AddScript("busy", "import sys, threading\nthreading.Thread(target=lambda: [sys.stderr.write('x' * 1000) for i in range(20000)], daemon=True).start()\n" + Small);
        await using var toolbox = await PreparedAsync(Servers.Toolbox("busy"));
        (await CallAsync(toolbox, "do", """{"code": "pass"}""")).Text.ShouldBe("done");
    }

    [Theory]
    [InlineData("while True: print('garbage é' * 100)")]
    [InlineData("import sys\nwhile True: sys.stdout.write('no line ends ')")]
    [InlineData("while True: print('{\"not\": \"a message\"}')")]
    public async Task Garbage_on_standard_output(string script)
    {
        AddScript("garbled", script, startTimeout: 2);
        (await FailureAsync("garbled")).ShouldStartWith("The MCP server 'garbled' did not answer within 2 seconds.");
    }

    [Fact]
    public async Task What_is_no_message_is_shown_when_the_server_fails()
    {
        AddScript("greeting", "print('Usage: greeting FILE')", startTimeout: 5);
        (await FailureAsync("greeting")).ShouldBe(
            "The MCP server 'greeting' ended with exit code 0. Its standard output, which is for the protocol, "
            + "ends in:\nUsage: greeting FILE");
    }

    [Fact]
    public async Task Greetings_between_messages_do_no_harm_and_pages_are_joined()
    {
        AddScript("small", Small);
        await using var toolbox = await PreparedAsync(Servers.Toolbox("small"));
        toolbox.Tools.Select(tool => tool.Name).ShouldBe(["other", "do"]);
        (await CallAsync(toolbox, "do", """{"code": "print('working')"}""")).Text.ShouldBe("done");
    }

    [Theory]
    [InlineData("os._exit(4)", "ended with exit code 4")]
    [InlineData("os.close(1); time.sleep(600)", "failed")]
    [InlineData("time.sleep(600)", "did not answer within 2 seconds")]
    [InlineData("while True: print('x' * 10000)", "did not answer within 2 seconds")]
    public async Task A_server_that_fails_in_mid_call(string code, string expected)
    {
        AddScript("small", Small, timeout: 2);
        await using var toolbox = await PreparedAsync(Servers.Toolbox("small"));
        var start = Stopwatch.GetTimestamp();
        var error = await Should.ThrowAsync<McpServerException>(() => CallAsync(toolbox, "do", $$"""{"code": "{{code}}"}"""));
        error.Message.ShouldStartWith($"The MCP server 'small' {expected}");
        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Everything_that_a_server_started_ends_with_it()
    {
        AddScript("parent", "import signal, subprocess\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nsubprocess.Popen(['sleep', '600'])\n" + Small + "\ntime.sleep(600)");
        AddScript("orphaning", "import subprocess\nsubprocess.Popen(['sh', '-c', 'sleep 600 & wait'])\n" + Small);
        foreach (var name in (string[])["parent", "orphaning"])
        {
            await using var toolbox = await PreparedAsync(Servers.Toolbox(name));
            LeftOver().Count.ShouldBeGreaterThan(1);
        }

        LeftOver().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cancelled_start_ends_the_program()
    {
        AddScript("deaf", "import time; time.sleep(600)");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        stop.CancelAfter(500);
        await using var toolbox = Servers.Toolbox("deaf");
        await Should.ThrowAsync<OperationCanceledException>(() => toolbox.GetToolsAsync(stop.Token));
        LeftOver().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_that_a_server_repeats_is_not_shown()
    {
        SkipWithoutPython();
        User.Write("keys.json", """{"tracker": "secret-1"}""");
        Add("leaking", "python3", "-c", "import sys; sys.exit('bad key ' + sys.argv[1])", "${key:tracker}");
        (await FailureAsync("leaking")).ShouldBe(
            "The MCP server 'leaking' ended with exit code 1. Its standard error ends in:\nbad key ***");
        Add("keyless", "python3", "-c", "pass", "${key:other}");
        (await FailureAsync("keyless")).ShouldBe(
            "The MCP server 'keyless' needs the key 'other', which is not stored. Store it with 'llm keys set other'.");
    }

    [Theory]
    [InlineData("""answer["result"] = {"tools": None}""", "The MCP server 'odd' returned no list for tools/list.")]
    [InlineData(
        """answer["result"]["nextCursor"] = str(asked["id"])""",
        "The MCP server 'odd' lists its tools without end: it returned 1000 pages and announced another.")]
    public async Task A_list_that_is_none_or_has_no_end(string change, string expected)
    {
        AddScript("odd", Small.Replace("        if not page:", $"        {change}\n        if False:", StringComparison.Ordinal));
        await using var toolbox = Servers.Toolbox("odd");
        (await Should.ThrowAsync<McpServerException>(() => toolbox.GetToolsAsync(Token))).Message.ShouldBe(expected);
    }

    [Fact]
    public async Task A_tool_without_a_name_is_left_out()
    {
        AddScript("odd", Small.Replace("\"other\"", "\"\"", StringComparison.Ordinal));
        await using var toolbox = await PreparedAsync(Servers.Toolbox("odd"));
        toolbox.Tools.ShouldHaveSingleItem().Name.ShouldBe("do");
    }

    [Fact]
    public async Task A_cursor_that_repeats_ends_the_list()
    {
        AddScript("odd", Small.Replace(
            "        if not page:", "        answer[\"result\"][\"nextCursor\"] = '2'\n        if False:", StringComparison.Ordinal));
        await using var toolbox = await PreparedAsync(Servers.Toolbox("odd"));
        toolbox.Tools.Select(tool => tool.Name).ShouldBe(["other", "do"]);
    }

    [Theory]
    [InlineData("""{"command": "cat", "args": "x"}""", "\"args\" must be a list of texts")]
    [InlineData("""{"command": "cat", "env": ["A=B"]}""", "\"env\" must be an object of texts by name")]
    [InlineData("""{"url": "https://example.com", "headers": "X: y"}""", "\"headers\" must be an object of texts by name")]
    [InlineData("""{"url": "ftp://example.com"}""", "ftp://example.com is not an HTTP URL")]
    [InlineData("{}", "it has neither \"command\" nor \"url\"")]
    public async Task A_mistake_of_an_entry_is_told(string entry, string mistake)
    {
        User.Write("mcp.json", "{\"mcpServers\": {\"odd\": " + entry + "}}");
        (await FailureAsync("odd")).ShouldBe($"The MCP server 'odd' cannot be used: {mistake}. Correct its entry in mcp.json.");
    }

    private async Task<string> FailureAsync(string name)
    {
        await using var toolbox = Servers.Toolbox(name);
        var start = Stopwatch.GetTimestamp();
        var error = await Should.ThrowAsync<McpServerException>(() => toolbox.GetToolsAsync(Token));
        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(30));
        LeftOver().ShouldBeEmpty();
        return error.Message;
    }
}
