namespace Llm;

/// <summary>
/// The stored keys of a host: those in <c>keys.json</c>, then those of commands, of the system and of the stores that plugins added.
/// </summary>
/// <param name="file">The keys in <c>keys.json</c>.</param>
/// <param name="others">The stores of plugins; asked only for what the file lacks.</param>
internal sealed class StoredKeys(KeyStore file, Lazy<KeyStoreRegistry> others) : IKeySource
{
    public string? Find(string name)
    {
        var stored = file.Find(name);
        if (!string.IsNullOrEmpty(stored)) return stored;
        foreach (var store in others.Value.Stores.Values)
        {
            if (store.Store.Find(name) is { Length: > 0 } found) return found;
        }

        return stored;
    }
}
