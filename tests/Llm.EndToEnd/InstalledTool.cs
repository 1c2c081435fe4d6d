using System.Runtime.InteropServices;
using Llm.Tests;

[assembly: AssemblyFixture(typeof(Llm.EndToEnd.InstalledTool))]
// Processes started by one test would disturb the timing of another.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Llm.EndToEnd;

/// <summary>The command as users get it: packed, then installed from a folder of packages. Made once for all tests.</summary>
public sealed class InstalledTool : IAsyncLifetime
{
    /// <summary>Names a program that is tested in place of the packed tool, such as the managed build.</summary>
    private static readonly string? Given = Environment.GetEnvironmentVariable("LLM_PROGRAM");

    private readonly string folder = Directory.CreateTempSubdirectory("llm-tool-").FullName;

    /// <summary>The installed executable.</summary>
    public string Path => Given ?? System.IO.Path.Combine(folder, "tools", OperatingSystem.IsWindows() ? "llm.exe" : "llm");

    /// <summary>The folder of the installed files, behind the link or script that users call.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Given ??
        Directory.EnumerateFiles(System.IO.Path.Combine(folder, "tools", ".store"), "DotnetToolSettings.xml", SearchOption.AllDirectories)
            .First(file => Directory.Exists(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(file)!, "managed"))))!;

    /// <summary>The native command itself, which has the name of its project in the package.</summary>
    public string Command => Given ?? System.IO.Path.Combine(Folder, "Llm.Cli");

    /// <summary>The managed twin.</summary>
    public string Twin => System.IO.Path.Combine(Folder, "managed", OperatingSystem.IsWindows() ? "llm.exe" : "llm");

    /// <summary>The packages that were made.</summary>
    public IReadOnlyList<string> Packages =>
        [.. Directory.EnumerateFiles(System.IO.Path.Combine(folder, "packages")).Select(file => System.IO.Path.GetFileName(file)!)];

    public async ValueTask InitializeAsync()
    {
        if (Given is not null) return;
        var packages = System.IO.Path.Combine(folder, "packages");
        var project = System.IO.Path.Combine(SharedData.RepositoryRoot, "src", "Llm.Cli");
        await Dotnet.RunAsync(
            "pack", project, "-c", "Release", "-o", packages, $"-p:LlmToolPlatforms={RuntimeInformation.RuntimeIdentifier}");
        await Dotnet.RunAsync(
            "tool", "install", "Llm.Tool", "--tool-path", System.IO.Path.Combine(folder, "tools"), "--add-source", packages, "--version",
            "0.1.0", "--no-cache");
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
