using Llm.Cli.Tests.Commands;
using Llm.Providers.Offline;
using Llm.Testing;

namespace Llm.Cli.Tests.Recordings;

/// <summary>
/// Runs again what the Python tool 0.32 was recorded doing, batch by batch, and compares every byte that is not an id, a time or a size.
/// </summary>
public sealed class RecordedRunsTests
{
    private static readonly byte[] Pixel = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

    /// <summary>
    /// Runs in which <c>echo</c> continues a logged thread, or that show its answer: there it lists no earlier prompts in the Python tool,
    /// and all that the model was sent here (docs/differences.md).
    /// </summary>
    private static readonly HashSet<(int Batch, string Name)> ContinuedRuns =
        [(1, "-c follow up"), (1, "logs -n 1 #2"), (4, "chat -c"), (5, "-c again"), (5, "logs -x"), (5, "logs -n 0 -u")];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(9)]
    public async Task Batch_runs_as_recorded(int batch)
    {
        var runs = RecordedRun.ReadAll().Where(run => run.Batch == batch && !LeftOutRuns.Has(run)).ToList();
        using var runner = new CommandRunner(new RecordedPlugin(), new EchoPlugin());
        using var files = Files();
        var differences = new List<string>();
        foreach (var run in runs)
        {
            if (run is { Batch: 5, Name: "logs" }) LegacyRows.Add(runner.Directory);
            var result = await runner.PipeAsync(run.Input, RunArguments.Of(run, files.Path));
            var expected = Text(RunMask.Of(run.Output), RunMask.Of(run.Error), run.ExitCode);
            var actual = Text(Masked(result.Output, runner, files), Masked(result.Error, runner, files), result.ExitCode);
            // --td shows a call of a tool that does not exist here (docs/differences.md).
            actual = actual.Replace("\nTool call: nope({})\n  Exception: tool \"nope\" does not exist\n", "", StringComparison.Ordinal);
            if (ContinuedRuns.Contains((batch, run.Name)))
                (expected, actual) = (RunMask.WithoutPrevious(expected), RunMask.WithoutPrevious(actual));
            if (actual != expected) differences.Add($"llm {run.Name}\n--- recorded\n{expected}\n--- here\n{actual}\n");
        }

        differences.ShouldBeEmpty();
        runs.ShouldNotBeEmpty();
    }

    [Fact]
    public void Every_run_that_is_left_out_is_recorded() =>
        LeftOutRuns.All.ShouldBeSubsetOf(RecordedRun.ReadAll().Select(run => (run.Batch, run.Name)));

    [Fact]
    public void Every_recorded_run_is_read() => RecordedRun.ReadAll().Count.ShouldBe(140);

    private static TemporaryUserDirectory Files()
    {
        var files = new TemporaryUserDirectory();
        files.Write("f.txt", "frag1\n");
        files.Write("g.txt", "file frag\n");
        files.Write("tt.yaml", "prompt: 'Say $input to $name'\nsystem: be nice\ndefaults:\n  name: Bob\n");
        File.WriteAllBytes(Path.Combine(files.Path, "p.png"), Pixel);
        return files;
    }

    private static string Text(string output, string error, int exitCode) => $"{output}E| {error}rc={exitCode}";

    private static string Masked(string text, CommandRunner runner, TemporaryUserDirectory files) => RunMask.Of(text
        .Replace(runner.Directory.Path, "$LLM_USER_PATH", StringComparison.Ordinal)
        .Replace(files.Path, "$DIR", StringComparison.Ordinal));
}
