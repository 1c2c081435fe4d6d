using System.Diagnostics;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Tests;
using Llm.Tests;

namespace Llm.Web.Tests;

/// <summary>Programs for people, which only <c>.ci/slow</c> installs: codex, opencode and pi-ai.</summary>
public class ClientProgramTests : ServedTest
{
    private static readonly string Folder = Path.Combine(SharedData.RepositoryRoot, "tests", "npm", "programs");
    private static readonly string Modules = Path.Combine(Folder, "node_modules");

    private readonly string home = System.IO.Directory.CreateTempSubdirectory("llm-client-").FullName;

    [Theory]
    [InlineData("Hi", "echo: Hi")]
    [InlineData("ERR 400", "400")]
    [InlineData("ERR 503", "503")]
    public async Task Codex_answers_and_shows_the_providers_words(string prompt, string expected)
    {
        CheckVersion("@openai/codex", "0.169.0");
        await File.WriteAllTextAsync(Path.Combine(home, "config.toml"), $"""
            model = "talk"
            model_provider = "llm"
            [model_providers.llm]
            name = "llm"
            base_url = "{Address}/v1"
            env_key = "LLM_KEY"
            wire_api = "responses"
            request_max_retries = 0
            stream_max_retries = 0
            [analytics]
            enabled = false
            """);
        var output = await RunAsync(
            NodePackage.Node,
            [
                Path.Combine(Modules, "@openai", "codex", "bin", "codex.js"), "exec", "--skip-git-repo-check", "--disable",
                "plugins", "--disable", "apps", "--disable", "remote_plugin", prompt,
            ]);
        output.ShouldContain(expected);
    }

    [Theory]
    [InlineData("talk", "Hi", "echo: ")]
    [InlineData("nope", "Hi", "Unknown model: nope")]
    public async Task Opencode_answers_and_shows_the_servers_words(string model, string prompt, string expected)
    {
        CheckVersion("opencode-ai", "1.18.33");
        var server = new JsonObject
        {
            ["npm"] = "@ai-sdk/openai-compatible",
            ["options"] = new JsonObject { ["baseURL"] = $"{Address}/v1", ["apiKey"] = "none" },
            ["models"] = new JsonObject { ["talk"] = new JsonObject(), ["nope"] = new JsonObject() },
        };
        var settings = new JsonObject { ["provider"] = new JsonObject { ["llm"] = server } };
        await File.WriteAllTextAsync(Path.Combine(home, "opencode.json"), settings.ToJsonString());
        var output = await RunAsync(Path.Combine(Modules, "opencode-linux-x64", "bin", "opencode"), ["run", "-m", $"llm/{model}", prompt]);
        output.ShouldContain(expected);
        if (model == "nope") return;
        // It names its session, so the title and the answer are one conversation of the log.
        (await TurnsAsync(2)).Select(turn => turn.ConversationId).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Pi_reads_three_interfaces_and_their_errors()
    {
        CheckVersion("@mariozechner/pi-ai", "0.73.1");
        var good = await PiAsync("Hi");
        good.Count.ShouldBe(3);
        good.ShouldAllBe(answer => answer.Text("text") == "echo: Hi" && answer.Text("stop") == "stop");
        (await PiAsync("ERR 400")).ShouldAllBe(answer => answer.Text("stop") == "error" && answer.Text("error")!.Contains("400"));
    }

    private static void CheckVersion(string package, string version)
    {
        Assert.SkipUnless(Effort.IsSlow, "needs LLM_SLOW=1");
        var file = Path.Combine([Modules, .. package.Split('/'), "package.json"]);
        Assert.SkipUnless(File.Exists(file), "The npm packages of tests/npm/programs are not installed: .ci/slow does it.");
        ((string)JsonText.Parse(File.ReadAllBytes(file))!["version"]!).ShouldBe(version);
    }

    private async Task<IReadOnlyList<JsonObject>> PiAsync(string text)
    {
        var output = await RunAsync(NodePackage.Node, [Path.Combine(Folder, "pi.mjs"), Address, "none", text]);
        return [.. JsonText.Parse(output)!.AsArray().Select(answer => answer!.AsObject())];
    }

    /// <summary>Runs a program in a home of its own, and returns all that it printed.</summary>
    private async Task<string> RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = home,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        (string Name, string Value)[] variables =
        [
            ("HOME", home), ("CODEX_HOME", home), ("PATH", "/usr/bin:/bin"), ("LLM_KEY", "none"), ("OPENCODE_DISABLE_MODELS_FETCH", "1"),
            ("OPENCODE_DISABLE_AUTOUPDATE", "1"),
        ];
        foreach (var (name, value) in variables) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(Cancellation), process.StandardError.ReadToEndAsync(Cancellation));
        await process.WaitForExitAsync(Cancellation);
        return await output + await errors;
    }
}
