using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Llm.Testing;
using Llm.Tests;

namespace Llm.EndToEnd.Packages;

/// <summary>
/// A package in Python with an interface of its own, prepared and used by the command: with a real Python and a stub of Dify's SDK, which
/// is installed from a folder of wheels, because no server of Python packages is asked.
/// </summary>
public sealed class PythonPackageTests(InstalledTool tool) : IAsyncLifetime
{
    private readonly TemporaryUserDirectory user = new();
    private readonly TemporaryUserDirectory files = new();

    private static string Sources => Path.Combine(SharedData.RepositoryRoot, "tests", "Llm.EndToEnd", "Packages");

    private string Wheels => Path.Combine(files.Path, "wheels");

    private string PackageFolder => Path.Combine(user.Path, "packages", "kennel");

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the stub was not tried on Windows");
        Assert.SkipUnless(await HasPythonAsync(), "there is no Python 3.11 with venv");
        WriteWheel();
        (await RunAsync("providers", "add", Path.Combine(Sources, "Kennel"))).ExitCode.ShouldBe(0);
        (await RunAsync("providers", "configure", "kennel", "--set", "api_key", "sk-good-0123456789")).Error
            .ShouldContain("llm providers prepare kennel");
    }

    public ValueTask DisposeAsync()
    {
        user.Dispose();
        files.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task All_types_of_models_run_in_an_environment_that_is_made_on_request()
    {
        (await RunAsync("-m", "kennel/barker", "hi")).Error.ShouldContain("llm providers prepare kennel");
        // It is not a terminal, so nobody can be asked.
        var refused = await RunAsync("providers", "prepare", "kennel", "--find-links", Wheels);
        (refused.ExitCode, refused.Error.Contains("Add --yes if you trust its author.")).ShouldBe((1, true));
        Directory.Exists(Path.Combine(user.Path, "packages", ".environments")).ShouldBeFalse();
        var prepared = await PrepareAsync();
        prepared.Output.ShouldStartWith("kennel is prepared, with Python 3.");
        prepared.Error.ShouldContain("making an environment with Python 3.");
        prepared.Error.ShouldContain($"installing what the package needs from {Wheels}");
        (await RunAsync("providers", "show", "kennel")).Output.ShouldContain("  Python code: prepared, with Python 3.");

        (await RunAsync("-m", "kennel/barker", "hi", "-o", "temperature", "0.5", "-u")).ShouldSatisfyAllConditions(
            run => run.Output.ShouldBe("Woof: hi at 0.5\n"),
            run => run.Error.ShouldContain("7 input, 3 output"));
        (await RunAsync("-m", "kennel/barker", "--no-stream", "ho")).Output.ShouldBe("Woof: ho at None\n");
        var logged = JsonNode.Parse((await RunAsync("logs", "-n", "1", "--json")).Output)![0]!;
        ((string?)logged["model"], (string?)logged["response"]).ShouldBe(("kennel/barker", "Woof: ho at None"));
        JsonNode.Parse((await RunAsync("embed", "-m", "kennel/sniffer", "-c", "four")).Output)!.ToJsonString().ShouldBe("[4.0,0.0]");
        (await RunAsync("rerank", "-m", "kennel/sorter", "dog", "a cat", "dog, dog", "a dog")).Output
            .ShouldBe("0.2\tdog, dog\n0.1\ta dog\n0.0\ta cat\n");
        (await RunAsync("moderate", "-m", "kennel/guard", "a cat")).ExitCode.ShouldBe(3);
        (await RunAsync("moderate", "-m", "kennel/guard", "a dog")).ExitCode.ShouldBe(0);
        var recording = files.Write("bark.wav", "RIFFbark");
        (await RunAsync("transcribe", "-m", "kennel/listener", recording)).Output.ShouldBe("heard 8 bytes that begin with RIFF\n");
        (await RunAsync("speak", "-m", "kennel/howler", "--voices")).Output.ShouldContain("rex");
        var sound = Path.Combine(files.Path, "howl.mp3");
        (await RunAsync("speak", "-m", "kennel/howler", "hello", "-o", sound)).Error.ShouldBe("");
        (await File.ReadAllTextAsync(sound)).ShouldBe("ID3rex says hello");
        (await RunAsync("providers", "test", "kennel")).ExitCode.ShouldBe(0);

        (await RunAsync("-m", "kennel/barker", "too much")).Error
            .ShouldBe("Error: Kennel: Rate Limit Error, one bark at a time. Try again later, or send fewer requests.\n");
        var bad = await RunAsync("providers", "configure", "kennel", "--set", "api_key", "sk-bad-0123456789");
        bad.ExitCode.ShouldBe(1);
        bad.Error.ShouldContain("Kennel: The key [...] opens no kennel.");

        (await RunAsync("providers", "remove", "kennel")).ExitCode.ShouldBe(0);
        Directory.GetDirectories(Path.Combine(user.Path, "packages", ".environments")).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_environment_is_complete_or_not_there()
    {
        // The wheel is missing, so pip fails.
        var empty = Directory.CreateDirectory(Path.Combine(files.Path, "empty")).FullName;
        var failed = await RunAsync("providers", "prepare", "kennel", "--find-links", empty, "--yes");
        failed.ExitCode.ShouldBe(1);
        failed.Error.ShouldContain("The Python environment of Kennel cannot be made: python ended with exit code 1");
        failed.Error.ShouldContain("dify_plugin");
        Directory.GetFileSystemEntries(Path.Combine(user.Path, "packages", ".environments")).ShouldBeEmpty();
        (await RunAsync("providers", "show", "kennel")).Output.ShouldContain("Python code: needed, and not prepared");
        var old = await RunAsync("providers", "prepare", "kennel", "--yes", "--python", WriteOldPython());
        old.Error.ShouldContain("Kennel needs Python 3.11 or later, and ");
        old.Error.ShouldContain("is Python 3.9.2. Install it and name it: llm providers prepare kennel --python PATH");
        (await PrepareAsync()).ExitCode.ShouldBe(0);
        // A newer version asks for something else.
        File.WriteAllText(Path.Combine(PackageFolder, "requirements.txt"), "dify_plugin==9\n");
        (await RunAsync("-m", "kennel/barker", "hi")).Error.ShouldContain("was made for another version of its package");
        (await RunAsync("providers", "show", "kennel")).Output.ShouldContain("Python code: prepared for another version");
    }

    [Fact]
    public async Task Where_uv_is_installed_it_makes_the_environment()
    {
        // No uv is here: this program takes its commands, writes them down and lets venv and pip do the work.
        var bin = Directory.CreateDirectory(Path.Combine(files.Path, "bin")).FullName;
        var uv = Path.Combine(bin, "uv");
        await File.WriteAllTextAsync(uv, $$"""
            #!/bin/sh
            echo "$@" >> {{files.Path}}/uv.txt
            case "$1 $2" in
              "--version ") ;;
              "venv --python") exec "$3" -m venv "$4" ;;
              "pip install") python="$4"; shift 4; exec "$python" -m pip install "$@" ;;
              "export --quiet") while [ "$1" != --output-file ]; do shift; done; echo "dify_plugin==0.9.0 --hash=sha256:0" > "$2" ;;
              *) exit 2 ;;
            esac
            """);
        MakeExecutable(uv);
        var path = new Dictionary<string, string> { ["PATH"] = bin + ":" + Environment.GetEnvironmentVariable("PATH") };
        var run = await Run.ToEndAsync(
            tool.Path, user.Path, ["providers", "prepare", "kennel", "--yes", "--find-links", Wheels], environment: path);
        run.ExitCode.ShouldBe(0, run.Error);
        (await RunAsync("-m", "kennel/barker", "hi")).Output.ShouldBe("Woof: hi at None\n");
        var commands = await File.ReadAllTextAsync(Path.Combine(files.Path, "uv.txt"));
        commands.ShouldContain("venv --python ");
        commands.ShouldContain($" --no-index --find-links {Wheels}");
        // With a lock and a network, the digests of the lock are checked; here, the one that is asked for is not that of any file.
        run = await Run.ToEndAsync(tool.Path, user.Path, ["providers", "prepare", "kennel", "--yes"], environment: path);
        run.ExitCode.ShouldBe(1);
        commands = await File.ReadAllTextAsync(Path.Combine(files.Path, "uv.txt"));
        commands.ShouldContain($"export --quiet --frozen --no-dev --no-emit-project --project {PackageFolder} --output-file ");
        commands.ShouldContain(" --require-hashes");
        // The former environment is still there.
        (await RunAsync("-m", "kennel/barker", "hi")).Output.ShouldBe("Woof: hi at None\n");
    }

    [Fact]
    public async Task No_process_is_left_behind()
    {
        (await PrepareAsync()).ExitCode.ShouldBe(0);
        // At its usual end, by the signals that a command gets to end, and by the one that gives it no time.
        (await RunAsync("-m", "kennel/barker", "hi")).ExitCode.ShouldBe(0);
        var ids = Path.Combine(PackageFolder, "ids");
        foreach (var signal in (string[])["-INT", "-TERM", "-KILL"])
        {
            File.Delete(ids);
            using var process = Run.Start(tool.Path, user.Path, null, "-m", "kennel/barker", "hang");
            process.StandardInput.Close();
            for (var i = 0; i < 800 && !File.Exists(ids); i++) await Task.Delay(25);
            var started = (await File.ReadAllTextAsync(ids)).Split(' ').Select(id => int.Parse(id, CultureInfo.InvariantCulture)).ToList();
            started.ShouldAllBe(id => IsRunning(id));
            using (var kill = Process.Start("kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
            for (var i = 0; i < 400 && started.Exists(IsRunning); i++) await Task.Delay(25);
            started.Where(IsRunning).ShouldBeEmpty(signal);
        }

        JsonNode.Parse((await RunAsync("logs", "-n", "1", "--json")).Output)![0]!["response"]!.GetValue<string>().ShouldBe("Hel");
    }

    private static bool IsRunning(int id) =>
        File.Exists($"/proc/{id}/stat") && File.ReadAllText($"/proc/{id}/stat") is var text && !text[(text.LastIndexOf(')') + 2)..].StartsWith('Z');

    private static async Task<bool> HasPythonAsync()
    {
        try
        {
            var start = new ProcessStartInfo("python3", ["-c", "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))"]);
            start.RedirectStandardError = true;
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static void MakeExecutable(string path)
    {
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, Mode);
    }

    private Task<Run> PrepareAsync() => RunAsync("providers", "prepare", "kennel", "--find-links", Wheels, "--yes");

    private Task<Run> RunAsync(params string[] arguments) => Run.ToEndAsync(tool.Path, user.Path, arguments);

    private string WriteOldPython()
    {
        var path = files.Write("old-python", "#!/bin/sh\necho 3.9.2\n");
        MakeExecutable(path);
        return path;
    }

    /// <summary>Packs the stub of the SDK as pip wants it.</summary>
    private void WriteWheel()
    {
        Directory.CreateDirectory(Wheels);
        using var file = File.Create(Path.Combine(Wheels, "dify_plugin-0.9.0-py3-none-any.whl"));
        using var wheel = new ZipArchive(file, ZipArchiveMode.Create);
        var record = "";
        foreach (var source in Directory.GetFiles(Path.Combine(Sources, "Sdk", "dify_plugin"), "*.py"))
            Add("dify_plugin/" + Path.GetFileName(source), File.ReadAllText(source));
        Add("dify_plugin-0.9.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: dify_plugin\nVersion: 0.9.0\n");
        Add("dify_plugin-0.9.0.dist-info/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
        Add("dify_plugin-0.9.0.dist-info/RECORD", record + "dify_plugin-0.9.0.dist-info/RECORD,,\n");

        void Add(string name, string text)
        {
            using var writer = new StreamWriter(wheel.CreateEntry(name).Open());
            writer.Write(text);
            record += name + ",,\n";
        }
    }
}
