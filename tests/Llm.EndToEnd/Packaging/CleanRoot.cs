using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Llm.EndToEnd.Packaging;

/// <summary>
/// A root directory with a shell, the programs that the installation script runs, the libraries that these and <c>llm</c> need, and
/// nothing else: no .NET, no OpenSSL, no Python.
/// </summary>
internal sealed partial class CleanRoot : IDisposable
{
    /// <summary>The user directory, as a program in the root sees it.</summary>
    public const string UserPath = "/root/.config/io.datasette.llm";

    private static readonly string[] Programs =
    [
        "sh", "cat", "cp", "dirname", "find", "grep", "id", "ln", "mkdir", "mktemp", "mv", "readlink", "rm", "rmdir", "sed", "sort",
    ];

    private const string Enter =
        """
        for folder in proc dev; do mount --rbind /$folder "$0/$folder" || exit 99; done
        exec chroot "$0" /bin/sh -c '
            export PATH=/usr/local/bin:/usr/bin:/bin HOME=/root TMPDIR=/tmp
            exec "$@"' sh "$@"
        """;

    private static readonly Dictionary<string, string> Outside = new()
    {
        ["PATH"] = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin",
        ["LC_ALL"] = "C",
    };

    private CleanRoot(string path) => Path = path;

    /// <summary>The folder that is the root.</summary>
    public string Path { get; }

    /// <summary>The user directory, as the test sees it.</summary>
    public string UserFolder => In(UserPath);

    /// <summary>In a namespace of their own, programs without rights may change the root and mount, too.</summary>
    private static string[] Namespace => Environment.IsPrivilegedProcess ? ["-m"] : ["-r", "-m"];

    /// <summary>Creates a root; skips the test where that is impossible.</summary>
    /// <param name="command">The native command, whose libraries are added.</param>
    public static async Task<CleanRoot> CreateAsync(string command)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Find("unshare") is not null, "a clean root needs unshare");
        var root = new CleanRoot(Directory.CreateTempSubdirectory("llm-root-").FullName);
        try
        {
            string[] folders = ["proc", "dev", "tmp", "root/.config", "bin", "usr/bin", "usr/local/bin", "var/lib/dpkg/info", "var/log"];
            foreach (var folder in folders) Directory.CreateDirectory(root.In(folder));
            foreach (var program in Programs)
            {
                var file = Find(program)!;
                File.Copy(file, root.In($"usr/bin/{program}"));
                await root.AddLibrariesAsync(file);
            }

            File.Copy(Find("sh")!, root.In("bin/sh"));
            await root.AddLibrariesAsync(command);
            await root.WriteStatusAsync();
            var probe = await root.RunAsync("cat", "/proc/self/comm");
            Assert.SkipUnless(probe.ExitCode == 0, $"there are no rights to run programs in another root: {probe.Error}");
            return root;
        }
        catch
        {
            root.Dispose();
            throw;
        }
    }

    /// <summary>The place of a program on the path; null if it is not there.</summary>
    public static string? Find(string program) => $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin".Split(':')
        .Select(folder => System.IO.Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>A path of the root as the test sees it.</summary>
    public string In(string path) => System.IO.Path.Combine(Path, path.TrimStart('/'));

    /// <summary>Starts a program in the root.</summary>
    public Process Start(params IEnumerable<string> command) =>
        Run.Start(Find("unshare")!, UserPath, Outside, [.. Namespace, "/bin/sh", "-c", Enter, Path, .. command]);

    /// <summary>Runs a program in the root.</summary>
    public async Task<Run> RunAsync(params string[] command)
    {
        using var process = Start(command);
        process.StandardInput.Close();
        return await Run.FinishAsync(process);
    }

    /// <summary>Runs <c>dpkg</c>, from outside, on the packages in the root.</summary>
    public Task<Run> DpkgAsync(params string[] arguments) => Run.ToEndAsync(
        Find("unshare")!, "/nowhere", [.. Namespace, "dpkg", $"--root={Path}", "--force-not-root", .. arguments], environment: Outside);

    /// <summary>Writes a file that names a model and the address of its server into the user directory.</summary>
    public void WriteModel(string name, string address)
    {
        Directory.CreateDirectory(UserFolder);
        File.WriteAllText(
            System.IO.Path.Combine(UserFolder, "extra-openai-models.yaml"),
            $"- {{model_id: {name}, model_name: {name}, api_base: '{address}'}}\n");
    }

    /// <summary>All files, folders and links but those of the user and of <c>dpkg</c>.</summary>
    public IReadOnlyList<string> Entries() =>
        [.. Directory.EnumerateFileSystemEntries(Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(entry => System.IO.Path.GetRelativePath(Path, entry))
            .Where(entry => !Regex.IsMatch(entry, "^(root|var|tmp)/")).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(Path, recursive: true);

    /// <summary>Tells dpkg which C library is there, so that it checks what the package depends on.</summary>
    private async Task WriteStatusAsync()
    {
        var run = await Run.ToEndAsync("getconf", "/nowhere", ["GNU_LIBC_VERSION"]);
        SetLibraryVersion(run.Output.Trim().Split(' ')[^1]);
    }

    /// <summary>Makes dpkg believe that this version of the C library is installed.</summary>
    public void SetLibraryVersion(string version) => File.WriteAllText(
        In("var/lib/dpkg/status"),
        $"""
        Package: libc6
        Status: install ok installed
        Maintainer: the test
        Architecture: {PackageBuilds.DebianArchitecture}
        Version: {version}
        Description: the C library

        """);

    private async Task AddLibrariesAsync(string program)
    {
        var run = await Run.ToEndAsync("ldd", "/nowhere", [program]);
        foreach (Match match in LibraryPath().Matches(run.Output))
        {
            var target = In(match.Groups[1].Value);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(match.Groups[1].Value, target, overwrite: true);
        }
    }

    [GeneratedRegex(@"(/\S+) \(0x")]
    private static partial Regex LibraryPath();
}
