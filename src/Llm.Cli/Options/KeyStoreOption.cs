using Llm.Commands;

namespace Llm.Cli.Options;

/// <summary>The option for a key store other than <c>keys.json</c>.</summary>
internal sealed class KeyStoreOption : OptionGroup
{
    private readonly ValueOption<string> option = new("--store")
    {
        Help = "Key store in place of keys.json: system, or that of a plugin; 'file' is keys.json",
        Metavar = "NAME",
    };

    public override IReadOnlyList<Option> All => [option];

    public bool IsGiven(Invocation invocation) => invocation.Get(option) is not null;

    /// <summary>The store that has a key which is not in <c>keys.json</c>; null if there is none, or the user chose a store.</summary>
    public IKeyStore? Others(Invocation invocation, LlmHost host, string name)
    {
        if (IsGiven(invocation)) return null;
        var sources = new KeySources(host.Directory);
        var kind = sources.Find(name, KeySources.Command) is not null ? CommandKeyStore.Name
            : sources.Find(name, KeySources.System) is not null ? SystemKeyStore.Name : null;
        return kind is null ? null : host.KeyStores[kind].Store;
    }

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
