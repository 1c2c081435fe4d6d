using System.Text;
using Llm.Library.Tests.Guides;
using Llm.Testing;
using Llm.Tests;

namespace Llm.EndToEnd;

/// <summary>
/// The samples as programs of users: built from packages without a warning and run; one is compiled ahead of time too, and all are in
/// <c>.ci/slow</c>.
/// <see cref="NativeToolsTests"/> has the sixth.
/// </summary>
[Collection(nameof(PackagesCollection))]
public sealed class ProgramsTests(LibraryPackages packages) : IDisposable
{
    /// <summary>The sample with the log and every library that native programs of users need.</summary>
    private const string WithLog = "Album";

    private static readonly byte[] Picture = [0xff, 0xd8, 0xff, 0xe0, 0, 16, .. "JFIF\0"u8];

    private readonly string folder = Directory.CreateTempSubdirectory("llm-samples-").FullName;

    public static TheoryData<string, bool> Programs
    {
        get
        {
            var programs = new TheoryData<string, bool> { { "StreamingService", false } };
            foreach (var sample in (string[])["Ask", "Album", "Classifier", "OwnProvider"])
            {
                programs.Add(sample, false);
                if (Effort.IsSlow || sample == WithLog) programs.Add(sample, true);
            }

            return programs;
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task A_sample_builds_from_packages_without_a_warning_and_runs(string sample, bool isNative)
    {
        Assert.SkipUnless(!isNative || LibraryPackages.CanLink, LibraryPackages.LinkingNeeds);
        var project = packages.CopySample(sample, folder, sample == "StreamingService" ? "Microsoft.NET.Sdk.Web" : "Microsoft.NET.Sdk");
        var built = Path.Combine(folder, "built");
        if (isNative) await LibraryPackages.PublishNativeAsync(project, built);
        else (await Dotnet.RunAsync("build", project, "-c", "Release", "-o", built, LibraryPackages.Fallback)).ShouldNotContain(": warning ");
        await using var server = await FakeServer.StartAsync(GuideServer.Reply);
        using var user = new TemporaryUserDirectory();
        var program = new Started(Path.Combine(built, sample), server, user.Path);
        await (sample switch
        {
            "Ask" => AskAsync(program),
            "Album" => DescribeAsync(program),
            "Classifier" => ClassifyAsync(program),
            "OwnProvider" => AskOwnAsync(program, server),
            _ => ServeAsync(program),
        });
    }

    private static async Task AskAsync(Started program)
    {
        var run = await program.RunAsync(["Capital of France?"]);
        (run.ExitCode, run.Output).ShouldBe((0, "echo: Capital of France?\n"), run.Error);
        run.Error.ShouldContain("tokens in");
        (await program.RunAsync(["ERR 401"])).ExitCode.ShouldBe(1);
    }

    /// <summary>The second run is another process in another directory, which reads the picture again.</summary>
    private static async Task DescribeAsync(Started program)
    {
        await File.WriteAllBytesAsync(Path.Combine(program.Folder, "pelican.jpg"), Picture);
        var first = await program.RunAsync(["What is this?", "pelican.jpg"]);
        (first.ExitCode, first.Output).ShouldBe((0, "echo: What is this?\n"), first.Error);
        var elsewhere = Directory.CreateDirectory(Path.Combine(program.Folder, "elsewhere")).FullName;
        var second = await program.RunAsync(["And its beak?"], elsewhere);
        (second.ExitCode, second.Output).ShouldBe((0, "echo: And its beak?\n"), second.Error);
        second.Error.ShouldStartWith("5 messages in conversation ");
        program.Server.Requests[1].Json.ToJsonString().ShouldContain(Convert.ToBase64String(Picture));
        (await program.RunAsync(["What is this?", "missing.jpg"])).Error.ShouldContain("missing.jpg cannot be read: there is no such file.");
    }

    private static async Task ClassifyAsync(Started program)
    {
        var run = await program.RunAsync([], input: "The printer is on fire\n\nHello\n");
        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
        run.Output.ShouldStartWith("""{"message":"The printer is on fire","ticket":{"summary":"Cleo","topic":"Cleo","urgency":"Low"}}""");
    }

    private static async Task AskOwnAsync(Started program, FakeServer server)
    {
        var lines = """
            {"model": "m-1", "message": {"role": "assistant", "content": "Par"}}
            {"model": "m-1", "message": {"role": "assistant", "content": "is"}}
            {"model": "m-1", "message": {"content": ""}, "done": true, "done_reason": "stop", "prompt_eval_count": 9, "eval_count": 2}

            """;
        server.Enqueue(FakeReply.Text(lines, "application/x-ndjson"));
        var run = await program.RunAsync(["m", "Capital of France?"]);
        (run.ExitCode, run.Output, run.Error).ShouldBe((0, "Paris\n", "m-1: stop, 2 tokens\n"));
        server.Requests[0].PathAndQuery.ShouldEndWith("/api/chat");
        server.Requests[0].Json["options"]!["temperature"]!.GetValue<double>().ShouldBe(0);
    }

    private static async Task ServeAsync(Started program)
    {
        const string Listening = "Now listening on: ";
        using var service = program.Start(["--urls", "http://127.0.0.1:0"]);
        try
        {
            while (await service.StandardOutput.ReadLineAsync() is { } line)
            {
                if (!line.Contains(Listening, StringComparison.Ordinal)) continue;
                using var http = new HttpClient();
                var address = line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..].Trim();
                (await http.GetStringAsync($"{address}/ask?text=hello&model=gpt-4o-mini")).ShouldContain("event: tokens");
                (await http.GetStringAsync($"{address}/summary?text=a")).ShouldBe("echo: Summarize: a");
                return;
            }

            throw new InvalidOperationException($"The service did not start: {await service.StandardError.ReadToEndAsync()}");
        }
        finally
        {
            service.Kill();
        }
    }

    /// <summary>A built program, the server that answers it and its user directory.</summary>
    private sealed record Started(string Path, FakeServer Server, string Folder)
    {
        private Dictionary<string, string> Environment => new()
        {
            ["OPENAI_BASE_URL"] = Server.BaseAddress,
            ["OPENAI_API_KEY"] = "none",
            ["MODEL"] = "gpt-4o-mini",
            ["SERVER"] = $"{Server.BaseAddress}/",
        };

        public Task<Run> RunAsync(string[] arguments, string? directory = null, string input = "") => Run.ToEndAsync(
            Path, Folder, arguments, Encoding.UTF8.GetBytes(input), Environment, directory ?? Folder);

        public System.Diagnostics.Process Start(string[] arguments) => Run.Start(Path, Folder, Environment, arguments);
    }
}
