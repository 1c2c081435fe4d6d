using Llm.Testing;
using Llm.Tests;

namespace Llm.EndToEnd.Plugins;

/// <summary>The package <c>Llm.Local</c>, as a user installs it and finds notes with it.</summary>
[Collection(nameof(PluginsCollection))]
public sealed class LocalModelTests(InstalledTool tool, LibraryPackages libraries, PluginPackages packages) : IClassFixture<PluginPackages>
{
    [Fact]
    public async Task Notes_are_found_by_their_meaning()
    {
        Assert.SkipUnless(Effort.IsSlow, "packing and installing 180 MB takes a minute; .ci/slow tries it");
        await Dotnet.RunAsync(
            "pack", Path.Combine(SharedData.RepositoryRoot, "plugins", "Llm.Local"), "-c", "Release", "-o", libraries.Feed);
        using var user = new TemporaryUserDirectory();
        using var notes = new TemporaryUserDirectory();
        await File.WriteAllTextAsync(Path.Combine(notes.Path, "a.md"), "Customers will be charged 20 euros a month from autumn.");
        await File.WriteAllTextAsync(Path.Combine(notes.Path, "b.md"), "The office plants need water twice a week.");
        await File.WriteAllTextAsync(Path.Combine(notes.Path, "c.md"), "Anna takes the train to Zürich on Thursday.");

        var installed = await RunAsync("install", "Llm.Local");
        (installed.ExitCode, installed.Output).ShouldBe((0, "Installed Llm.Local 0.1.0\n"), installed.Error);
        (await RunAsync("embed-models")).Output.ShouldContain("LocalEmbeddingModel: minilm (aliases: all-MiniLM-L6-v2)\n");
        var embedded = await RunAsync("embed-multi", "notes", "--files", notes.Path, "*.md", "-m", "minilm", "--store");
        embedded.ExitCode.ShouldBe(0, embedded.Error);
        var similar = await RunAsync("similar", "notes", "-c", "what did we decide about pricing", "-n", "1");
        (similar.ExitCode, similar.Error).ShouldBe((0, ""));
        similar.Output.ShouldContain("\"id\": \"a.md\"");

        Task<Run> RunAsync(params string[] arguments) => Run.ToEndAsync(tool.Path, user.Path, arguments, directory: packages.Place);
    }
}
