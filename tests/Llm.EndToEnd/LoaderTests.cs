using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Llm.EndToEnd.Packaging;
using Llm.Testing;

namespace Llm.EndToEnd;

/// <summary>The built-in fragment loaders, used in the folder of a real repository.</summary>
public sealed class LoaderTests(InstalledTool tool) : IAsyncLifetime
{
    private const string Display = ":97";
    private const string Image = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==";

    private readonly TemporaryUserDirectory user = new();
    private readonly string folder = Directory.CreateTempSubdirectory("llm-loaders-").FullName;

    public async ValueTask InitializeAsync()
    {
        await ShellAsync("""
            git init -q && git config user.email a@example.com && git config user.name A
            printf 'one\n' > notes.txt && printf '*.log\n' > .gitignore && printf 'x' > build.log
            git add . && git commit -qm 'The first note' && printf 'two\n' >> notes.txt
            """);
    }

    public ValueTask DisposeAsync()
    {
        user.Dispose();
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("file:.", "notes.txt\n---\none\ntwo\n---")]
    [InlineData("file:*.txt", "notes.txt\n---\none\ntwo\n---")]
    [InlineData("file:notes.txt", "one\ntwo\n")]
    public async Task Files_are_sent(string fragment, string expected) => (await EchoAsync(fragment)).ShouldBe(expected);

    [Fact]
    public async Task Git_shows_changes_and_commits()
    {
        (await EchoAsync("git:diff")).ShouldContain("\n one\n+two\n");
        (await EchoAsync("git:log")).ShouldContain("    The first note\n");
        (await EchoAsync("git:show HEAD")).ShouldContain("+one\n");
        (await EchoAsync("git:show --stat HEAD -- notes.txt")).ShouldContain("notes.txt | 1 +");
    }

    [Fact]
    public async Task The_log_has_conversations_and_answers()
    {
        await RunAsync(["-m", "echo", "first question"], []);
        await RunAsync(["-c", "second question"], []);
        var logged = JsonNode.Parse((await RunAsync(["logs", "--json"], [])).Output)!;
        var (conversation, turn) = ((string)logged[1]!["conversation_id"]!, (string)logged[1]!["id"]!);
        var whole = await EchoAsync("log:");
        whole.ShouldStartWith($"# first question\n\necho, {conversation}\n\n## User\n\nfirst question\n\n## Assistant\n\n{{\n");
        whole.ShouldContain("## User\n\nsecond question\n");
        (await EchoAsync($"log:{conversation}")).ShouldBe(whole);
        var one = await EchoAsync($"log:{turn}");
        one.ShouldStartWith("## User\n\nsecond question\n\n## Assistant\n\n{\n");
        one.ShouldNotContain("# first");
        (await RunAsync(["-m", "echo", "-f", "log:nothing", "x"], [])).Error.ShouldContain("nothing");
    }

    [Fact]
    public async Task Pages_are_sent_as_Markdown()
    {
        var page = """
            <html><head><title>Menu</title></head><body><nav>Home</nav><main><h1>Prices</h1>
            <p>From <b>autumn</b>, see <a href="/list">the list</a>.</p></main></body></html>
            """u8.ToArray();
        await using var server = WebServer.Start(path => path switch
        {
            "/page" => ("text/html; charset=utf-8", page),
            "/data.json" => ("application/json", """{"a": 1}"""u8.ToArray()),
            "/p.png" => ("image/png", Convert.FromBase64String(Image)),
            _ => null,
        });
        (await EchoAsync($"url:{server.Address}page")).ShouldBe($"# Prices\n\nFrom **autumn**, see [the list]({server.Address}list).\n");
        (await EchoAsync($"url:{server.Address}data.json")).ShouldBe("""{"a": 1}""");
        var run = await RunAsync(["-m", "echo", "-f", $"url:{server.Address}p.png", "x"], []);
        ((string?)JsonNode.Parse(run.Output)!["attachments"]![0]!["type"]).ShouldBe("image/png", run.Error);
        run = await RunAsync(["-m", "echo", "-f", $"url:{server.Address}nothing", "x"], []);
        (run.ExitCode, run.Error).ShouldBe((1, run.Error));
        run.Error.ShouldContain("Client error '404 Not Found'");
        // A template's fragments are looked up before standard input is read, and a fragment is kept under a name.
        await RunAsync(["-f", $"url:{server.Address}page", "--save", "priced"], []);
        var piped = await Run.ToEndAsync(tool.Path, user.Path, ["-t", "priced", "-m", "echo"], "from a pipe"u8.ToArray());
        ((string)JsonNode.Parse(piped.Output)!["prompt"]!).ShouldBe(
            $"# Prices\n\nFrom **autumn**, see [the list]({server.Address}list).\n\nfrom a pipe");
        (await RunAsync(["fragments", "set", "prices", $"url:{server.Address}page"], [])).Error.ShouldBe("");
        (await EchoAsync("prices")).ShouldStartWith("# Prices");
    }

    [Theory]
    [InlineData("git:diff --staged", "git diff --staged shows nothing")]
    [InlineData("git:show nothing", "git says: fatal: ")]
    [InlineData("git:diff --output=x", "--output=x is not possible here")]
    [InlineData("git:push", "Use git:diff, ")]
    [InlineData("file:nothing", "there is no file or folder nothing")]
    [InlineData("clipboard:", "there is no clipboard here")]
    [InlineData("clipboard:x", "nothing can follow the colon")]
    public async Task What_is_wrong_is_said(string fragment, string message)
    {
        var run = await RunAsync(["-m", "echo", "-f", fragment, "x"], new() { ["DISPLAY"] = "", ["WAYLAND_DISPLAY"] = "" });
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldStartWith($"Error: Could not load fragment {fragment}: {message}");
    }

    [Fact]
    public async Task The_clipboard_has_text_or_an_image()
    {
        Assert.SkipUnless(CleanRoot.Find("Xvfb") is not null && CleanRoot.Find("xclip") is not null, "there is no Xvfb or no xclip");
        var start = new ProcessStartInfo("Xvfb", [Display, "-screen", "0", "10x10x8"]) { RedirectStandardError = true };
        using var server = Process.Start(start)!;
        try
        {
            var environment = new Dictionary<string, string> { ["DISPLAY"] = Display, ["WAYLAND_DISPLAY"] = "" };
            await ShellAsync($$"""
                for i in $(seq 50); do
                    printf 'copied é\n' | DISPLAY={{Display}} xclip -selection clipboard -in 2>/dev/null && break
                    sleep 0.1
                done
                """);
            (await EchoAsync("clipboard:", environment)).ShouldBe("copied é\n");

            var image = Path.Combine(folder, "p.png");
            await File.WriteAllBytesAsync(image, Convert.FromBase64String(Image));
            await ShellAsync($"DISPLAY={Display} xclip -selection clipboard -target image/png -in p.png");
            var run = await RunAsync(["-m", "echo", "-f", "clipboard:", "x"], environment);
            var attachment = JsonNode.Parse(run.Output)!["attachments"]![0]!;
            ((string?)attachment["type"], (string?)attachment["id"]).ShouldBe(
                ("image/png", Convert.ToHexStringLower(SHA256.HashData(Convert.FromBase64String(Image)))), run.Error);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    private async Task<string> EchoAsync(string fragment, Dictionary<string, string>? environment = null)
    {
        var run = await RunAsync(["-m", "echo", "-f", fragment, "END"], environment ?? []);
        run.ExitCode.ShouldBe(0, run.Error);
        var prompt = (string)JsonNode.Parse(run.Output)!["prompt"]!;
        prompt.ShouldEndWith("END");
        return prompt[..^"\nEND".Length] is var text && text.EndsWith("\n\n", StringComparison.Ordinal) ? text[..^1] : text;
    }

    private Task<Run> RunAsync(string[] arguments, Dictionary<string, string> environment) =>
        Run.ToEndAsync(tool.Path, user.Path, arguments, environment: environment, directory: folder);

    private async Task ShellAsync(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-ec", script]) { WorkingDirectory = folder })!;
        await shell.WaitForExitAsync();
        shell.ExitCode.ShouldBe(0);
    }
}
