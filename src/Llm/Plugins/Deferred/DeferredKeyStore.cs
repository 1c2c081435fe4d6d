namespace Llm;

/// <summary>A key store of an installed plugin, which is loaded when the store is asked.</summary>
/// <param name="load">Loads the plugin and returns the store itself.</param>
internal sealed class DeferredKeyStore(Func<IKeyStore> load) : IKeyStore
{
    private readonly Lazy<IKeyStore> loaded = new(load);

    /// <summary>The store itself; loads its plugin.</summary>
    public IKeyStore Loaded => loaded.Value;

    public IReadOnlyList<string> Names => loaded.Value.Names;

    public string? Find(string name) => loaded.Value.Find(name);

    public void Set(string name, string value) => loaded.Value.Set(name, value);

    public bool Remove(string name) => loaded.Value.Remove(name);
}
