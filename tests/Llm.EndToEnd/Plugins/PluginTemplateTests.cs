using Llm.Testing;
using Llm.Tests;

namespace Llm.EndToEnd.Plugins;

/// <summary>Plugins made from the template, as a newcomer does it: made, built, tested, packed, installed and used.</summary>
[Collection(nameof(AuthorsCollection))]
public sealed class PluginTemplateTests(InstalledTool tool, LibraryPackages libraries) : IDisposable
{
    private const string Slow = "each kind takes most of a minute; .ci/slow tries all";

    private readonly AuthorFolder folder = new(libraries);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_model_is_made_tested_packed_installed_and_used()
    {
        await MakeAsync("Pelican.Words", "model");
        (await LlmAsync("-m", "words", "one two", "-o", "times", "2")).ShouldBe("one two one two\n");
    }

    [Fact]
    public async Task An_embedding_model_is_made_tested_packed_installed_and_used()
    {
        Assert.SkipUnless(Effort.IsSlow, Slow);
        await MakeAsync("llm-letters", "embedding");
        (await LlmAsync("embed", "-m", "letters", "-c", "aab")).ShouldStartWith("[0.894427");
    }

    [Fact]
    public async Task Tools_are_made_tested_packed_installed_and_used()
    {
        Assert.SkipUnless(Effort.IsSlow, Slow);
        await MakeAsync("Pelican.Tools", "tool");
        await using var server = await FakeServer.StartAsync();
        var llm = new LlmCommand(folder.User.Path, tool.Path);
        llm.Environment["OPENAI_BASE_URL"] = server.BaseAddress;
        llm.Environment["OPENAI_API_KEY"] = "none";
        var run = await llm.RunAsync(
            "-m", "gpt-4o-mini", "-T", "count_words", "-T", "ToolsTools(\"Ahoy\")", "CALL ToolsTools_greet {\"name\": \"Cleo\"}");
        run.ShouldBe(new CommandResult(0, "results: Ahoy, Cleo!\n", ""));
    }

    [Fact]
    public async Task Loaders_are_made_tested_packed_installed_and_used()
    {
        Assert.SkipUnless(Effort.IsSlow, Slow);
        await MakeAsync("Pelican.Notes", "loader");
        await File.WriteAllTextAsync(Path.Combine(folder.Work, "notes.txt"), "one\n\ntwo\n");
        (await LlmAsync("-m", "echo", "-f", "notes:notes.txt", "-t", "notes:birds"))
            .ShouldContain("one\\ntwo\\nAnswer a question about birds: ");
    }

    [Fact]
    public async Task A_command_is_made_tested_packed_installed_and_used()
    {
        Assert.SkipUnless(Effort.IsSlow, Slow);
        await MakeAsync("Pelican.Say", "command");
        (await LlmAsync("say", "some", "words", "--upper")).ShouldBe("SOME WORDS\n");
    }

    [Fact]
    public async Task The_package_of_the_template_makes_the_same_files()
    {
        await LlmAsync("plugins", "new", "Pelican", "--kind", "tool", "-o", "ours");
        var hive = Path.Combine(folder.Work, "hive");
        await folder.RunAsync("", "dotnet", "new", "install", "Llm.Templates", "--debug:custom-hive", hive);
        await folder.RunAsync("", "dotnet", "new", "llm-plugin", "-n", "Pelican", "--kind", "tool", "--debug:custom-hive", hive);
        Files("Pelican").ShouldBe(Files("ours"));
        Files("ours").Keys.ShouldContain(Path.Combine("src", "Pelican", "icon.png"));

        SortedDictionary<string, string> Files(string name)
        {
            var root = Path.Combine(folder.Work, name);
            return new SortedDictionary<string, string>(
                Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
                    .ToDictionary(file => Path.GetRelativePath(root, file), File.ReadAllText),
                StringComparer.Ordinal);
        }
    }

    [Fact]
    public async Task What_cannot_be_made_is_refused()
    {
        Directory.CreateDirectory(Path.Combine(folder.Work, "full", "inside"));
        await File.WriteAllTextAsync(Path.Combine(folder.Work, "file"), "");
        (await RunAsync("Pelican", "-o", "full")).ShouldBe(Refused("The folder full is not empty. Name another one with -o."));
        (await RunAsync("file")).ShouldBe(Refused("file is a file. Name a folder with -o."));
        foreach (var name in (string[])["3d", "a b", "Llm", "Llm..X", "../up"])
            (await RunAsync(name)).Error.ShouldStartWith($"Error: '{name}' cannot be the name of a package");
        (await RunAsync("Pelican.Model")).ShouldBe(
            Refused("'Pelican.Model' would hide the class Model of the library. Use another word."));
        (await RunAsync("Pelican", "--kind", "bird")).ExitCode.ShouldBe(2);
        Directory.GetFileSystemEntries(folder.Work).Length.ShouldBe(2);

        Task<Run> RunAsync(params string[] words) =>
            Run.ToEndAsync(tool.Path, folder.User.Path, ["plugins", "new", .. words], directory: folder.Work);

        static Run Refused(string message) => new(1, "", $"Error: {message}\n");
    }

    [Fact]
    public void The_template_names_the_version_of_the_product()
    {
        var file = Path.Combine(SharedData.RepositoryRoot, "templates", "llm-plugin", ".template.config", "template.json");
        var template = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(file))!;
        ((string?)template["symbols"]!["llmVersion"]!["defaultValue"]).ShouldBe(libraries.Version);
    }

    /// <summary>Does what the command suggests after making a plugin, and packs and installs the package.</summary>
    private async Task MakeAsync(string name, string kind)
    {
        (await LlmAsync("plugins", "new", name, "--kind", kind)).ShouldBe(
            $"Made {name} in {name}\n\nNext:\n\n    cd {name}\n    dotnet test\n    llm install -e src/{name}\n");
        (await folder.RunAsync(name, "dotnet", "test")).ShouldContain("failed: 0");
        await folder.RunAsync(name, "dotnet", "pack", "-o", "packages");
        await LlmAsync("install", $"./{name}/packages/{name}.0.1.0.nupkg");
    }

    private Task<string> LlmAsync(params string[] arguments) => folder.RunAsync("", tool.Path, arguments);
}
