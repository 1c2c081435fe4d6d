using Llm.Tests;

namespace Llm.EndToEnd.Plugins;

/// <summary>
/// docs/plugins/tutorial.md works as it is written: the commands and files in their order, from an empty folder, with packages from a
/// folder and an empty cache.
/// </summary>
[Collection(nameof(AuthorsCollection))]
public sealed class TutorialTests(InstalledTool tool, LibraryPackages libraries) : IDisposable
{
    private readonly AuthorFolder author = new(libraries);
    private readonly Dictionary<string, string> ids = [];

    private static string Page => Path.Combine(GuidePart.Folder, "plugins", "tutorial.md");

    public void Dispose() => author.Dispose();

    [Fact]
    public async Task The_tutorial_works_as_it_is_written()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "there is no Bash");
        var steps = TutorialStep.OfPage(Page);
        steps.Sum(step => step.Examples.Count).ShouldBeGreaterThan(15);
        var folder = author.Work;
        foreach (var step in steps)
        {
            if (step.File is not null) await File.WriteAllTextAsync(Path.Combine(folder, step.File), step.Text);
            foreach (var example in step.Examples) folder = await TypeAsync(example, folder, step.Line);
        }
    }

    /// <summary>What the reader has at the end is the sample, so that the sample can be tried without writing it.</summary>
    [Fact]
    public void The_sample_is_what_the_tutorial_makes()
    {
        var written = TutorialStep.OfPage(Page).Where(step => step.File?.StartsWith("src/", StringComparison.Ordinal) == true)
            .GroupBy(step => Path.GetFileName(step.File!)).ToDictionary(versions => versions.Key, versions => versions.Last().Text);
        var files = Directory.GetFiles(Path.Combine(SharedData.RepositoryRoot, "samples", "Markov"), "*.cs");
        files.Length.ShouldBe(3);
        foreach (var file in files) written[Path.GetFileName(file)].ShouldBe(File.ReadAllText(file), file);
    }

    /// <summary>Types a command, and returns the folder in which the reader is after it.</summary>
    private async Task<string> TypeAsync(GuideExample example, string folder, int line)
    {
        var environment = new Dictionary<string, string>(AuthorFolder.Environment)
        {
            ["PATH"] = $"{Path.GetDirectoryName(tool.Path)}:{Environment.GetEnvironmentVariable("PATH")}",
        };
        const string mark = "-- the folder is ";
        var run = await Run.ToEndAsync(
            "/bin/bash", author.User.Path, ["--norc", "-c", $"{{ {example.Command}\n}} 2>&1; code=$?; echo \"{mark}$PWD\"; exit $code"],
            environment: environment, directory: folder);
        var end = run.Output.LastIndexOf(mark, StringComparison.Ordinal);
        var printed = run.Output[..end];
        var where = $"line {line}: {example.Command}\nexit code {run.ExitCode}\n{printed}";
        (run.ExitCode != 0).ShouldBe(example.Fails, where);
        example.Matches(printed, ids).ShouldBeTrue(where);
        return run.Output[(end + mark.Length)..].TrimEnd();
    }
}
