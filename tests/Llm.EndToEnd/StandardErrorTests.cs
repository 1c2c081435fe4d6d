using Llm.Testing;

namespace Llm.EndToEnd;

/// <summary>What is said beside the answer reaches standard error to its last byte.</summary>
public class StandardErrorTests(InstalledTool tool)
{
    [Fact]
    public async Task A_request_and_its_response_are_shown()
    {
        await using var server = await FakeServerProcess.StartAsync();
        using var user = CutShortTests.UserWith(server);
        var environment = new Dictionary<string, string> { ["LLM_OPENAI_SHOW_RESPONSES"] = "1" };
        var run = await Run.ToEndAsync(tool.Path, user.Path, [$"REPLY {new string('x', 5000)}end"], environment: environment);
        run.ExitCode.ShouldBe(0);
        run.Error.ShouldStartWith("Request: POST http://127.0.0.1:");
        run.Error.ShouldContain("Response: status_code=200");
        run.Error.TrimEnd().ShouldEndWith("data: [DONE]");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(200)]
    public async Task No_secret_is_shown_wherever_the_server_repeats_it(int status)
    {
        const string key = "sk-secret/0123456789";
        const string other = "header+secret/9876543210";
        await using var server = await FakeServer.StartAsync();
        using var user = new TemporaryUserDirectory();
        user.Write(
            "extra-openai-models.yaml",
            $"- {{model_id: m, model_name: m, api_base: '{server.BaseAddress}', api_key_name: k, headers: {{X-Api-Key: '{other}'}}}}\n");
        string[] repeated = [key, other, key.Replace("/", "\\/", StringComparison.Ordinal), Uri.EscapeDataString(other)];
        var words = string.Join(" and ", repeated.Append("é" + key + "é"));
        var body = $$$"""{"error": {"message": "bad keys {{{words}}}", "code": "{{{key}}}"}}""";
        var reply = status == 200 ? FakeReply.Events($"data: {body}") : FakeReply.Text(body, "application/json", status);
        foreach (var cut in (int[][])[[], [40, 45, 50, 55, 60, 65, 70], [.. Enumerable.Range(1, 60)]])
        {
            server.Enqueue(reply.SplitAt(cut).WithHeader("X-Echo", key).WithHeader("X-Seen-Token", other).Slowly(TimeSpan.FromMilliseconds(1)));
            var run = await Run.ToEndAsync(
                tool.Path, user.Path, ["-m", "m", "--key", key, "hi"],
                environment: new Dictionary<string, string> { ["LLM_OPENAI_SHOW_RESPONSES"] = "1" });
            run.ExitCode.ShouldBe(1);
            foreach (var secret in repeated) (run.Output + run.Error).ShouldNotContain(secret);
            run.Error.ShouldContain("x-echo: [...]");
            run.Error.ShouldContain("é[...]é");
            run.Error.ShouldContain("Error: ");
        }
    }

    [Fact]
    public async Task Functions_print()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/env"), "Python is looked for as on Unix");
        await using var server = await FakeServerProcess.StartAsync();
        using var user = CutShortTests.UserWith(server);
        user.Write(
            "extra-openai-models.yaml",
            $"- {{model_id: fake, model_name: fake, api_base: '{server.BaseAddress}', supports_tools: true}}\n");
        var run = await Run.ToEndAsync(
            tool.Path, user.Path,
            [
                "--functions",
                "def speak(text: str):\n    print('said', text)\n    return 'done'",
                "CALL speak {\"text\": \"aloud\"}",
            ]);
        run.Error.ShouldBe("said aloud\n");
        run.ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("inherit", "OPENAI_API_KEY GOOGLE_API_KEY GEMINI_API_KEY MY_KEY OTHER PATH")]
    [InlineData("clean", "OTHER PATH")]
    public async Task Functions_get_the_environment_with_or_without_keys(string setting, string variables)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/env"), "Python is looked for as on Unix");
        await using var server = await FakeServerProcess.StartAsync();
        using var user = CutShortTests.UserWith(server);
        user.Write(
            "extra-openai-models.yaml",
            $"- {{model_id: fake, model_name: fake, api_base: '{server.BaseAddress}', supports_tools: true}}\n");
        user.Write("settings.yaml", $"functions:\n  environment: {setting}\n");
        new KeyStore(user.Directory).Set("mine", "stored-key");
        var environment = new Dictionary<string, string>
        {
            ["OPENAI_API_KEY"] = "sk-other",
            ["GOOGLE_API_KEY"] = "first",
            ["GEMINI_API_KEY"] = "second",
            ["MY_KEY"] = "stored-key",
            ["OTHER"] = "value",
        };
        var run = await Run.ToEndAsync(
            tool.Path, user.Path,
            [
                "--functions",
                "import os\ndef show() -> str:\n    names = 'OPENAI_API_KEY GOOGLE_API_KEY GEMINI_API_KEY MY_KEY OTHER PATH'\n"
                + "    print(*[n for n in names.split() if n in os.environ])\n",
                "CALL show {}",
            ],
            environment: environment);
        run.Error.ShouldBe(variables + "\n");
        run.ExitCode.ShouldBe(0);
    }
}
