using Llm.Commands;

namespace Llm.Cli.Options;

/// <summary>The option for a key store other than <c>keys.json</c>.</summary>
internal sealed class KeyStoreOption : OptionGroup
{
    private readonly ValueOption<string> option = new("--store")
    {
        Help = "Key store of a plugin, instead of keys.json; 'file' is keys.json",
        Metavar = "NAME",
    };

    public override IReadOnlyList<Option> All => [option];

    /// <summary>The store to use.</summary>
    /// <exception cref="LlmException">There is no such store.</exception>
    public IKeyStore Find(Invocation invocation, LlmHost host)
    {
        if (invocation.Get(option) is not { } name || name == KeyStore.Name) return host.Keys;
        // The plugin is loaded before a key is read, so that the twin can still take over.
        if (host.KeyStores.TryGetValue(name, out var store))
            return store.Store is DeferredKeyStore { Loaded: var loaded } ? loaded : store.Store;
        var known = string.Join(", ", host.KeyStores.Keys.Prepend(KeyStore.Name));
        throw new LlmException($"There is no key store '{name}'. Stores: {known}. Plugins can add others.");
    }
}
