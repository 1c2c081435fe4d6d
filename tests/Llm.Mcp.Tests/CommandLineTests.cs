using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Llm.Storage.Logs;
using Llm.Tests;

namespace Llm.Mcp.Tests;

/// <summary>The options of the program that name servers, and the commands that start them.</summary>
public sealed class CommandLineTests(NpmPackages npm) : McpTest
{
    public override async ValueTask InitializeAsync()
    {
        User.Write("default_model.txt", "echo");
        Add("everything", "node", await npm.EverythingAsync(), "stdio");
    }

    [Fact]
    public async Task Tools_are_used_logged_and_used_again_by_c()
    {
        const string Ask = """{"tool_calls": [{"name": "echo", "arguments": {"message": "hi"}}]}""";
        var (exitCode, output, error) = await RunAsync(Ask, "-T", "mcp:everything/echo", "--td");
        (exitCode, error).ShouldBe((0, "\nTool call: echo({'message': 'hi'})\n  Echo: hi\n\n"), output);
        output.ShouldContain("\"output\": \"Echo: hi\"");
        var again = await RunAsync("-c", Ask.Replace("hi", "again", StringComparison.Ordinal));
        (again.ExitCode, again.Error).ShouldBe((0, ""), again.Output);
        again.Output.ShouldContain("\"output\": \"Echo: again\"");
        using var log = LogStore.OpenReadOnly(User.Directory.LogsDatabase);
        var conversation = await log.LoadConversationAsync((await log.FindNewestConversationIdAsync(Token))!, Token);
        conversation!.Tools.ShouldBe(["mcp:everything/echo"]);
        var tool = (await log.ListAsync(new LogQuery { Limit = 1 }, Token)).Single().Tools.ShouldHaveSingleItem();
        (tool.Instance!.Plugin, tool.Instance.Name).ShouldBe(("mcp:everything", "mcp:everything/echo"));
    }

    [Fact]
    public async Task Resources_and_prompts_are_used()
    {
        var (_, output, error) = await RunAsync("-f", "mcp:everything/demo://resource/dynamic/text/3", "Summarise");
        JsonNode.Parse(output)!["prompt"]!.GetValue<string>().ShouldMatch(@"\AResource 3: .*\nSummarise\z", error);
        (_, output, error) = await RunAsync("-t", "mcp:everything/args-prompt", "-p", "city", "Paris", "In short");
        JsonNode.Parse(output)!["prompt"]!.GetValue<string>().ShouldBe("What's weather in Paris?\nIn short", error);
        (_, output, error) = await RunAsync("-t", "mcp:everything/args-prompt");
        (output, error).ShouldBe(("", "Error: The prompt 'args-prompt' wants a value: -p city VALUE (Name of the city)\n"));
    }

    [Fact]
    public async Task A_prompt_opens_every_turn_of_a_chat()
    {
        using var process = Process.Start(Started(Llm[0], Llm[1], "chat", "-t", "mcp:everything/args-prompt", "-p", "city", "Rome"))!;
        await process.StandardInput.WriteAsync("Now\nTomorrow\nexit\n");
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(Token);
        output.ShouldContain("What's weather in Rome?\\nNow");
        output.ShouldContain("What's weather in Rome?\\nTomorrow");
    }

    [Fact]
    public async Task A_server_is_tested_and_its_tools_are_listed()
    {
        var tested = await RunAsync("mcp", "test", "everything");
        tested.Output.ShouldMatch(@"\Amcp-servers/everything [\d.]+: \d+ tools, \d+ resources, \d+ prompts\nPrompts: simple-prompt, .*\nAnswered in \d+\.\d s\n\z");
        (await RunAsync("mcp", "tools", "everything")).Output.ShouldContain("get-sum(a: float, b: float) (plugin: mcp:everything)\n\n  Returns the sum of two numbers\n");
        AddScript("dying", "import sys; sys.exit('no licence')");
        var failed = await RunAsync("mcp", "test", "dying");
        (failed.ExitCode, failed.Error).ShouldBe((1, "Error: The MCP server 'dying' ended with exit code 1. Its standard error ends in:\nno licence\n"));
    }

    [Fact]
    public async Task Ctrl_C_ends_the_server()
    {
        Signals.SkipWhereInterruptsAreIgnored();
        using var process = Process.Start(Started(
            Llm[0], Llm[1], "-T", "mcp:everything", """{"tool_calls": [{"name": "trigger-long-running-operation", "arguments": {"duration": 600}}]}"""))!;
        process.StandardInput.Close();
        // The program, then its server.
        for (var start = Stopwatch.GetTimestamp(); LeftOver().Count < 2 && Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20);) await Task.Delay(50, Token);
        await Task.Delay(1500, Token);
        Interrupt(process.Id, 2).ShouldBe(0);
        await process.WaitForExitAsync(Token).WaitAsync(TimeSpan.FromSeconds(10), Token);
        process.ExitCode.ShouldBe(130);
        LeftOver().ShouldBeEmpty();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Interrupt(int processId, int signal);
}
