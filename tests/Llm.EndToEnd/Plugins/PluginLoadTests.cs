using System.Diagnostics;
using System.IO.Compression;
using Llm.Testing;

namespace Llm.EndToEnd.Plugins;

/// <summary>Where plugins come from, what they bring, what other processes do meanwhile, and packages that do not fit.</summary>
[Collection(nameof(PluginsCollection))]
public sealed class PluginLoadTests(InstalledTool tool, PluginPackages packages) : IClassFixture<PluginPackages>, IDisposable
{
    private const string Tool = """
        using System.Runtime.InteropServices;
        using Llm;

        public sealed class ToolPlugin : IPlugin
        {
            public string Name => "tool";

            public void RegisterTools(ToolRegistry tools) => tools.Add(Llm.Tool.FromMethod(Work, "work"));

            private static string Work() => BODY;
        MORE
        }
        """;

    private const string Thrower = """
        using System.Runtime.CompilerServices;
        using Llm;

        public sealed class ThrowerPlugin : IPlugin
        {
            public string Name => "thrower";

            public void RegisterModels(ModelRegistry models)
            {
                if (Environment.GetEnvironmentVariable("THROW") == "register") throw new InvalidOperationException("No luck.");
                models.Add(new Thrower());
            }
        }

        public sealed class Thrower() : Model("thrower")
        {
            public override async IAsyncEnumerable<StreamEvent> ExecuteAsync(
                Prompt prompt, ModelContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
            {
                yield return "one ";
                await Task.Yield();
                if (Environment.GetEnvironmentVariable("THROW") == "prompt") throw new ArgumentException("No luck.");
                if (Environment.GetEnvironmentVariable("THROW") == "user") throw new LlmException("Set THROW to nothing.");
            }
        }
        """;

    private readonly TemporaryUserDirectory user = new();

    private string PackageFolders => Path.Combine(user.Path, "plugins", "packages");

    public void Dispose() => user.Dispose();

    [Fact]
    public async Task A_native_library_of_a_package_is_found_in_the_folder_of_the_plugin()
    {
        const string Declared = """

                [DllImport("e_sqlite3", EntryPoint = "sqlite3_libversion_number")]
                private static extern int Version();
            """;
        var native = Directory.GetDirectories(Path.Combine(MachinePackages.Folder, "sqlite")).Select(Path.GetFileName).Last()!;
        var plugin = Tool.Replace("BODY", "Version() + \" \" + File.ReadAllText(\"/proc/self/maps\").Contains(\"plugins/packages\") + \" \" "
            + "+ File.ReadLines(\"/proc/self/maps\").Any(line => line.Contains(\"plugins/packages\") && line.EndsWith(\"e_sqlite3.so\"))")
            .Replace("MORE", Declared);
        await packages.PackAsync("WithNative", "1.0.0", new Dictionary<string, string> { ["Plugin.cs"] = plugin }, [("SQLite", native)]);
        await InstallAsync("WithNative");
        (await CallWorkAsync()).ShouldBe(new Run(0, "results: 3053004 True True\n", ""));
    }

    [Fact]
    public async Task A_process_continues_with_a_plugin_that_is_upgraded_and_uninstalled_meanwhile()
    {
        await InstallAsync("Markov");
        using var chat = Run.Start(tool.Path, user.Path, null, "chat", "-m", "markov", "-o", "length", "1");
        await AskAsync("one");
        await InstallAsync("--force-reinstall", "Markov");
        Directory.GetDirectories(PackageFolders).Length.ShouldBe(2);
        await AskAsync("two");
        (await RunAsync("uninstall", "-y", "Markov")).ExitCode.ShouldBe(0);
        Directory.GetDirectories(PackageFolders).Length.ShouldBe(1);
        await AskAsync("three");
        await chat.StandardInput.WriteLineAsync("quit");
        await chat.WaitForExitAsync();
        chat.ExitCode.ShouldBe(0);
        (await RunAsync("plugins")).Output.ShouldBe("[]\n");
        await InstallAsync("Notebook");
        Directory.GetDirectories(PackageFolders).Length.ShouldBe(1);

        async Task AskAsync(string word)
        {
            await chat.StandardInput.WriteLineAsync(word);
            await chat.StandardInput.FlushAsync();
            while (await chat.StandardOutput.ReadLineAsync() is { } line)
                if (line.EndsWith(word, StringComparison.Ordinal)) return;
            throw new InvalidOperationException($"The chat ended: {await chat.StandardError.ReadToEndAsync()}");
        }
    }

    [Fact]
    public async Task A_package_comes_from_a_web_address_and_a_git_repository()
    {
        await using var server = await FakeServer.StartAsync();
        var bytes = await File.ReadAllBytesAsync(packages.FileOf("Markov"));
        server.Enqueue(FakeReply.Bytes(bytes, "application/octet-stream"));
        server.Enqueue(FakeReply.Error(404, "Not here"));
        server.Enqueue(FakeReply.Text("<html>"));
        var address = $"{server.BaseAddress}/markov.nupkg";
        (await RunAsync("install", address)).ShouldBe(new Run(0, "Installed Markov 0.1.0\n", ""));
        (await RunAsync("-m", "markov", "one", "-o", "length", "1")).Output.ShouldBe("one\n");
        (await RunAsync("install", "--force-reinstall", address)).Error.ShouldContain("404");
        (await RunAsync("install", "--force-reinstall", address)).Error.ShouldContain("is not a NuGet package");
        (await RunAsync("-m", "markov", "one", "-o", "length", "1")).Output.ShouldBe("one\n");

        var repository = Directory.CreateDirectory(Path.Combine(packages.Place, "repository")).FullName;
        await File.WriteAllTextAsync(Path.Combine(repository, "FromGit.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Version>3.2.1</Version></PropertyGroup>
              <ItemGroup><PackageReference Include="Llm" Version="0.1.0" /></ItemGroup>
            </Project>
            """);
        await File.WriteAllTextAsync(Path.Combine(repository, "Plugin.cs"), Tool.Replace("BODY", "\"from git\"").Replace("MORE", ""));
        foreach (var command in (string[][])
            [["init", "-q"], ["add", "."], ["-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-qm", "First"]])
        {
            using var git = Process.Start(new ProcessStartInfo("git", command) { WorkingDirectory = repository })!;
            await git.WaitForExitAsync();
            git.ExitCode.ShouldBe(0);
        }

        (await RunAsync("install", $"git+file://{repository}")).ShouldBe(new Run(0, "Installed FromGit 3.2.1\n", ""));
        (await CallWorkAsync()).ShouldBe(new Run(0, "results: from git\n", ""));
        (await RunAsync("install", $"git+file://{repository}-gone")).Error.ShouldContain("git clone failed: fatal:");
    }

    [Fact]
    public async Task Packages_that_do_not_fit_are_refused_with_the_reason()
    {
        Pack("TooNew", "1.0.0", "lib/net99.0/TooNew.dll");
        (await RunAsync("install", "TooNew")).Error.ShouldStartWith(
            "Error: TooNew was not installed. NU1202: Package TooNew 1.0.0 is not compatible with net10.0");
        Pack("TooOld", "1.0.0", "lib/net48/TooOld.dll");
        (await RunAsync("install", "TooOld")).Error.ShouldContain("TooOld was not installed. NU1701");

        const string Contract = """
            using System.Reflection;
            [assembly: AssemblyVersion("VERSION")]
            namespace Llm;
            public interface IPlugin { string Name { get; } }
            """;
        foreach (var version in (string[])["0.9.0", "7.0.0"])
        {
            var name = version[0] == '0' ? "Later" : "Major";
            var contract = Directory.CreateDirectory(Path.Combine(packages.Place, $"contract-{name}")).FullName;
            await File.WriteAllTextAsync(Path.Combine(contract, "Llm.csproj"), """
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <TargetFramework>net10.0</TargetFramework><AssemblyName>Llm</AssemblyName>
                    <GenerateAssemblyInfo>false</GenerateAssemblyInfo>
                  </PropertyGroup>
                </Project>
                """);
            await File.WriteAllTextAsync(Path.Combine(contract, "Contract.cs"), Contract.Replace("VERSION", version + ".0"));
            var project = Directory.CreateDirectory(Path.Combine(packages.Place, name)).FullName;
            await File.WriteAllTextAsync(Path.Combine(project, $"{name}.csproj"), $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
                  <ItemGroup><ProjectReference Include="{contract}/Llm.csproj" /></ItemGroup>
                </Project>
                """);
            await File.WriteAllTextAsync(
                Path.Combine(project, "Plugin.cs"), "public sealed class P : Llm.IPlugin { public string Name => \"p\"; }");
            (await RunAsync("install", $"./{name}")).Error.ShouldContain(
                $"It was made for version {version} of the library, and this is 0.1.0. Update llm");
        }

        (await RunAsync("plugins")).Output.ShouldBe("[]\n");
        (Directory.Exists(PackageFolders) ? Directory.GetDirectories(PackageFolders) : []).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_plugin_that_throws_is_named()
    {
        await packages.PackAsync("Thrower", "1.0.0", new Dictionary<string, string> { ["Plugin.cs"] = Thrower });
        await InstallAsync("Thrower");
        (await ThrowAsync("")).ShouldBe((0, ""));
        const string Advice = "Look for a newer version with 'llm install -U', or report it to its authors with the stack trace that "
            + "LLM_RAISE_ERRORS=1 shows.\n";
        (await ThrowAsync("register")).ShouldBe(
            (1, "Error: The plugin of Thrower 1.0.0 failed: InvalidOperationException: No luck. " + Advice));
        (await ThrowAsync("prompt")).ShouldBe(
            (1, "Error: The plugin of Thrower 1.0.0 failed: ArgumentException: No luck. " + Advice));
        (await ThrowAsync("user")).ShouldBe((1, "Error: Set THROW to nothing.\n"));
        (await RunAsync("-m", "echo", "hi")).ExitCode.ShouldBe(0);
        (await RunAsync("models")).Output.ShouldContain("thrower");

        async Task<(int, string)> ThrowAsync(string where)
        {
            var run = await Run.ToEndAsync(
                tool.Path, user.Path, ["-m", "thrower", "hi"], environment: new Dictionary<string, string> { ["THROW"] = where });
            return (run.ExitCode, run.Error);
        }
    }

    /// <summary>Makes a package with one empty file.</summary>
    private void Pack(string id, string version, string file)
    {
        using var archive = ZipFile.Open(packages.FileOf(id, version), ZipArchiveMode.Create);
        using (var writer = new StreamWriter(archive.CreateEntry($"{id}.nuspec").Open()))
        {
            writer.Write($"""
                <package><metadata>
                  <id>{id}</id><version>{version}</version><authors>t</authors><description>d</description>
                </metadata></package>
                """);
        }

        archive.CreateEntry(file).Open().Dispose();
    }

    private async Task<Run> CallWorkAsync()
    {
        await using var server = await FakeServer.StartAsync();
        return await Run.ToEndAsync(
            tool.Path, user.Path, ["-m", "gpt-4o-mini", "-T", "work", "CALL work {}"],
            environment: new Dictionary<string, string> { ["OPENAI_BASE_URL"] = server.BaseAddress, ["OPENAI_API_KEY"] = "none" });
    }

    private async Task InstallAsync(params string[] words)
    {
        var run = await RunAsync(["install", .. words]);
        run.ExitCode.ShouldBe(0, run.Error);
    }

    private Task<Run> RunAsync(params string[] arguments) => Run.ToEndAsync(tool.Path, user.Path, arguments, directory: packages.Place);
}
