using System.Runtime.Versioning;
using System.Text;
using Llm.Testing;
using Llm.Tests;

namespace Llm.EndToEnd.Packaging;

/// <summary>The script in the archive, where something is in its way, and the installed command with a .NET runtime.</summary>
[SupportedOSPlatform("linux")]
public sealed class InstallScriptTests(InstalledTool tool, PackageBuilds builds) : IDisposable
{
    private const string Add = "/// <summary>Adds two numbers.</summary>\nint Add(int a, int b) => a + b;";

    private readonly string folder = Directory.CreateTempSubdirectory("llm-install-").FullName;

    private string Prefix => Path.Combine(folder, "a prefix");

    private string Link => Path.Combine(Prefix, "bin", "llm");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_scripts_have_no_known_mistakes()
    {
        Assert.SkipUnless(CleanRoot.Find("shellcheck") is not null, "there is no shellcheck");
        var scripts = Directory.GetFiles(Path.Combine(SharedData.RepositoryRoot, "packaging"));
        scripts.Length.ShouldBe(4);
        (await Run.ToEndAsync("shellcheck", folder, scripts)).ShouldBe(new Run(0, "", ""));
    }

    [Theory]
    [InlineData("bin/llm")]
    [InlineData("share/man/man1/llm.1")]
    public async Task A_file_of_another_program_stays_and_nothing_is_installed(string file)
    {
        var other = Path.Combine(Prefix, file);
        Directory.CreateDirectory(Path.GetDirectoryName(other)!);
        File.WriteAllText(other, "another program");
        var before = Entries();
        var run = await InstallAsync(await UnpackAsync());
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldBe(
            $"install: {other} belongs to another program. Remove that one first, or choose another folder with --prefix.\n");
        Entries().ShouldBe(before);
        File.ReadAllText(other).ShouldBe("another program");
    }

    [Fact]
    public async Task A_program_that_took_the_place_of_the_link_stays()
    {
        var unpacked = await UnpackAsync();
        (await InstallAsync(unpacked)).ExitCode.ShouldBe(0);
        File.Delete(Link);
        File.WriteAllText(Link, "another program");
        (await InstallAsync(unpacked)).Error.ShouldContain("belongs to another program");
        var run = await InstallAsync(unpacked, "--uninstall");
        run.ExitCode.ShouldBe(0, run.Error);
        Entries().ShouldBe(["bin", "bin/llm"]);
        File.ReadAllText(Link).ShouldBe("another program");
    }

    [Fact]
    public async Task Only_what_was_installed_is_removed()
    {
        var unpacked = await UnpackAsync();
        (await InstallAsync(unpacked)).ExitCode.ShouldBe(0);
        File.WriteAllText(Path.Combine(Prefix, "lib", "llm", "mine"), "");
        File.WriteAllText(Path.Combine(Prefix, "share", "man", "man1", "mine.1"), "");
        (await InstallAsync(unpacked, "--uninstall")).ExitCode.ShouldBe(0);
        Entries().ShouldBe(["lib", "lib/llm", "lib/llm/mine", "share", "share/man", "share/man/man1", "share/man/man1/mine.1"]);
        var again = await InstallAsync(unpacked, "--uninstall");
        again.ExitCode.ShouldBe(1);
        again.Error.ShouldContain($"has not installed llm in {Prefix}");
    }

    [Fact]
    public async Task Without_the_right_to_write_the_error_says_what_to_do()
    {
        var unpacked = await UnpackAsync();
        Directory.CreateDirectory(Prefix);
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        File.SetUnixFileMode(Prefix, File.GetUnixFileMode(folder));
        string[] command = [Path.Combine(unpacked, "install"), "--prefix", Prefix];
        var run = Environment.IsPrivilegedProcess
            ? await Run.ToEndAsync("setpriv", folder, ["--reuid=65534", "--regid=65534", "--clear-groups", .. command])
            : await Run.ToEndAsync(command[0], folder, command[1..]);
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldStartWith($"install: {Prefix} cannot be written to. Use sudo");
        run.Error.ShouldContain("--prefix");
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.UserWrite);
        Entries().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_command_that_does_not_run_here_leaves_the_old_one_in_place()
    {
        var unpacked = await UnpackAsync();
        (await InstallAsync(unpacked)).ExitCode.ShouldBe(0);
        var before = Entries();
        File.WriteAllText(Path.Combine(unpacked, "lib", "llm", "llm"), "#!/bin/sh\necho broken >&2; exit 1\n");
        var run = await InstallAsync(unpacked);
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("does not run here: broken");
        Entries().ShouldBe(before);
    }

    [Fact]
    public async Task Functions_in_CSharp_work_through_the_link_and_across_an_upgrade()
    {
        using var answer = new SemaphoreSlim(0);
        await using var server = await FakeServer.StartAsync(request =>
        {
            answer.Wait(TimeSpan.FromMinutes(2));
            return EchoScript.Reply(request);
        });
        using var user = new TemporaryUserDirectory();
        user.Write(
            "extra-openai-models.yaml",
            $"- {{model_id: fake, model_name: fake, api_base: '{server.BaseAddress}', supports_tools: true}}\n");
        (await InstallAsync(await UnpackAsync(older: true))).ExitCode.ShouldBe(0);

        using var prompt = Run.Start(Link, user.Path, null, "-m", "fake", "--functions", Add, "CALL add {\"a\": 2, \"b\": 3}");
        prompt.StandardInput.Close();
        while (server.Requests.Count == 0 && !prompt.HasExited) await Task.Delay(10);
        var unpacked = await UnpackAsync();
        var upgraded = await InstallAsync(unpacked);
        upgraded.Error.ShouldBe("");
        upgraded.Output.ShouldContain($"{Path.GetDirectoryName(Link)} is not on PATH");
        Installations().Count.ShouldBe(2);
        answer.Release(2);
        (await Run.FinishAsync(prompt)).ShouldBe(new Run(0, "results: 5\n", ""));

        (await InstallAsync(unpacked)).ExitCode.ShouldBe(0);
        Installations().ShouldHaveSingleItem();
        answer.Release(2);
        var run = await Run.ToEndAsync(
            Link, user.Path, ["-m", "fake", "--functions", Add], Encoding.UTF8.GetBytes("CALL add {\"a\": 4, \"b\": 5}"));
        run.ShouldBe(new Run(0, "results: 9\n", ""));
    }

    private List<string> Installations() => [.. Directory.GetDirectories(Path.Combine(Prefix, "lib", "llm"))];

    private List<string> Entries() =>
        [.. Directory.EnumerateFileSystemEntries(Prefix, "*", SearchOption.AllDirectories)
            .Select(entry => Path.GetRelativePath(Prefix, entry)).Order(StringComparer.Ordinal)];

    private Task<Run> InstallAsync(string unpacked, params string[] options) =>
        Run.ToEndAsync(Path.Combine(unpacked, "install"), folder, ["--prefix", Prefix, .. options]);

    private async Task<string> UnpackAsync(bool older = false) =>
        await PackageBuilds.UnpackAsync((await (older ? builds.OlderAsync(tool) : builds.NewerAsync(tool))).Tarball, folder);
}
