using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.EndToEnd.Plugins;

/// <summary>Names that two plugins have, models that depend on a file, and a command with options.</summary>
[Collection(nameof(PluginsCollection))]
public sealed class SeveralPluginsTests(InstalledTool tool, PluginPackages packages) : IClassFixture<PluginPackages>, IDisposable
{
    private const string Twice = """
        using System.Runtime.CompilerServices;
        using Llm;
        using Llm.Commands;

        public sealed class TwicePlugin : IPlugin
        {
            public string Name => "NAME";

            public void RegisterModels(ModelRegistry models) => models.Add(new Model1("twice"));

            public void RegisterTools(ToolRegistry tools) => tools.Add(Tool.FromMethod(() => "of NAME", "twice"));

            public void RegisterFragmentLoaders(LoaderRegistry<FragmentLoader> loaders) => loaders.Add(
                "twice", (_, _) => Task.FromResult(new LoadedFragments([new Fragment("of NAME", "twice")], [])));

            public void RegisterCommands(CommandGroup commands) => commands.Add(new CommandEntry("twice", () => new TwiceCommand()));
        }

        public sealed class Model1(string id) : Model(id)
        {
            public override async IAsyncEnumerable<StreamEvent> ExecuteAsync(
                Prompt prompt, ModelContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
            {
                await Task.Yield();
                yield return "of NAME";
            }
        }

        public sealed class TwiceCommand : Command
        {
            private readonly OptionalArgument<string> text = new("TEXT");
            private readonly ValueOption<int> times = new("-n", "--times") { Help = "How often to say it", Default = 2 };

            public override string Help => "Say a text twice";

            public override IReadOnlyList<Parameter> Parameters => [text, times];

            public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
            {
                for (var i = 0; i < invocation.Get(times); i++) Console.WriteLine(invocation.Get(text) + " by NAME");
                return Task.FromResult(3);
            }
        }
        """;

    private const string Listing = """
        using System.Runtime.CompilerServices;
        using Llm;

        public sealed class ListingPlugin : IPlugin
        {
            private static readonly string File = Path.Combine(UserDirectory.Resolve().Path, "list.txt");

            public string Name => "listing";

            public RegistrationRefresh Refresh => new() { Files = [File] };

            public void RegisterModels(ModelRegistry models)
            {
                if (!System.IO.File.Exists(File)) return;
                var names = System.IO.File.ReadAllLines(File);
                if (names.Contains("fail")) throw new InvalidOperationException("The list is damaged.");
                foreach (var name in names) models.Add(new Listed(name));
                if (models.Models.FirstOrDefault(model => model.Aliases.Contains("mine")) is { } other) models.Add(new Listed("on-" + other.Model.Id));
            }
        }

        public sealed class Listed(string id) : Model(id)
        {
            public override async IAsyncEnumerable<StreamEvent> ExecuteAsync(
                Prompt prompt, ModelContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
            {
                await Task.Yield();
                yield return "I am " + Id;
            }
        }
        """;

    private const string Model = "Warning: The plugins alpha and beta both have the model 'twice'. That of beta is used.";
    private const string Tool = "Warning: The plugins alpha and beta both have the tool 'twice'. That of beta is called 'twice_1' here.";
    private const string Command = "Warning: The plugins alpha and beta both have the command 'twice'. That of beta is used.";

    private readonly TemporaryUserDirectory user = new();

    public void Dispose() => user.Dispose();

    [Fact]
    public async Task Both_plugins_are_named_once_where_the_name_is_used()
    {
        foreach (var name in (string[])["alpha", "beta"])
            await packages.PackAsync(name, "1.0.0", new Dictionary<string, string> { ["Plugin.cs"] = Twice.Replace("NAME", name) });
        var installed = await RunAsync("install", "alpha", "beta");
        installed.Output.ShouldBe("Installed alpha 1.0.0\nInstalled beta 1.0.0\n");
        installed.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(
        [
            Model, Tool, "Warning: The plugins alpha and beta both have the fragment prefix 'twice'. That of beta is called 'twice_1' here.",
            Command,
        ]);

        (await RunAsync("-m", "twice", "hi")).ShouldBe(new Run(0, "of beta\n", Model + "\n"));
        (await RunAsync("-m", "echo", "hi")).Error.ShouldBe("");
        foreach (var listing in (string[])["models", "tools", "plugins", "--help"]) (await RunAsync(listing)).Error.ShouldBe("");
        (await RunAsync("tools", "--json")).Output.ShouldContain("\"name\": \"twice_1\"");
        await using var server = await FakeServer.StartAsync();
        (await Run.ToEndAsync(
            tool.Path, user.Path, ["-m", "gpt-4o-mini", "-T", "twice_1", "CALL twice {}"],
            environment: new Dictionary<string, string> { ["OPENAI_BASE_URL"] = server.BaseAddress, ["OPENAI_API_KEY"] = "none" }))
            .ShouldBe(new Run(0, "results: of beta\n", Tool + "\n"));
        (await RunAsync("twice", "hi", "-n", "1")).ShouldBe(new Run(3, "hi by beta\n", Command + "\n"));
        (await RunAsync("doctor")).Output.ShouldContain(Model["Warning: ".Length..]);

        // An upgrade keeps the order.
        await packages.PackAsync("alpha", "1.1.0", new Dictionary<string, string> { ["Plugin.cs"] = Twice.Replace("NAME", "alpha") });
        (await RunAsync("install", "-U", "alpha")).Error.ShouldStartWith(Model);
        (await RunAsync("uninstall", "-y", "beta")).ExitCode.ShouldBe(0);
        (await RunAsync("-m", "twice", "hi")).ShouldBe(new Run(0, "of alpha\n", ""));
    }

    [Fact]
    public async Task A_command_shows_its_help_and_completion_and_is_refused_as_its_description_says()
    {
        await packages.PackAsync("gamma", "1.0.0", new Dictionary<string, string> { ["Plugin.cs"] = Twice.Replace("NAME", "gamma") });
        await RunAsync("install", "gamma");
        (await RunAsync("twice", "--help")).Output.ShouldBe("""
            Usage: llm twice [OPTIONS] [TEXT]

              Say a text twice

            Options:
              -n, --times INTEGER  How often to say it
              -h, --help           Show this message and exit.

            """);
        (await RunAsync("--help")).Output.ShouldContain("  twice          Say a text twice\n");
        (await RunAsync("completion", "words", "--", "twice", "--t")).Output.ShouldContain("--times");
        (await RunAsync("twice", "--tim")).Error.ShouldContain("Error: No such option '--tim'. Did you mean '--times'?");
        (await RunAsync("twice", "hi", "-n", "x")).Error.ShouldContain("'x' is not a valid integer.");
        (await RunAsync("twice", "hi", "--times", "1")).ShouldBe(new Run(3, "hi by gamma\n", ""));
    }

    [Fact]
    public async Task Models_that_depend_on_a_file_are_listed_again_when_it_changes()
    {
        await packages.PackAsync("Listing", "1.0.0", new Dictionary<string, string> { ["Plugin.cs"] = Listing });
        (await RunAsync("install", "Listing")).ExitCode.ShouldBe(0);
        (await ModelsAsync()).ShouldBeEmpty();
        var list = Path.Combine(user.Path, "list.txt");
        await File.WriteAllTextAsync(list, "one\n");
        (await ModelsAsync()).ShouldBe(["one"]);
        var before = await File.ReadAllTextAsync(Path.Combine(user.Path, "plugins", "plugins.json"));
        (await ModelsAsync()).ShouldBe(["one"]);
        (await File.ReadAllTextAsync(Path.Combine(user.Path, "plugins", "plugins.json"))).ShouldBe(before);

        // A prompt looks for a model that it does not know, and only then.
        await File.WriteAllTextAsync(list, "one\ntwo\n");
        (await RunAsync("-m", "two", "hi")).ShouldBe(new Run(0, "I am two\n", ""));
        await File.WriteAllTextAsync(list, "one\ntwo\nthree\n");
        (await RunAsync("aliases", "set", "mine", "echo")).ExitCode.ShouldBe(0);
        (await ModelsAsync()).ShouldBe(["one", "two", "three", "on-echo"]);

        await File.WriteAllTextAsync(list, "fail\n");
        var failed = await RunAsync("models");
        failed.ExitCode.ShouldBe(0);
        failed.Output.ShouldContain("Listed: three\n");
        failed.Error.ShouldStartWith("Warning: The plugin listing could not list again what it offers: The list is damaged. What is shown is from 2");
        (await RunAsync("-m", "echo", "hi")).Error.ShouldBe("");
        var described = JsonNode.Parse((await RunAsync("plugins", "--json")).Output)![0]!;
        ((string?)described["version"], (string?)described["package"], (bool?)described["dynamic"]).ShouldBe(("1.0.0", "Listing", true));
        Directory.Exists((string)described["folder"]!).ShouldBeTrue();
        ((string)described["asked"]!).ShouldEndWith("Z");
    }

    private async Task<IReadOnlyList<string>> ModelsAsync()
    {
        var run = await RunAsync("models");
        (run.ExitCode, run.Error).ShouldBe((0, ""));
        return
        [
            .. run.Output.Split('\n').Where(line => line.StartsWith("Listed: ", StringComparison.Ordinal))
                .Select(line => line["Listed: ".Length..].Split(' ')[0]),
        ];
    }

    private Task<Run> RunAsync(params string[] arguments) => Run.ToEndAsync(tool.Path, user.Path, arguments, directory: packages.Place);
}
