using Llm.Testing;

namespace Llm.EndToEnd.Plugins;

/// <summary>Installations that fail, plugins that are broken, and what works in spite of them.</summary>
[Collection(nameof(PluginsCollection))]
public sealed class PluginFailureTests(InstalledTool tool, PluginPackages packages) : IClassFixture<PluginPackages>, IDisposable
{
    private const string Plugin = """
        using Llm;

        public sealed class Plugin : IPlugin
        {
            public string Name => "NAME";

            public void RegisterTools(ToolRegistry tools) => tools.Add(Tool.FromMethod(() => Dependency.Version, "NAME"));
        }
        """;

    private static readonly string[] Ask = ["-m", "markov", "one two", "-o", "length", "1"];

    private readonly TemporaryUserDirectory user = new();

    public void Dispose() => user.Dispose();

    [Fact]
    public async Task A_failed_installation_says_why_and_leaves_the_others_working()
    {
        await InstallAsync("Markov");
        var missing = await RunAsync("install", "No.Such.Plugin");
        missing.ExitCode.ShouldBe(1);
        missing.Error.ShouldStartWith("Error: No.Such.Plugin was not installed. NU1101: Unable to find package No.Such.Plugin.");
        (await RunAsync("install", "Markov==9.9.9")).Error.ShouldContain("NU1102: Unable to find package Markov with version (= 9.9.9)");
        var library = await RunAsync("install", packages.FileOf("Llm"));
        library.Error.ShouldBe(
            $"Error: {packages.FileOf("Llm")} was not installed. The package Llm 0.1.0 is no plugin: it has no public class that implements "
            + "Llm.IPlugin.\n");
        (await RunAsync("install", "./nowhere")).Error.ShouldStartWith("Error: There is no folder ./nowhere.");
        (await RunAsync("install", "Llm.Markov!")).Error.ShouldContain("is not the name of a package");
        var self = await RunAsync("install", "llm", "-U");
        self.ExitCode.ShouldBe(1);
        self.Error.ShouldStartWith("Error: llm itself is not upgraded by 'llm install'. ");
        (await RunAsync("install", "llm-anthropic", "Notebook")).ShouldBe(new Run(
            1, "", "Error: llm-anthropic is a plugin of the Python tool. This is built in: Anthropic's Claude models by the same names, "
            + "with the same key; see docs/providers/anthropic.md. Nothing was installed.\n"));
        await packages.PackAsync("Throwing", "1.0.0", new Dictionary<string, string>
        {
            ["Plugin.cs"] = Plugin.Replace("NAME", "throwing").Replace("tools.Add", "throw new System.InvalidOperationException(\"No luck\"); //"),
            ["Dependency.cs"] = "",
        });
        (await RunAsync("install", "Throwing")).Error.ShouldBe("Error: Throwing was not installed. Its plugin fails: No luck\n");
        (await RunAsync(Ask)).ExitCode.ShouldBe(0);
        (await RunAsync("plugins")).Output.ShouldContain("markov");
        Directory.GetDirectories(Path.Combine(user.Path, "plugins", "packages")).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Packages_are_kept_replaced_and_removed_as_asked()
    {
        await InstallAsync("Markov");
        (await RunAsync("install", "markov")).Output.ShouldBe("Already installed: markov. -U installs the newest version.\n");
        (await RunAsync("install", packages.FileOf("Markov"), "--force-reinstall")).Output.ShouldBe("Installed Markov 0.1.0\n");
        var refused = await RunAsync(["uninstall", "Markov"], "n\n"u8.ToArray());
        (refused.ExitCode, refused.Error).ShouldBe((1, "Uninstall Markov? [Y/n] \nError: Nothing was uninstalled.\n"));
        (await RunAsync("uninstall", "-y", "Markov", "Other")).Error.ShouldStartWith("Error: The package Other is not installed.");
        (await RunAsync(Ask)).ExitCode.ShouldBe(0);
        (await RunAsync("uninstall", "-y", "MARKOV")).Output.ShouldBe("Uninstalled MARKOV\n");
        (await RunAsync("plugins")).Output.ShouldBe("[]\n");
        Directory.GetDirectories(Path.Combine(user.Path, "plugins", "packages")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_broken_plugin_and_a_broken_list_are_reported_and_repaired()
    {
        await InstallAsync("Markov");
        var library = Directory.GetFiles(Path.Combine(user.Path, "plugins", "packages"), "Markov.dll", SearchOption.AllDirectories).Single();
        File.Delete(library);
        var broken = await RunAsync(Ask);
        broken.ExitCode.ShouldBe(1);
        broken.Error.ShouldStartWith("Error: The plugin of Markov 0.1.0 cannot be loaded: ");
        broken.Error.ShouldContain("'llm install --force-reinstall Markov'");
        (await RunAsync("-m", "echo", "hi")).ExitCode.ShouldBe(0);

        var list = Path.Combine(user.Path, "plugins", "plugins.json");
        await File.WriteAllTextAsync(list, "{\"format\": 2, \"pack");
        var warned = await RunAsync("-m", "echo", "hi");
        warned.ExitCode.ShouldBe(0);
        warned.Error.ShouldStartWith($"Warning: The list of installed plugins, {list}, cannot be read: ");
        await InstallAsync("--force-reinstall", "Markov");
        var repaired = await RunAsync(Ask);
        (repaired.ExitCode, repaired.Error).ShouldBe((0, ""));
    }

    [Fact]
    public async Task An_installation_that_is_killed_leaves_the_old_set()
    {
        await InstallAsync("Markov");
        using (var process = Run.Start(tool.Path, user.Path, null, "install", packages.FileOf("Notebook")))
        {
            var work = Path.Combine(user.Path, "plugins", "work");
            while (!Directory.Exists(work) || Directory.GetDirectories(work).Length == 0) await Task.Delay(10);
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        (await RunAsync(Ask)).ExitCode.ShouldBe(0);
        (await RunAsync("plugins")).Output.ShouldNotContain("notebook");
        await InstallAsync("Notebook");
        Directory.GetDirectories(Path.Combine(user.Path, "plugins", "packages")).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Two_plugins_use_different_versions_of_one_library_in_one_prompt()
    {
        foreach (var version in (string[])["1.0.0", "2.0.0"])
        {
            var source = $"public static class Dependency {{ public static string Version => \"{version}\"; }}";
            await packages.PackAsync("Dependency", version, new Dictionary<string, string> { ["Dependency.cs"] = source }, isPlugin: false);
            var name = version[0] == '1' ? "first" : "second";
            var plugin = new Dictionary<string, string> { ["Plugin.cs"] = Plugin.Replace("NAME", name) };
            await packages.PackAsync(name, version, plugin, [("Dependency", version)]);
        }

        await InstallAsync("first", "second");
        await using var server = await FakeServer.StartAsync();
        foreach (var (name, version) in new[] { ("first", "1.0.0"), ("second", "2.0.0") })
        {
            var run = await Run.ToEndAsync(
                tool.Path, user.Path, ["-m", "gpt-4o-mini", "-T", "first", "-T", "second", $"CALL {name} {{}}"],
                environment: new Dictionary<string, string> { ["OPENAI_BASE_URL"] = server.BaseAddress, ["OPENAI_API_KEY"] = "none" });
            (run.ExitCode, run.Output).ShouldBe((0, $"results: {version}\n"), run.Error);
        }
    }

    [Fact]
    public async Task A_project_is_installed_from_its_folder()
    {
        var project = Path.Combine(packages.Place, "project");
        Directory.CreateDirectory(project);
        await File.WriteAllTextAsync(Path.Combine(project, "Mine.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Llm" Version="0.1.0" />
              </ItemGroup>
            </Project>
            """);
        await File.WriteAllTextAsync(Path.Combine(project, "Plugin.cs"), Plugin.Replace("NAME", "mine"));
        (await RunAsync("install", "./project")).Error.ShouldContain("./project was not installed. CS0103");
        await File.WriteAllTextAsync(Path.Combine(project, "Dependency.cs"), "class Dependency { public const string Version = \"1\"; }");
        await InstallAsync("-e", "./project");
        (await RunAsync("tools")).Output.ShouldContain("mine() -> str (plugin: mine)");
        (await CallMineAsync()).ShouldBe(new Run(0, "results: 1\n", ""));
        await File.WriteAllTextAsync(Path.Combine(project, "Dependency.cs"), "class Dependency { public const string Version = \"2\"; }");
        (await CallMineAsync()).ShouldBe(new Run(0, "results: 2\n", ""));
        await File.WriteAllTextAsync(Path.Combine(project, "Dependency.cs"), "class");
        (await CallMineAsync()).Error.ShouldContain("CS1001");

        async Task<Run> CallMineAsync()
        {
            await using var server = await FakeServer.StartAsync();
            return await Run.ToEndAsync(
                tool.Path, user.Path, ["-m", "gpt-4o-mini", "-T", "mine", "CALL mine {}"], directory: packages.Place,
                environment: new Dictionary<string, string> { ["OPENAI_BASE_URL"] = server.BaseAddress, ["OPENAI_API_KEY"] = "none" });
        }
    }

    private async Task InstallAsync(params string[] words)
    {
        var run = await RunAsync(["install", .. words]);
        run.ExitCode.ShouldBe(0, run.Error);
    }

    private Task<Run> RunAsync(params string[] arguments) => RunAsync(arguments, []);

    private Task<Run> RunAsync(string[] arguments, byte[] input) =>
        Run.ToEndAsync(tool.Path, user.Path, arguments, input, directory: packages.Place);
}
