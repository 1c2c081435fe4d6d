using Llm.Testing;

namespace Llm.EndToEnd;

/// <summary>The runner of <c>Llm.Testing</c>, by which plugins are tested in the installed command.</summary>
public sealed class LlmCommandTests(InstalledTool tool) : IDisposable
{
    private readonly TemporaryUserDirectory user = new();

    public void Dispose() => user.Dispose();

    [Fact]
    public async Task A_run_has_arguments_input_and_an_environment_of_its_own()
    {
        Environment.SetEnvironmentVariable("LLM_MODEL", "no-such-model");
        var llm = new LlmCommand(user.Path, tool.Path) { WorkingDirectory = user.Path };
        try
        {
            var run = await llm.RunAsync(["-m", "echo", "Bonjour,"], "é 😀");
            run.ShouldBe(new CommandResult(0, run.Output, ""));
            run.Output.ShouldContain("\"prompt\": \"\\u00e9 \\ud83d\\ude00 Bonjour,\"");
            user.Write("note.txt", "from the folder");
            (await llm.RunAsync("-m", "echo", "-f", "note.txt")).Output.ShouldContain("from the folder");
            (await llm.RunAsync("hi")).Error.ShouldNotContain("no-such-model");
            llm.Environment["LLM_MODEL"] = "my-model";
            (await llm.RunAsync("hi")).ShouldBe(new CommandResult(1, "", "Error: 'Unknown model: my-model'\n"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("LLM_MODEL", null);
        }
    }

    [Fact]
    public async Task A_variable_names_the_program()
    {
        var former = Environment.GetEnvironmentVariable(LlmCommand.ProgramVariable);
        var path = Environment.GetEnvironmentVariable("PATH");
        try
        {
            Environment.SetEnvironmentVariable(LlmCommand.ProgramVariable, tool.Path);
            (await new LlmCommand(user.Path).RunAsync("--version")).Output.ShouldBe("llm, version 0.1.0\n");
            Environment.SetEnvironmentVariable(LlmCommand.ProgramVariable, null);
            Environment.SetEnvironmentVariable("PATH", $"/nowhere{Path.PathSeparator}{Path.GetDirectoryName(tool.Path)}");
            new LlmCommand(user.Path).Program.ShouldBe(tool.Path);
            Environment.SetEnvironmentVariable("PATH", "/nowhere");
            Should.Throw<LlmException>(() => new LlmCommand(user.Path)).Message.ShouldContain("set LLM_COMMAND to its path");
            (await Should.ThrowAsync<LlmException>(() => new LlmCommand(user.Path, "/no/llm").RunAsync("--version")))
                .Message.ShouldStartWith("/no/llm cannot be started: ");
        }
        finally
        {
            Environment.SetEnvironmentVariable(LlmCommand.ProgramVariable, former);
            Environment.SetEnvironmentVariable("PATH", path);
        }
    }

    [Fact]
    public async Task A_run_that_takes_too_long_is_killed()
    {
        await using var server = await FakeServer.StartAsync();
        var slow = new LlmCommand(user.Path, tool.Path) { Timeout = TimeSpan.FromSeconds(2) };
        slow.Environment["OPENAI_BASE_URL"] = server.BaseAddress;
        slow.Environment["OPENAI_API_KEY"] = "x";
        var words = (string[])["-m", "gpt-4o-mini", "SLOW 1000\nREPLY " + string.Join(' ', Enumerable.Range(1, 60))];
        (await Should.ThrowAsync<TimeoutException>(() => slow.RunAsync(words))).Message.ShouldContain("did not end within 2 seconds");
        using var cancel = new CancellationTokenSource();
        server.Received = _ => cancel.Cancel();
        await Should.ThrowAsync<OperationCanceledException>(() => slow.RunAsync(words, "", cancel.Token));
    }
}
