using System.Text;
using Llm.Storage.Logs;
using Llm.Testing;

namespace Llm.EndToEnd;

/// <summary>Whatever is wrong, the user reads one line that says what to do.</summary>
public class BadInputTests(InstalledTool tool)
{
    [Fact]
    public Task An_unknown_model() => Refused(["-m", "walrus", "hi"], 1, "Error: 'Unknown model: walrus'");

    [Fact]
    public Task An_unknown_option() =>
        Refused(["-m", "echo", "-o", "colour", "red", "hi"], 1, "Error: colour\n  Extra inputs are not permitted");

    [Fact]
    public Task An_ill_typed_option() =>
        Refused(
            ["-m", "gpt-4o", "-o", "temperature", "hot", "hi"],
            1,
            "Error: temperature\n  Input should be a valid number, unable to parse string as a number");

    [Fact]
    public Task Bad_YAML_in_the_list_of_models() =>
        Refused(
            ["hi"],
            1,
            "Error: {USER}/extra-openai-models.yaml: Invalid YAML: ",
            user => user.Write("extra-openai-models.yaml", "- {model_id: [}\n"));

    [Fact]
    public Task A_model_without_a_name() =>
        Refused(
            ["hi"],
            1,
            "Error: {USER}/extra-openai-models.yaml: entry 1 has no model_name",
            user => user.Write("extra-openai-models.yaml", "- model_id: x\n"));

    [Fact]
    public Task A_missing_fragment() => Refused(["-m", "echo", "-f", "absent.txt", "hi"], 1, "Error: Fragment 'absent.txt' not found");

    [Fact]
    public Task A_missing_attachment() =>
        Refused(
            ["-m", "echo", "-a", "absent.png", "hi"], 2, "Error: Invalid value for '-a' / '--attachment': File absent.png does not exist");

    [Fact]
    public Task A_missing_template() => Refused(["-t", "absent", "hi"], 1, "Error: Invalid template: absent");

    /// <summary>The parser alone takes minutes for some of them.</summary>
    [Theory]
    [InlineData("timeout: ", "[", "", "]")]
    [InlineData("timeout: ", "{a: ", "1", "}")]
    [InlineData("", "{\"a\":", "1", "}")]
    [InlineData("", "- ", "1", "")]
    [InlineData("timeout: ", "[", "", "")]
    public async Task Settings_that_are_nested_too_deeply(string start, string open, string value, string close)
    {
        const int levels = 20_000;
        var text = start + string.Concat(Enumerable.Repeat(open, levels)) + value + string.Concat(Enumerable.Repeat(close, levels)) + "\n";
        string[][] commands = [["config", "list"], ["config", "get", "timeout"], ["config", "set", "timeout", "5"], ["-m", "m", "hi"]];
        foreach (var arguments in commands)
        {
            using var user = new TemporaryUserDirectory();
            user.Write("settings.yaml", text);
            user.Write("extra-openai-models.yaml", "- {model_id: m, model_name: m, api_base: 'http://127.0.0.1:9/v1'}\n");
            await Refused(user, arguments, 1, "Error: {USER}/settings.yaml").WaitAsync(TimeSpan.FromSeconds(20));
            File.ReadAllText(Path.Combine(user.Path, "settings.yaml")).ShouldBe(text);
        }
    }

    [Fact]
    public async Task Input_that_is_no_text_is_replaced_with_a_warning()
    {
        using var user = new TemporaryUserDirectory();
        var run = await Run.ToEndAsync(tool.Path, user.Path, ["-m", "echo"], [(byte)'a', 0xff, (byte)'b']);
        run.ExitCode.ShouldBe(0);
        run.Error.ShouldBe("Warning: the input is not valid UTF-8; undecodable bytes were replaced.\n");
        run.Output.ShouldContain("\"prompt\": \"a\\ufffdb\"");
    }

    [Fact]
    public async Task Closed_standard_input_is_empty()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the shell closes it");
        using var user = new TemporaryUserDirectory();
        var run = await Run.ToEndAsync(
            "/bin/bash",
            user.Path,
            ["-c", "exec \"$LLM\" -m echo hi <&-"], environment: new Dictionary<string, string> { ["LLM"] = tool.Path });
        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldContain("\"prompt\": \"hi\"");
    }

    [Fact]
    public async Task Byte_order_marks_and_UTF_16_are_understood()
    {
        using var user = new TemporaryUserDirectory();
        foreach (var encoding in (Encoding[])[new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            var run = await Run.ToEndAsync(
                tool.Path, user.Path, ["-m", "echo"], [.. encoding.GetPreamble(), .. encoding.GetBytes("Grüße\r\n")]);
            run.Error.ShouldBe("");
            run.Output.ShouldContain(
                OperatingSystem.IsWindows() ? "\"prompt\": \"Gr\\u00fc\\u00dfe\\n\"" : "\"prompt\": \"Gr\\u00fc\\u00dfe\\r\\n\"");
        }
    }

    [Fact]
    public async Task An_attachment_that_the_model_does_not_take_is_refused_before_the_request()
    {
        await using var server = await FakeServerProcess.StartAsync();
        using var user = CutShortTests.UserWith(server);
        var sound = Path.Combine(user.Path, "sound.mp3");
        File.WriteAllBytes(sound, [0xff, 0xfb, 0x90, 0, 0, 0]);
        await Refused(
            user,
            ["-a", sound, "hi"],
            1,
            "Error: This model does not support attachments of type 'audio/mpeg', only application/pdf, image/gif");
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public Task An_unreachable_server() => Refused(
        ["-m", "dead", "hi"],
        1,
        "Error: Connection error: http://127.0.0.1:9 cannot be reached",
        user => user.Write("extra-openai-models.yaml", "- {model_id: dead, model_name: dead, api_base: 'http://127.0.0.1:9/v1'}\n"));

    [Fact]
    public Task No_key() => Refused(
        ["-m", "gpt-4o", "hi"],
        1,
        "Error: No key found - add one using 'llm keys set openai' or set the OPENAI_API_KEY environment variable");

    [Fact]
    public async Task A_refused_key()
    {
        await using var server = await FakeServerProcess.StartAsync();
        using var user = CutShortTests.UserWith(server);
        await Refused(user, ["ERR 401"], 1, "Error: Error code: 401 - ");
    }

    [Fact]
    public async Task A_database_that_is_none_is_found_before_the_request()
    {
        await using var server = await FakeServerProcess.StartAsync();
        using var user = CutShortTests.UserWith(server);
        user.Write(
            "logs.db", "This is certainly not a database, but long enough to be looked at as one by whoever opens it.".PadRight(4096));
        await Refused(
            user, ["hi"], 1,
            "Error: {USER}/logs.db is not a SQLite database. Move it away or restore a backup, then try again. "
            + "To prompt without logging, use -n.");
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_read_only_database_is_found_before_the_request()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a directory of the kernel stands for a read-only disk");
        await using var server = await FakeServerProcess.StartAsync();
        using var user = CutShortTests.UserWith(server);
        await Refused(user, ["-d", "/proc/self/logs.db", "hi"], 1, "Error: Cannot open the database /proc/self/logs.db");
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_full_disk_costs_the_log_but_not_the_answer()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the limit is set by the shell");
        await using var server = await FakeServerProcess.StartAsync();
        using var user = CutShortTests.UserWith(server);
        (await Run.ToEndAsync(tool.Path, user.Path, ["first"])).ExitCode.ShouldBe(0);
        var size = new FileInfo(user.Directory.LogsDatabase).Length / 1024;
        var prompt = new string('x', 300_000);
        // The runtime's own double mapping of code is a file too, which the limit would hit first.
        var environment = new Dictionary<string, string> { ["LLM"] = tool.Path, ["DOTNET_EnableWriteXorExecute"] = "0" };
        var run = await Run.ToEndAsync(
            "/bin/bash", user.Path,
            [
                "-c",
                $"trap '' XFSZ; ulimit -f {size + 8}; exec \"$LLM\" 'REPLY the answer'",
            ], Encoding.UTF8.GetBytes(prompt), environment);
        run.ExitCode.ShouldBe(1);
        run.Output.ShouldContain("x");
        run.Error.ShouldStartWith("Error: The answer above was not logged: ");
        run.Error.Trim().ShouldNotContain('\n');
        (await Run.ToEndAsync(tool.Path, user.Path, ["-c", "second"])).ExitCode.ShouldBe(0);
        await using var store = LogStore.OpenReadOnly(user.Directory.LogsDatabase);
        (await store.CountAsync()).Turns.ShouldBe(2);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    public async Task A_proxy_that_fails_is_named(string scheme)
    {
        using var user = new TemporaryUserDirectory();
        user.Write("settings.yaml", "retries: 0\n");
        user.Write("extra-openai-models.yaml", $"- {{model_id: m, model_name: m, api_base: '{scheme}://api.internal.test/v1'}}\n");
        var environment = new Dictionary<string, string> { [$"{scheme}_proxy"] = "http://user:secret@127.0.0.1:9", ["no_proxy"] = "" };
        var run = await Run.ToEndAsync(tool.Path, user.Path, ["-m", "m", "hi", "-n"], [], environment);
        run.Error.ShouldStartWith(
            $"Error: Connection error: the proxy 127.0.0.1:9, through which {scheme}://api.internal.test is asked, failed (Connection refused");
        run.Error.ShouldEndWith(
            $"Check the proxy in the variable {scheme}_proxy or all_proxy, or name the server in no_proxy.\n");
        run.Error.ShouldNotContain("secret");
        run.ExitCode.ShouldBe(1);
    }

    private async Task Refused(string[] arguments, int exitCode, string message, Action<TemporaryUserDirectory>? prepare = null)
    {
        using var user = new TemporaryUserDirectory();
        prepare?.Invoke(user);
        await Refused(user, arguments, exitCode, message);
    }

    private async Task Refused(TemporaryUserDirectory user, string[] arguments, int exitCode, string message)
    {
        var run = await Run.ToEndAsync(tool.Path, user.Path, arguments, []);
        TestContext.Current.SendDiagnosticMessage("{0}", run.Error);
        run.Output.ShouldBe("");
        var error = run.Error[Math.Max(run.Error.IndexOf("Error: ", StringComparison.Ordinal), 0)..];
        error.ShouldStartWith(message.Replace("{USER}", user.Path, StringComparison.Ordinal));
        run.ExitCode.ShouldBe(exitCode);
    }
}
