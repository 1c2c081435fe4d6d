using Llm.Testing;

namespace Llm.EndToEnd.Plugins;

/// <summary>A plugin that keeps API keys: the commands and the requests that reach it.</summary>
[Collection(nameof(PluginsCollection))]
public sealed class KeyStorePluginTests(InstalledTool tool, PluginPackages packages) : IClassFixture<PluginPackages>, IDisposable
{
    private const string Plugin = """
        using Llm;

        public sealed class VaultPlugin : IPlugin
        {
            public string Name => "vault";

            public void RegisterKeyStores(KeyStoreRegistry stores) => stores.Add("vault", new FileStore("vault.txt"), "The file vault.txt");
        }

        public sealed class FileStore(string file) : IKeyStore
        {
            public IReadOnlyList<string> Names => [.. Read().Keys];

            public string? Find(string name) => Read().GetValueOrDefault(name);

            public void Set(string name, string value) => File.AppendAllText(file, $"{name}={value}\n");

            public bool Remove(string name) => throw new LlmException("Keys are removed in the file vault.txt.");

            private Dictionary<string, string> Read() => !File.Exists(file)
                ? throw new LlmException("The vault is locked: there is no vault.txt.")
                : File.ReadLines(file).ToDictionary(line => line.Split('=')[0], line => line.Split('=')[1]);
        }
        """;

    private readonly TemporaryUserDirectory user = new();
    private readonly string place = Directory.CreateTempSubdirectory("llm-vault-").FullName;

    public void Dispose()
    {
        user.Dispose();
        Directory.Delete(place, recursive: true);
    }

    [Fact]
    public async Task Its_keys_are_used_where_the_file_has_none()
    {
        await packages.PackAsync("Vault", "1.0.0", new Dictionary<string, string> { ["Plugin.cs"] = Plugin });
        (await Run.ToEndAsync(tool.Path, user.Path, ["install", "Vault"], directory: packages.Place)).ShouldBe(
            new Run(0, "Installed Vault 1.0.0\n", ""));
        (await RunAsync("plugins")).Output.ShouldContain("register_key_stores");
        (await RunAsync("keys", "get", "openai", "--store", "vault")).Error.ShouldBe(
            "Error: The vault is locked: there is no vault.txt.\n");
        (await RunAsync(["keys", "set", "openai", "--store", "vault"], "sk-vault\n"u8.ToArray())).ExitCode.ShouldBe(0);
        (await RunAsync("keys", "set", "other", "--store", "vault", "--value", "sk-other")).ExitCode.ShouldBe(0);
        (await RunAsync("keys", "list", "--store", "vault")).Output.ShouldBe("openai\nother\n");
        (await RunAsync("keys")).Output.ShouldBe("No keys found\n");

        // Piped input is read only after the keys were looked for.
        (await AskAsync("-m", "gpt-4o-mini")).ShouldBe(("Bearer sk-vault", "piped"));
        (await AskAsync("-m", "gpt-4o-mini", "--key", "other")).ShouldBe(("Bearer sk-other", "piped"));
        (await RunAsync("keys", "set", "openai", "--value", "sk-file")).ExitCode.ShouldBe(0);
        (await AskAsync("-m", "gpt-4o-mini")).ShouldBe(("Bearer sk-file", "piped"));
    }

    private async Task<(string? Key, string? Prompt)> AskAsync(params string[] arguments)
    {
        await using var server = await FakeServer.StartAsync();
        var run = await Run.ToEndAsync(
            tool.Path, user.Path, arguments, "piped"u8.ToArray(),
            new Dictionary<string, string> { ["OPENAI_BASE_URL"] = server.BaseAddress, ["OPENAI_API_KEY"] = "sk-variable" }, place);
        run.ExitCode.ShouldBe(0, run.Error);
        var request = server.Requests.Single();
        return (request.Headers.First(header => header.Key == "Authorization").Value, (string?)request.Json["messages"]![0]!["content"]);
    }

    private Task<Run> RunAsync(params string[] arguments) => RunAsync(arguments, []);

    private Task<Run> RunAsync(string[] arguments, byte[] input) =>
        Run.ToEndAsync(tool.Path, user.Path, arguments, input, directory: place);
}
