using System.Runtime.InteropServices;
using Llm.Testing;
using Llm.Tests;

namespace Llm.EndToEnd.Plugins;

/// <summary>The tool is upgraded from a feed while plugins are installed.</summary>
/// <remarks>The packages have the managed build, which runs plugins in any case, because native code takes minutes to make.</remarks>
[Collection(nameof(PluginsCollection))]
public sealed class ToolUpgradeTests(PluginPackages packages) : IClassFixture<PluginPackages>, IDisposable
{
    private readonly TemporaryUserDirectory user = new();
    private readonly string folder = Directory.CreateTempSubdirectory("llm-upgrade-").FullName;

    public void Dispose()
    {
        user.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Plugins_are_still_there_and_work()
    {
        Assert.SkipUnless(Effort.IsSlow, "the tool is packed twice, which takes minutes; .ci/slow tries it");
        var (feed, tools) = (Path.Combine(folder, "feed"), Path.Combine(folder, "tools"));
        var project = Path.Combine(SharedData.RepositoryRoot, "src", "Llm.Cli");
        foreach (var version in (string[])["0.1.0", "0.1.1"])
        {
            await Dotnet.RunAsync(
                "pack", project, "-c", "Release", "-o", feed, $"-p:PackageVersion={version}", "-p:PublishAot=false",
                $"-p:LlmToolPlatforms={RuntimeInformation.RuntimeIdentifier}");
        }

        string[] from = ["Llm.Tool", "--tool-path", tools, "--add-source", feed, "--no-cache", "--version"];
        // The packages of the two versions must not meet older ones in the cache of the machine.
        var cache = new Dictionary<string, string> { ["NUGET_PACKAGES"] = Path.Combine(folder, "cache") };
        await Dotnet.RunAsync(cache, ["tool", "install", .. from, "0.1.0"]);
        var llm = Path.Combine(tools, OperatingSystem.IsWindows() ? "llm.exe" : "llm");
        (await RunAsync(llm, "install", "Markov", "Notebook")).ShouldBe(new Run(0, "Installed Markov 0.1.0\nInstalled Notebook 0.1.0\n", ""));
        (await RunAsync(llm, "install", "-U", "llm")).Error.ShouldEndWith($"dotnet tool update --tool-path {tools} Llm.Tool\n");

        await Dotnet.RunAsync(cache, ["tool", "update", .. from, "0.1.1"]);
        Directory.GetDirectories(Path.Combine(tools, ".store", "llm.tool")).Select(Path.GetFileName).ShouldBe(["0.1.1"]);
        (await RunAsync(llm, "-m", "markov", "one", "-o", "length", "1")).ShouldBe(new Run(0, "one\n", ""));
        (await RunAsync(llm, "note", "a line")).ShouldBe(new Run(0, "", ""));
        (await RunAsync(llm, "plugins")).Output.ShouldContain("notebook");
    }

    private Task<Run> RunAsync(string llm, params string[] arguments) =>
        Run.ToEndAsync(llm, user.Path, arguments, directory: packages.Place);
}
