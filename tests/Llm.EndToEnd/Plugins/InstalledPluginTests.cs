using System.Text;
using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.EndToEnd.Plugins;

/// <summary>The sample plugins, packed and installed as a newcomer does it, and everything that they offer.</summary>
[Collection(nameof(PluginsCollection))]
public sealed class InstalledPluginTests(InstalledTool tool, PluginPackages packages) : IClassFixture<PluginPackages>, IAsyncLifetime
{
    private const string Words = "the cat and the dog and the cow";

    private static readonly string[] Seeded = ["-m", "markov", Words, "-o", "length", "6", "-o", "seed", "1"];

    public async ValueTask InitializeAsync()
    {
        if (File.Exists(Path.Combine(packages.User.Path, "plugins", "plugins.json"))) return;
        var installed = await RunAsync("install", "Markov", "Notebook==0.1.0");
        (installed.ExitCode, installed.Output).ShouldBe((0, "Installed Markov 0.1.0\nInstalled Notebook 0.1.0\n"), installed.Error);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Listings_show_what_plugins_offer()
    {
        var plugins = JsonNode.Parse((await RunAsync("plugins")).Output)!;
        plugins.AsArray().Select(plugin => (string?)plugin!["name"]).ShouldBe(["markov", "notebook"]);
        plugins[1]!["hooks"]!.AsArray().Select(hook => (string?)hook).ShouldBe(
            ["register_commands", "register_fragment_loaders", "register_template_loaders", "register_tools"]);
        (await RunAsync("plugins", "--hook", "register_tools")).Output.ShouldNotContain("markov");
        (await RunAsync("models")).Output.ShouldContain("MarkovModel: markov (aliases: chain)\n");
        var described = (await RunAsync("models", "--options", "-m", "markov")).Output;
        described.ShouldContain("length: int\n      Number of words to generate\n");
        described.ShouldContain("  Features:\n  - streaming\n");
        (await RunAsync("tools")).Output.ShouldContain("count_words(text: str) -> int (plugin: notebook)\n\n  Counts the words of a text.");
        (await RunAsync("tools")).Output.ShouldContain("Notebook_read() -> str");
        (await RunAsync("fragments", "loaders")).Output.ShouldContain("note:");
        (await RunAsync("templates", "loaders")).Output.ShouldContain("about:");
        (await RunAsync("--help")).Output.ShouldContain("  note           Add a line to notes.txt\n");
    }

    [Fact]
    public async Task A_model_answers_is_logged_and_is_continued_by_its_alias()
    {
        var run = await RunAsync(Seeded);
        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.Trim().Split(' ').Length.ShouldBe(6);
        (await RunAsync(Seeded)).Output.ShouldBe(run.Output);
        var piped = await RunAsync(["-m", "chain", "-o", "length", "2"], Encoding.UTF8.GetBytes("one two"));
        piped.Output.Trim().Split(' ').ShouldBeSubsetOf(["one", "two"]);
        var logged = JsonNode.Parse((await RunAsync("logs", "-n", "1", "--json")).Output)![0]!;
        ((string?)logged["model"], (string?)logged["prompt"], (int?)logged["output_tokens"]).ShouldBe(("markov", "one two", 2));
        (await RunAsync("-c", "three", "-o", "length", "1")).Output.ShouldBe("three\n");
        var wrong = await RunAsync("-m", "markov", "x", "-o", "length", "0");
        (wrong.ExitCode, wrong.Error).ShouldBe((1, "Error: length\n  Input should be greater than or equal to 1\n"));
    }

    [Fact]
    public async Task A_chat_starts_with_a_model_of_a_plugin()
    {
        var run = await RunAsync(["chat", "-m", "markov", "-o", "length", "1"], "one\nquit\n"u8.ToArray());
        (run.ExitCode, run.Error).ShouldBe((0, ""));
        run.Output.ShouldContain("> one\n");
    }

    [Fact]
    public async Task Tools_and_toolboxes_of_a_plugin_run()
    {
        await using var server = await FakeServer.StartAsync();
        var run = await RunAsync(server, "-m", "gpt-4o-mini", "-T", "count_words", """CALL count_words {"text": "a b c"}""");
        (run.ExitCode, run.Output).ShouldBe((0, "results: 3\n"), run.Error);
        var file = Path.Combine(packages.Place, "toolbox.txt");
        var added = await RunAsync(
            server, "-m", "gpt-4o-mini", "-T", $"Notebook(\"{file}\")", """CALL Notebook_add {"line": "pelicans"}""");
        (added.ExitCode, added.Output).ShouldBe((0, "results: added\n"), added.Error);
        File.ReadAllText(file).ShouldBe("pelicans\n");
    }

    [Fact]
    public async Task Commands_and_loaders_of_a_plugin_run_and_piped_input_reaches_the_prompt()
    {
        (await RunAsync("note", "A pelican has a pouch")).ShouldBe(new Run(0, "", ""));
        (await RunAsync("note", "A crow has none")).ExitCode.ShouldBe(0);
        (await RunAsync("note")).Error.ShouldContain("Error: Missing argument 'TEXT'.");
        (await RunAsync("note", "--help")).Output.ShouldStartWith("Usage: llm note [OPTIONS] TEXT\n\n  Add a line to notes.txt\n");
        await using var server = await FakeServer.StartAsync();
        server.Enqueue(FakeAnswer.FromPieces("A goose", " has one."));
        (await RunAsync(server, "note", "--tidy", "a gose has")).ShouldBe(new Run(0, "A goose has one.\n", ""));
        (await RunAsync("logs", "-n", "1", "-r")).Output.ShouldBe("A goose has one.\n");
        var run = await RunAsync(server, ["-m", "gpt-4o-mini", "-f", "note:pelican", "-t", "about:birds"], "Really?"u8.ToArray());
        (run.ExitCode, run.Error).ShouldBe((0, ""));
        run.Output.ShouldContain("A pelican has a pouch");
        run.Output.ShouldContain("Tell me about birds: Really?");
        run.Output.ShouldNotContain("crow");
    }

    [Fact]
    public async Task The_variable_chooses_plugins()
    {
        (await RunAsync(Variable(""), "plugins")).Output.ShouldBe("[]\n");
        (await RunAsync(Variable("Markov"), "plugins")).Output.ShouldNotContain("notebook");
        var run = await RunAsync(Variable("notebook"), Seeded);
        (run.ExitCode, run.Error).ShouldBe((1, "Error: 'Unknown model: markov'\n"));

        static Dictionary<string, string> Variable(string value) => new() { ["LLM_LOAD_PLUGINS"] = value };
    }

    private Task<Run> RunAsync(params string[] arguments) => RunAsync(new Dictionary<string, string>(), arguments);

    private Task<Run> RunAsync(string[] arguments, byte[] input) =>
        Run.ToEndAsync(tool.Path, packages.User.Path, arguments, input, directory: packages.Place);

    private Task<Run> RunAsync(Dictionary<string, string> environment, params string[] arguments) =>
        Run.ToEndAsync(tool.Path, packages.User.Path, arguments, environment: environment, directory: packages.Place);

    private Task<Run> RunAsync(FakeServer server, params string[] arguments) => RunAsync(server, arguments, []);

    private Task<Run> RunAsync(FakeServer server, string[] arguments, byte[] input) => Run.ToEndAsync(
        tool.Path, packages.User.Path, arguments, input,
        new Dictionary<string, string> { ["OPENAI_BASE_URL"] = server.BaseAddress, ["OPENAI_API_KEY"] = "none" }, packages.Place);
}
