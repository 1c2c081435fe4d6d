using System.Diagnostics;
using System.Text;
using Llm.Testing;
using Llm.Tests;

namespace Llm.EndToEnd;

/// <summary>The native command and its managed twin: C# functions work as if there were one program.</summary>
public class TwinTests(InstalledTool tool)
{
    private const string Add = "/// <summary>Adds two numbers.</summary>\nint Add(int a, int b) => a + b;";
    private const string Prompt = "CALL add {\"a\": 2, \"b\": 3}";

    private static readonly Dictionary<string, string> WithoutRuntime = new() { ["DOTNET_ROOT"] = "/nowhere", ["PATH"] = "/nowhere" };

    public static TheoryData<string, string> WaysToGiveFunctions =>
        new() { { "--functions", Add }, { "--functions", "add.cs" }, { "-t", "sum" }, { "-t", "sum.yaml" } };

    [Fact]
    public void The_command_is_native_and_has_a_twin()
    {
        File.ReadAllBytes(tool.Twin).Length.ShouldBeLessThan(1_000_000, "the twin is a host for assemblies");
        File.Exists(Path.Combine(tool.Folder, "managed", "Llm.Cli.dll")).ShouldBeTrue();
        File.Exists(Path.Combine(tool.Folder, "Llm.Cli.dll")).ShouldBeFalse();
        Directory.EnumerateFiles(tool.Folder).Select(Path.GetFileName).Where(name => name!.Contains("CodeAnalysis")).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(WaysToGiveFunctions))]
    public async Task Functions_in_CSharp_work_as_in_the_twin_with_piped_input(string option, string value)
    {
        string[] arguments = [option, value];
        await using var server = await FakeServerProcess.StartAsync();
        var runs = new List<(Run Run, string Logged, string Request)>();
        foreach (var program in (string[])[tool.Path, tool.Twin])
        {
            using var user = UserWith(server);
            var before = server.Requests.Count;
            var run = await Run.ToEndAsync(program, user.Path, arguments, Encoding.UTF8.GetBytes(Prompt), directory: user.Path);
            var again = await Run.ToEndAsync(
                program, user.Path, ["-c", .. arguments], Encoding.UTF8.GetBytes("once more"), directory: user.Path);
            again.ExitCode.ShouldBe(0, again.Error);
            var logs = await Run.ToEndAsync(program, user.Path, ["logs", "-n", "0", "-r"]);
            await server.WaitForRequestsAsync(before + 3);
            runs.Add((run, logs.Output, string.Join('\n', server.Requests.Skip(before).Select(request => request.Body))));
        }

        runs[0].Run.ShouldBe(new Run(0, "results: 5\n", ""));
        runs[0].ShouldBe(runs[1]);
    }

    [Fact]
    public async Task A_map_is_the_one_of_the_twin()
    {
        using var user = new TemporaryUserDirectory();
        var texts = Enumerable.Range(0, 20).Select(number => $"{number},{(number % 2 == 0 ? "red apples" : "a sailing boat")} {number}");
        var filled = await Run.ToEndAsync(
            tool.Path, user.Path, ["embed-multi", "docs", "-", "-m", "ngrams", "--format", "csv"],
            Encoding.UTF8.GetBytes($"id,text\n{string.Join('\n', texts)}\n"));
        filled.ExitCode.ShouldBe(0, filled.Error);
        var maps = new List<string>();
        foreach (var program in (string[])[tool.Path, tool.Twin])
        {
            var run = await Run.ToEndAsync(program, user.Path, ["collections", "plot", "docs", "-o", "map.html"], directory: user.Path);
            run.ShouldBe(new Run(0, "map.html: 20 embeddings in 2 clusters\n", ""));
            maps.Add(await File.ReadAllTextAsync(Path.Combine(user.Path, "map.html")));
        }

        maps[0].ShouldBe(maps[1]);
    }

    [Fact]
    public async Task The_twin_takes_over_the_process_and_Ctrl_C_keeps_what_came()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the program of a process is read from /proc");
        Signals.SkipWhereIgnored(2);
        await using var server = await FakeServerProcess.StartAsync();
        using var user = UserWith(server);
        using var process = Run.Start(tool.Path, user.Path, null, "--functions", Add, CutShortTests.LongAnswer);
        process.StandardInput.Close();
        var first = new char[8];
        (await process.StandardOutput.ReadBlockAsync(first)).ShouldBe(first.Length);
        File.ResolveLinkTarget($"/proc/{process.Id}/exe", returnFinalTarget: true)!.FullName.ShouldBe(tool.Twin);
        using (var kill = Process.Start("kill", ["-2", process.Id.ToString()])) await kill.WaitForExitAsync();
        var run = await Run.FinishAsync(process, new string(first));

        run.ExitCode.ShouldBe(130);
        run.Error.ShouldBe("");
        run.Output.ShouldStartWith("one two ");
        var logged = await Run.ToEndAsync(tool.Path, user.Path, ["logs", "-r"]);
        logged.Output.Trim().ShouldStartWith(run.Output.Trim());
    }

    [Fact]
    public async Task Exit_codes_and_errors_are_the_twins()
    {
        using var user = new TemporaryUserDirectory();
        var run = await Run.ToEndAsync(tool.Path, user.Path, ["-m", "echo", "hi", "--functions", "int Add(int a) { return b; }"]);
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldStartWith("Error: Error in --functions definition: The name 'b' does not exist");
        var misuse = await Run.ToEndAsync(tool.Path, user.Path, ["chat", "--functions", Add, "--no-such-option"]);
        misuse.ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task Arguments_that_are_not_valid_UTF8_reach_the_twin_as_they_are()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "arguments are text there");
        using var user = new TemporaryUserDirectory();
        const string Script =
            "\"$LLM\" -m echo --functions 'int F() { return 1; }' \"$(printf 'a\\377b')\"; \"$LLM\" -m echo \"$(printf 'a\\377b')\"";
        var run = await Run.ToEndAsync(
            "/bin/bash", user.Path, ["-c", Script], [], new Dictionary<string, string> { ["LLM"] = tool.Path });
        run.Error.ShouldBe("");
        var texts = run.Output.Split('\n').Where(line => line.Contains("\"prompt\"")).ToList();
        texts.Count.ShouldBe(2, run.Output);
        texts[0].ShouldBe(texts[1]);
    }

    [Fact]
    public async Task A_chat_approves_calls_of_CSharp_functions()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the terminal is made by script");
        await using var server = await FakeServerProcess.StartAsync();
        using var user = UserWith(server);
        using var terminal = TerminalSession.Start(
            tool.Path, user.Path, "chat", "--functions", Path.Combine(user.Path, "add.cs"), "--ta");
        await terminal.SeeAsync("> ");
        await terminal.TypeAsync("CALL add {\"a\": 2, \"b\": 3}\r");
        await terminal.SeeAsync("Approve tool call?");
        await terminal.TypeAsync("y\r");
        await terminal.SeeAsync("results: 5");
        await terminal.SeeAsync("> ");
        await terminal.TypeAsync("exit\r");
        (await terminal.EndAsync()).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(WaysToGiveFunctions))]
    public async Task Without_a_runtime_the_error_says_what_to_install_and_nothing_was_done(string option, string value)
    {
        string[] arguments = [option, value];
        Assert.SkipWhen(File.Exists("/etc/dotnet/install_location"), "a runtime is registered with this system");
        await using var server = await FakeServerProcess.StartAsync();
        using var user = UserWith(server);
        var run = await Run.ToEndAsync(
            tool.Path, user.Path, arguments, Encoding.UTF8.GetBytes(Prompt), WithoutRuntime, directory: user.Path);
        run.ExitCode.ShouldBe(1);
        run.Output.ShouldBe("");
        run.Error.ShouldStartWith("Error: This needs the .NET 10 runtime");
        run.Error.ShouldContain("DOTNET_ROOT");
        run.Error.Trim().ShouldNotContain('\n');
        server.Requests.ShouldBeEmpty();
        File.Exists(user.Directory.LogsDatabase).ShouldBeFalse();
    }

    [Fact]
    public async Task Collections_on_PostgreSQL_are_left_to_the_twin_and_prompts_without_them_are_not()
    {
        Assert.SkipWhen(File.Exists("/etc/dotnet/install_location"), "a runtime is registered with this system");
        const string Address = "postgresql://anna:secret@127.0.0.1:1/d";
        using var user = new TemporaryUserDirectory();
        var template = user.Write("asks.yaml", "fragments:\n- similar:c:otters\nprompt: answer\n");
        var withKey = user.Write("key.yaml", "rag: c\nprompt: answer\n");
        var byDefault = new Dictionary<string, string>(WithoutRuntime) { ["LLM_EMBEDDINGS_DB"] = Address };
        (string[] Arguments, Dictionary<string, string> Settings)[] calls =
        [
            (["similar", "c", "-c", "x", "-d", Address], WithoutRuntime),
            (["collections", "index", "c", "-d", Address], WithoutRuntime),
            (["embed-multi", "c", "-", "-m", "ngrams"], byDefault),
            (["-m", "echo", "--rag", "c", "hi"], byDefault),
            (["-m", "echo", "-f", "similar:c:hi", "hi"], byDefault),
            (["-m", "echo", "-t", template], byDefault),
            (["-m", "echo", "-t", withKey], byDefault),
            (["openai", "endpoint", "http://127.0.0.1:1/v1", "-m", "m", "--rag", "c", "hi"], byDefault),
            (["fragments", "set", "alias", "similar:c:hi"], byDefault),
        ];
        foreach (var (arguments, settings) in calls)
        {
            var run = await Run.ToEndAsync(tool.Path, user.Path, arguments, "id,text"u8.ToArray(), settings);
            (run.ExitCode, run.Output).ShouldBe((1, ""), string.Join(' ', arguments));
            run.Error.ShouldStartWith("Error: This needs the .NET 10 runtime");
        }

        (await Run.ToEndAsync(tool.Path, user.Path, ["-m", "echo", "hi"], [], byDefault)).ExitCode.ShouldBe(0);
        (await Run.ToEndAsync(tool.Path, user.Path, ["chat", "-m", "echo"], "hi\nquit\n"u8.ToArray(), byDefault)).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Without_a_runtime_everything_else_works()
    {
        await using var server = await FakeServerProcess.StartAsync();
        using var user = UserWith(server);
        (await Run.ToEndAsync(tool.Path, user.Path, ["hi"], [], WithoutRuntime)).ShouldBe(new Run(0, "echo: hi\n", ""));
        (await Run.ToEndAsync(tool.Path, user.Path, ["templates", "show", "sum"], [], WithoutRuntime)).ExitCode.ShouldBe(0);
        var saved = await Run.ToEndAsync(
            tool.Path, user.Path, ["--functions", Add, "--save", "new", "hi"], [], WithoutRuntime);
        saved.ShouldBe(new Run(0, "", ""));
    }

    [Fact]
    public async Task Functions_in_Python_and_names_of_tools_stay_native()
    {
        await using var server = await FakeServerProcess.StartAsync();
        using var user = UserWith(server);
        var python = new Dictionary<string, string> { ["DOTNET_ROOT"] = "/nowhere" };
        var run = await Run.ToEndAsync(
            tool.Path, user.Path, ["--functions", "def add(a: int, b: int):\n    return a + b", "-T", "llm_version", Prompt], [], python);
        run.ShouldBe(new Run(0, "results: 5\n", ""));
    }

    [Fact]
    public async Task A_command_without_its_twin_says_so()
    {
        using var user = new TemporaryUserDirectory();
        var alone = Path.Combine(user.Path, "llm");
        File.Copy(Path.Combine(tool.Folder, "Llm.Cli"), alone);
        var run = await Run.ToEndAsync(alone, user.Path, ["-m", "echo", "hi", "--functions", Add]);
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldStartWith("Error: This is left to a second part of llm");
        run.Error.ShouldContain("Install llm again");
    }

    private static TemporaryUserDirectory UserWith(FakeServerProcess server)
    {
        var user = new TemporaryUserDirectory();
        user.Write(
            "extra-openai-models.yaml",
            $"- {{model_id: fake, model_name: fake, api_base: '{server.BaseAddress}', supports_tools: true}}\n");
        user.Write("default_model.txt", "fake");
        user.Write("add.cs", Add);
        var template = $"functions: |\n  {Add.Replace("\n", "\n  ", StringComparison.Ordinal)}\n";
        user.Write("templates/sum.yaml", template);
        user.Write("sum.yaml", template);
        return user;
    }
}
