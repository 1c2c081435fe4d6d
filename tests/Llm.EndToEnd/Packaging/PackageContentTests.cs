using System.Formats.Tar;
using System.IO.Compression;
using System.Text.RegularExpressions;
using Llm.Tests;

namespace Llm.EndToEnd.Packaging;

/// <summary>What the packages hold, and what they need.</summary>
public sealed partial class PackageContentTests(InstalledTool tool, PackageBuilds builds) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("llm-packaging-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_same_command_gives_the_same_bytes()
    {
        var first = await builds.NewerAsync(tool);
        var second = await PackageBuilds.BuildAsync(tool, Path.Combine(folder, "again"));
        File.ReadAllBytes(second.Tarball).AsSpan().SequenceEqual(File.ReadAllBytes(first.Tarball)).ShouldBeTrue();
        File.ReadAllBytes(second.Debian).AsSpan().SequenceEqual(File.ReadAllBytes(first.Debian)).ShouldBeTrue();
    }

    [Fact]
    public async Task Archives_of_other_platforms_are_made_elsewhere()
    {
        PackageBuilds.SkipWhereImpossible();
        var run = await PackageBuilds.RunBuildAsync("--from", tool.Folder, "--output", folder, "win-x64");
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("on a machine of the platform win-x64");
        Directory.EnumerateFileSystemEntries(folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_tarball_has_the_command_its_twin_completions_the_man_page_and_licences()
    {
        var entries = ReadTar((await builds.NewerAsync(tool)).Tarball);
        string[] expected =
        [
            "install", "lib/llm/llm", "lib/llm/e_sqlite3.so", "lib/llm/managed/llm", "lib/llm/managed/Llm.Cli.dll",
            "share/man/man1/llm.1", "share/bash-completion/completions/llm", "share/zsh/site-functions/_llm",
            "share/fish/vendor_completions.d/llm.fish", "share/doc/llm/licences/Apache-2.0.txt", "share/doc/llm/licences/MIT.txt",
            "share/doc/llm/licences/PostgreSQL.txt",
            "share/doc/llm/licences/packages/SQLite-LICENSE.txt",
        ];
        foreach (var file in expected) entries.Keys.ShouldContain(file);
        entries.Values.ShouldAllBe(entry => entry.Uid == 0 && entry.Gid == 0);
        entries.Where(entry => (entry.Value.Mode & UnixFileMode.UserExecute) != 0).Select(entry => entry.Key)
            .ShouldBe(["install", "lib/llm/llm", "lib/llm/managed/llm"], ignoreOrder: true);
        entries["share/bash-completion/completions/llm"].Text.ShouldBe(
            (await Run.ToEndAsync(tool.Command, folder, ["completion", "bash"])).Output);
    }

    [Fact]
    public async Task Each_assembly_that_is_not_ours_belongs_to_a_package_whose_licence_is_listed()
    {
        var entries = ReadTar((await builds.NewerAsync(tool)).Tarball);
        var listed = entries["share/doc/llm/licences/THIRD-PARTY.txt"].Text;
        var packages = DependencyName().Matches(entries["lib/llm/managed/Llm.Cli.deps.json"].Text)
            .Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value}\n").Distinct().ToList();
        packages.Count.ShouldBeGreaterThan(20);
        foreach (var package in packages) listed.ShouldContain("\n" + package);
        listed.ShouldContain("Microsoft.NETCore.App.Runtime.NativeAOT.");
        foreach (Match file in SeenFile().Matches(listed)) entries.Keys.ShouldContain($"share/doc/llm/licences/{file.Groups[1].Value}");
    }

    [Fact]
    public async Task The_man_page_is_valid_and_describes_every_command()
    {
        var entries = ReadTar((await builds.NewerAsync(tool)).Tarball);
        var page = entries["share/man/man1/llm.1"].Text;
        var commands = HelpHeading().Matches(File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "help.md")));
        commands.Count.ShouldBeGreaterThan(60);
        // troff reads a plain hyphen as one that may not be copied.
        foreach (var command in commands.Select(heading => heading.Groups[1].Value))
            page.ShouldContain($"\n.SS {command.Replace("-", "\\-", StringComparison.Ordinal)}\n");
        page.ShouldContain("\"llm 0.1.0\"");

        Assert.SkipUnless(CleanRoot.Find("groff") is not null, "there is no groff");
        var file = Path.Combine(folder, "llm.1");
        File.WriteAllText(file, page);
        var checks = await Run.ToEndAsync("groff", folder, ["-man", "-ww", "-z", "-Tutf8", file]);
        checks.ShouldBe(new Run(0, "", ""));
        var shown = await Run.ToEndAsync("groff", folder, ["-man", "-Tutf8", "-P-cbou", file]);
        shown.Output.ShouldContain("-m, --model TEXT");
    }

    [Fact]
    public async Task The_command_needs_only_the_C_library_and_the_version_that_the_documentation_names()
    {
        var newer = await builds.NewerAsync(tool);
        var unpacked = await PackageBuilds.UnpackAsync(newer.Tarball, folder);
        var needed = new List<string>();
        foreach (var file in (string[])["llm", "e_sqlite3.so"])
        {
            var run = await Run.ToEndAsync("readelf", folder, ["-W", "-d", Path.Combine(unpacked, "lib", "llm", file)]);
            needed.AddRange(NeededLibrary().Matches(run.Output).Select(match => match.Groups[1].Value));
        }

        needed.Distinct().ShouldBeSubsetOf(["libc.so.6", "libm.so.6", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"]);
        var glibc = File.ReadAllText(Path.Combine(unpacked, "VERSION")).Trim().Split(' ')[2];
        File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "setup.md")).ShouldContain($"glibc {glibc}");
        var control = await Run.ToEndAsync("dpkg-deb", folder, ["--field", newer.Debian]);
        control.Output.ShouldContain($"Depends: libc6 (>= {glibc})\n");
        control.Output.ShouldContain("Recommends: ca-certificates, libssl3 | libssl3t64\n");
        control.Output.ShouldContain("Suggests: dotnet-runtime-10.0");
        control.Output.ShouldContain($"Architecture: {PackageBuilds.DebianArchitecture}\n");
    }

    /// <summary>The files of a tarball, by their names below its folder.</summary>
    private static Dictionary<string, TarFile> ReadTar(string path)
    {
        using var tar = new TarReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var files = new Dictionary<string, TarFile>();
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)) continue;
            var text = entry.DataStream is { Length: < 500_000 } data ? new StreamReader(data).ReadToEnd() : "";
            files.Add(entry.Name.Split('/', 2)[1], new TarFile(entry.Uid, entry.Gid, entry.Mode, text));
        }

        return files;
    }

    private sealed record TarFile(int Uid, int Gid, UnixFileMode Mode, string Text);

    [GeneratedRegex("\"([^\"/]+)/([^\"/]+)\": \\{\\s*\"type\": \"package\"")]
    private static partial Regex DependencyName();

    [GeneratedRegex("see (packages/\\S+)")]
    private static partial Regex SeenFile();

    [GeneratedRegex("^#+ (llm .+) --help$", RegexOptions.Multiline)]
    private static partial Regex HelpHeading();

    [GeneratedRegex(@"\(NEEDED\).*\[(.+)\]")]
    private static partial Regex NeededLibrary();
}
