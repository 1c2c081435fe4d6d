using System.ComponentModel;
using System.Diagnostics;
using Llm.Tests;

[assembly: AssemblyFixture(typeof(Llm.Mcp.Tests.NpmPackages))]

namespace Llm.Mcp.Tests;

/// <summary>Programs of other people that speak the protocol, at pinned versions; installed once beside the built tests.</summary>
public sealed class NpmPackages
{
    private static readonly string[] Servers =
        ["@modelcontextprotocol/server-everything@2026.8.31", "@modelcontextprotocol/server-filesystem@2026.8.31"];
    private static readonly string[] Inspector = ["@modelcontextprotocol/inspector@0.15.0"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Lazy<Task<string>> servers = new(() => InstallAsync("servers", Servers));
    private readonly Lazy<Task<string>> inspector = new(() => InstallAsync("inspector", Inspector));

    /// <summary>The script of the server that shows every feature of the protocol.</summary>
    public async Task<string> EverythingAsync() => Script(await servers.Value, "server-everything/dist/index.js");

    /// <summary>The script of the server for files.</summary>
    public async Task<string> FilesystemAsync() => Script(await servers.Value, "server-filesystem/dist/index.js");

    /// <summary>The script of the inspector's command line.</summary>
    public async Task<string> InspectorAsync() => Script(await inspector.Value, "inspector/cli/build/cli.js");

    private static string Script(string folder, string path) =>
        Path.Combine([folder, "node_modules", "@modelcontextprotocol", .. path.Split('/')]);

    private static async Task<string> InstallAsync(string name, string[] packages)
    {
        Assert.SkipUnless(HasNpm(), "there is no npm");
        var folder = Path.Combine(SharedData.RepositoryRoot, "tests", "Llm.Mcp.Tests", "obj", "npm", name);
        Directory.CreateDirectory(folder);
        using var alone = await LockAsync(Path.Combine(folder, "lock"));
        var done = Path.Combine(folder, "installed");
        var wanted = string.Join('\n', packages);
        if (File.Exists(done) && await File.ReadAllTextAsync(done) == wanted) return folder;
        var start = Npm("install", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts");
        foreach (var package in packages) start.ArgumentList.Add(package);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        process.ExitCode.ShouldBe(0, await error);
        await File.WriteAllTextAsync(done, wanted);
        return folder;
    }

    /// <summary>Other runs of the tests wait here.</summary>
    private static async Task<FileStream> LockAsync(string path)
    {
        for (var start = Stopwatch.GetTimestamp(); ; await Task.Delay(200))
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (Stopwatch.GetElapsedTime(start) < Patience)
            {
                // Somebody else installs.
            }
        }
    }

    private static bool HasNpm()
    {
        try
        {
            using var process = Process.Start(Npm("--version"))!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static ProcessStartInfo Npm(params string[] arguments) =>
        new(ExecutablePath.Find("npm"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
}
