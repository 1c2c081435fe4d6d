using System.Text.Json.Nodes;
using Llm.Testing;
using Llm.Tests;

namespace Llm.Hosting.Tests.Toolboxes;

/// <summary>What the toolbox <c>Files</c> gives, and that nothing leads out of its folder.</summary>
public sealed class FilesTests : IDisposable
{
    private const string Secret = "SECRET-9f2c";
    private static readonly int Cases = Effort.Of(usual: 10_000, slow: 200_000);

    private readonly TemporaryUserDirectory user = new();
    private readonly LlmHost host;

    public FilesTests()
    {
        user.Write("outside/secret.txt", Secret);
        user.Write($"outside/{Secret}.txt", Secret);
        user.Write("inside-not/secret.txt", Secret);
        user.Write("inside/a.txt", "one\ntwo pandas\nthree\n");
        user.Write("inside/sub/b.txt", "a Panda below\n");
        user.Write("inside/sub/deep/c.txt", "");
        user.Write("inside/data.bin", "\0\u0001panda");
        Link("inside/out", "../outside");
        Link("inside/full", Path.Combine(user.Path, "outside"));
        Link("inside/secret-link.txt", "../outside/secret.txt");
        Link("inside/chain", "sub/next");
        Link("inside/sub/next", "../full/secret.txt");
        Link("inside/loop", "loop");
        Link("inside/sub/up", "..");
        Link("inside/sub/upup", "../..");
        Link("inside/again", "sub");
        Link("inside/back", Path.Combine(user.Path, "inside", "a.txt"));
        host = LlmHost.Create(new() { Directory = user.Directory });
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_are_listed_read_and_searched()
    {
        await using var files = await ChooseAsync();
        (await CallAsync(files, "list", "{}")).ShouldBe("a.txt\nagain/\nback\nchain\ndata.bin\nfull/\nloop\nout/\nsecret-link.txt\nsub/");
        (await CallAsync(files, "list", """{"path": "again/deep"}""")).ShouldBe("c.txt");
        (await CallAsync(files, "read", """{"path": "a.txt"}""")).ShouldBe("one\ntwo pandas\nthree\n");
        (await CallAsync(files, "read", """{"path": "sub/up/back", "start": 2, "count": 1}""")).ShouldBe("two pandas\n");
        (await CallAsync(files, "read", """{"path": "sub/deep/c.txt"}""")).ShouldBe("");
        (await CallAsync(files, "search", """{"text": "PANDA"}""")).Split('\n').Order(StringComparer.Ordinal)
            .ShouldBe(["a.txt:2: two pandas", "sub/b.txt:1: a Panda below"]);
        (await CallAsync(files, "search", """{"text": "tiger"}""")).ShouldBe("nothing found");
    }

    [Theory]
    [InlineData("read", """{"path": "../outside/secret.txt"}""", "../outside/secret.txt is outside of the folder")]
    [InlineData("read", """{"path": "/etc/passwd"}""", "/etc/passwd is outside of the folder")]
    [InlineData("read", """{"path": "secret-link.txt"}""", "secret-link.txt is outside of the folder")]
    [InlineData("read", """{"path": "chain"}""", "chain is outside of the folder")]
    [InlineData("read", """{"path": "../inside-not/secret.txt"}""", "../inside-not/secret.txt is outside of the folder")]
    [InlineData("list", """{"path": "out"}""", "out is outside of the folder")]
    [InlineData("list", """{"path": "sub/upup"}""", "sub/upup is outside of the folder")]
    [InlineData("search", """{"text": "S", "path": "full"}""", "full is outside of the folder")]
    [InlineData("read", """{"path": "loop"}""", "loop has too many links")]
    [InlineData("read", """{"path": "sub"}""", "sub is a folder")]
    [InlineData("read", """{"path": "absent"}""", "there is no file absent")]
    [InlineData("list", """{"path": "a.txt"}""", "there is no folder a.txt")]
    [InlineData("read", """{"path": "data.bin"}""", "data.bin is not a text file")]
    public async Task What_is_not_there_or_outside_is_told(string tool, string arguments, string message)
    {
        await using var files = await ChooseAsync();
        (await Should.ThrowAsync<LlmException>(() => CallAsync(files, tool, arguments))).Message.ShouldBe(message);
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_shown_as_far_as_it_may_be()
    {
        File.WriteAllText(Path.Combine(user.Path, "inside", "long.txt"), new string('x', 250_000) + "\nnext\n");
        await using var files = await ChooseAsync();
        var output = await CallAsync(files, "read", """{"path": "long.txt"}""");
        output.ShouldBe(new string('x', 200_000) + "… (line 1 is truncated because it has 250,000 characters: continue from line 2)");
        (await CallAsync(files, "read", """{"path": "long.txt", "start": 2}""")).ShouldBe("next\n");
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_told_before_anything_is_asked() =>
        (await Should.ThrowAsync<LlmException>(() => host.Tools.SelectAsync(["""Files("/no/such")"""], null, Token))).Message
            .ShouldBe("The toolbox Files cannot be created: there is no folder /no/such");

    [Fact]
    public void Only_what_the_Python_tool_bundles_is_there_when_no_plugins_are_loaded()
    {
        using var bare = LlmHost.Create(new() { Directory = user.Directory, LoadPlugins = [] });
        bare.Tools.Registry.Toolboxes.ShouldBeEmpty();
        host.Tools.Registry.Toolboxes["Files"].Description.ShouldNotBeNull().ShouldContain("can be sent to the provider");
    }

    [Fact]
    public void All_tools_and_their_arguments_are_described()
    {
        var tools = host.Tools.Registry.Toolboxes.Values.SelectMany(toolbox => toolbox.Tools).ToList();
        tools.Count.ShouldBe(5);
        tools.ShouldAllBe(tool => tool.Description != null);
        tools.SelectMany(tool => tool.InputSchema["properties"]!.AsObject())
            .ShouldAllBe(argument => argument.Value!["description"] != null);
        // The log knows a tool by its hash.
        tools.Single(tool => tool.Name == "Files_read").Hash().ShouldBe("e82a388f2f71bb0b7c3298a8f489fd41c9c6a266af7869b19f3437c9d5531ae5");
    }

    [Fact]
    public async Task A_fuzzed_path_never_leaves_the_folder()
    {
        await using var files = await ChooseAsync();
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var read = 0;
        for (var i = 0; i < Cases; i++)
        {
            var path = RandomPath(random);
            foreach (var (tool, extra) in new[] { ("read", new JsonObject()), ("list", []), ("search", new JsonObject { ["text"] = "S" }) })
            {
                extra["path"] = path;
                string output;
                try
                {
                    output = (await Run(files, tool)(new ToolCall(tool, extra), Token)).Text;
                }
                catch (LlmException)
                {
                    continue;
                }

                output.ShouldNotContain(Secret, customMessage: $"seed {seed}, case {i}, {tool} {path}");
                if (tool == "read") read++;
            }
        }

        // Else the paths would lead nowhere, and nothing would be tested.
        read.ShouldBeGreaterThan(Cases / 1000, $"seed {seed}");
    }

    [Fact]
    public async Task A_link_that_changes_while_it_is_read_does_not_lead_out()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "what was opened is known for sure on Linux alone");
        await using var files = await ChooseAsync();
        var (flip, a, b) = (Path.Combine(
            user.Path, "inside", "flip"), Path.Combine(user.Path, "in-link"), Path.Combine(user.Path, "out-link"));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var flipping = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                File.WriteAllText(a, "inside");
                File.Move(a, flip, overwrite: true);
                File.CreateSymbolicLink(b, Path.Combine(user.Path, "outside", "secret.txt"));
                File.Move(b, flip, overwrite: true);
            }
        }, Token);
        var (inside, refused) = (0, 0);
        for (var i = 0; i < 100_000 && (i < 3000 || inside == 0 || refused == 0); i++)
        {
            try
            {
                (await CallAsync(files, "read", """{"path": "flip"}""")).ShouldNotContain(Secret);
                inside++;
            }
            catch (LlmException)
            {
                refused++;
            }
        }

        await stop.CancelAsync();
        await flipping;
        (inside > 0 && refused > 0).ShouldBeTrue();
    }

    public void Dispose()
    {
        host.Dispose();
        user.Dispose();
    }

    private static string RandomPath(Random random)
    {
        string[] parts =
        [
            "..", "..", ".", "", "sub", "deep", "a.txt", "b.txt", "out", "full", "secret-link.txt", "secret.txt", "chain", "next", "loop",
            "up", "up",
            "upup", "again", "back", "outside", "inside", "inside-not", "...", "~", "%2e%2e", "..\\", "\0", "é", " ", "/", "proc/self/root",
            "..;", "*", "C:", "\\\\?\\",
        ];
        var path = string.Join('/', Enumerable.Range(0, random.Next(1, random.Next(2, 9))).Select(_ => parts[random.Next(parts.Length)]));
        return random.Next(12) switch
        {
            0 => "/" + path,
            1 => path + "/",
            2 => path.Replace('/', '\\'),
            3 => new string([.. path.OrderBy(_ => random.Next())]),
            _ => path,
        };
    }

    private void Link(string name, string target) => File.CreateSymbolicLink(Path.Combine(user.Path, name), target);

    private Task<ToolSelection> ChooseAsync() =>
        host.Tools.SelectAsync([$"Files({JsonValue.Create(Path.Combine(user.Path, "inside")).ToJsonString()})"], null, Token);

    private static ToolFunction Run(ToolSelection files, string tool) =>
        files.Tools.Single(candidate => candidate.Name == $"Files_{tool}").Implementation!;

    private static async Task<string> CallAsync(ToolSelection files, string tool, string arguments) =>
        (await Run(files, tool)(new ToolCall(tool, JsonNode.Parse(arguments)!.AsObject()), Token)).Text;
}
