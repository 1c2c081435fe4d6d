using System.Runtime.InteropServices;
using Llm.Tests;

[assembly: AssemblyFixture(typeof(Llm.EndToEnd.Packaging.PackageBuilds))]

namespace Llm.EndToEnd.Packaging;

/// <summary>A tarball and a Debian package.</summary>
public sealed record PackageFiles(string Tarball, string Debian);

/// <summary>What <c>packaging/build</c> makes of the installed command, which is compiled only once; made when a test first asks.</summary>
public sealed class PackageBuilds : IAsyncLifetime
{
    /// <summary>The version of the packages that are upgraded.</summary>
    public const string OlderVersion = "0.0.9";

    private readonly string folder = Directory.CreateTempSubdirectory("llm-packaging-").FullName;
    private PackageFiles? older;
    private PackageFiles? newer;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Skips the test where packages cannot be made.</summary>
    public static void SkipWhereImpossible()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "packages are tested on Linux");
        foreach (var program in (string[])["dpkg-deb", "readelf", "tar", "git"])
            Assert.SkipUnless(CleanRoot.Find(program) is not null, $"there is no {program}");
    }

    /// <summary>The packages of this version.</summary>
    public async Task<PackageFiles> NewerAsync(InstalledTool tool) => newer ??= await BuildAsync(tool, Path.Combine(folder, "newer"));

    /// <summary>The packages of the same command under the number of an older version.</summary>
    public async Task<PackageFiles> OlderAsync(InstalledTool tool) =>
        older ??= await BuildAsync(tool, Path.Combine(folder, "older"), "--version", OlderVersion);

    /// <summary>Runs <c>packaging/build</c> on the installed command.</summary>
    public static async Task<PackageFiles> BuildAsync(InstalledTool tool, string output, params string[] options)
    {
        SkipWhereImpossible();
        var run = await RunBuildAsync(["--quick", "--from", tool.Folder, "--output", output, .. options]);
        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        run.Error.ShouldBe("");
        return run.Output.Split('\n') is [var tarball, var debian, ""]
            ? new PackageFiles(tarball, debian)
            : throw new InvalidOperationException(run.Output);
    }

    /// <summary>Runs <c>packaging/build</c>.</summary>
    public static Task<Run> RunBuildAsync(params string[] arguments) =>
        Run.ToEndAsync(Path.Combine(SharedData.RepositoryRoot, "packaging", "build"), "/nowhere", arguments);

    /// <summary>Unpacks a tarball and returns its folder.</summary>
    public static async Task<string> UnpackAsync(string tarball, string target)
    {
        Directory.CreateDirectory(target);
        (await Run.ToEndAsync("tar", "/nowhere", ["-xzf", tarball, "-C", target])).ShouldBe(new Run(0, "", ""));
        return Path.Combine(target, Path.GetFileName(tarball)[..^".tar.gz".Length]);
    }

    /// <summary>The architecture as Debian names it.</summary>
    public static string DebianArchitecture => RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64";
}
