using System.Runtime.CompilerServices;
namespace Llm.Cli.Tests.Commands;

public sealed class KeyStoreTests : IDisposable
{
    private static readonly Dictionary<string, string> Vault = [];

    private readonly CommandRunner llm = new(new KeyPlugin(), new VaultPlugin("vault"), new VaultPlugin("vault"));

    public KeyStoreTests()
    {
        Vault.Clear();
        Vault["stored"] = "v-1";
    }

    public void Dispose() => llm.Dispose();

    [Fact]
    public async Task The_commands_reach_a_store_by_its_name()
    {
        (await llm.RunAsync("keys", "list", "--store", "vault")).ShouldBe(CommandResult.Success("stored\n"));
        (await llm.RunAsync("keys", "get", "stored", "--store", "vault")).ShouldBe(CommandResult.Success("v-1\n"));
        (await llm.RunAsync("keys", "set", "other", "--store", "vault", "--value", "v-2")).ShouldBe(CommandResult.Success());
        Vault["other"].ShouldBe("v-2");
        File.Exists(llm.Directory.KeysFile).ShouldBeFalse();
        (await llm.RunAsync("keys", "remove", "other", "--store", "vault")).ShouldBe(CommandResult.Success());
        (await llm.RunAsync("keys", "get", "other", "--store", "vault")).ShouldBe(CommandResult.Failure("No key found with name 'other'"));
    }

    [Fact]
    public async Task Without_the_option_only_the_file_is_listed_and_changed()
    {
        (await llm.RunAsync("keys")).ShouldBe(CommandResult.Success("No keys found\n"));
        (await llm.RunAsync("keys", "get", "stored")).ExitCode.ShouldBe(1);
        (await llm.RunAsync("keys", "set", "stored", "--value", "f-1", "--store", "file")).ShouldBe(CommandResult.Success());
        (await llm.RunAsync("keys", "get", "stored")).ShouldBe(CommandResult.Success("f-1\n"));
        Vault["stored"].ShouldBe("v-1");
    }

    [Fact]
    public async Task An_unknown_store_is_refused_with_those_there_are() =>
        (await llm.RunAsync("keys", "get", "x", "--store", "safe")).ShouldBe(
            CommandResult.Failure("There is no key store 'safe'. Stores: file, command, system, vault, vault_1. Plugins can add others."));

    [Fact]
    public async Task A_model_gets_the_key_given_then_the_one_in_the_file_then_that_of_a_store()
    {
        (await AskAsync()).ShouldBe("v-1\n");
        await llm.RunAsync("keys", "set", "personal", "--store", "vault", "--value", "v-3");
        (await AskAsync("--key", "personal")).ShouldBe("v-3\n");
        (await AskAsync("--key", "given")).ShouldBe("given\n");
        await llm.RunAsync("keys", "set", "stored", "--value", "f-1");
        (await AskAsync()).ShouldBe("f-1\n");
    }

    private async Task<string> AskAsync(params string[] options) =>
        (await llm.RunAsync(["-m", "keyed", "hi", "--no-stream", "--no-log", .. options])).Output;

    private sealed class KeyPlugin : IPlugin
    {
        public string Name => "keyed";

        public void RegisterModels(ModelRegistry models) => models.Add(new KeyedModel());
    }

    private sealed class KeyedModel() : KeyModel("keyed")
    {
        public override string? NeedsKey => "stored";

        public override async IAsyncEnumerable<StreamEvent> ExecuteAsync(
            Prompt prompt, ModelContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            yield return context.Key!;
        }
    }

    private sealed class VaultPlugin(string store) : IPlugin
    {
        public string Name => "vault";

        public void RegisterKeyStores(KeyStoreRegistry stores) => stores.Add(store, new VaultStore());
    }

    private sealed class VaultStore : IKeyStore
    {
        public IReadOnlyList<string> Names => [.. Vault.Keys.Order(StringComparer.Ordinal)];

        public string? Find(string name) => Vault.GetValueOrDefault(name);

        public void Set(string name, string value) => Vault[name] = value;

        public bool Remove(string name) => Vault.Remove(name);
    }
}
