using System.Text;
using Llm.Testing;

namespace Llm.EndToEnd;

/// <summary>The examples of the guides in docs/ do what the guides say: run in a real Bash by the installed command.</summary>
public sealed class GuideExampleTests(InstalledTool tool) : IAsyncLifetime
{
    /// <summary>The home directory of the guides.</summary>
    private const string Home = "/home/me";

    private readonly TemporaryUserDirectory user = new();
    private readonly DirectoryInfo work = Directory.CreateTempSubdirectory("llm-guide-");
    private readonly Dictionary<string, string> ids = [];
    private FakeServer server = null!;

    public static TheoryData<string> Pages => [.. GuidePart.Pages];

    public async ValueTask InitializeAsync() => server = await FakeServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        work.Delete(recursive: true);
        user.Dispose();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_examples_of_a_guide_work(string page)
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "there is no Bash");
        foreach (var part in GuidePart.OfPage(Path.Combine(GuidePart.Folder, page)).Where(part => part.IsRun))
        {
            foreach (var answer in part.Answers) server.Enqueue(FakeAnswer.FromPieces(answer));
            var asked = server.Requests.Count;
            foreach (var example in part.Examples)
            {
                var run = await RunAsync(example.CommandWith(ids));
                var where = $"{page}, block of line {part.Line}: {example.Command}\nexit code {run.ExitCode}\n{run.Output}";
                (run.ExitCode != 0).ShouldBe(example.Fails, where);
                example.Matches(run.Output, ids).ShouldBeTrue(where);
            }

            (server.Requests.Count - asked).ShouldBeGreaterThanOrEqualTo(
                part.Answers.Count, $"{page}, line {part.Line}: an answer that nobody asked for");
        }
    }

    /// <summary>They cannot be tried here, so that there should be few.</summary>
    [Fact]
    public void Blocks_that_are_not_run_are_counted() => GuidePart.Pages
        .Select(page => (Page: page, Count: GuidePart.OfPage(Path.Combine(GuidePart.Folder, page)).Count(part => !part.IsRun)))
        .Where(entry => entry.Count > 0)
        .ShouldBe([("keys.md", 4), ("logging.md", 1), ("schemas.md", 1), ("setup.md", 4)]);

    private async Task<Run> RunAsync(string command)
    {
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = $"{Path.GetDirectoryName(tool.Path)}:{Environment.GetEnvironmentVariable("PATH")}",
            ["OPENAI_BASE_URL"] = server.BaseAddress,
            ["OPENAI_API_KEY"] = "x",
        };
        var run = await Run.ToEndAsync(
            "/bin/bash", user.Path, ["--norc", "-c", $"cd '{work.FullName}' && {{\n{command}\n}} 2>&1"], environment: environment);
        var output = new StringBuilder(run.Output).Replace(user.Path, $"{Home}/.config/io.datasette.llm").Replace(work.FullName, Home);
        return run with { Output = output.ToString() };
    }
}
