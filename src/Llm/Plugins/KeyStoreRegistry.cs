namespace Llm;

/// <summary>The key stores that plugins added, by name, in the order in which they are asked.</summary>
/// <remarks>
/// A host fills its registry once, on one thread, when it first looks for a key that <c>keys.json</c> lacks; the stores stay in use as
/// long as the host. Not thread-safe while plugins register; the stores are.
/// </remarks>
public sealed class KeyStoreRegistry
{
    private readonly OrderedDictionary<string, RegisteredKeyStore> stores = [];

    /// <summary>The stores by the name that <c>llm keys --store</c> expects.</summary>
    public IReadOnlyDictionary<string, RegisteredKeyStore> Stores => stores;

    /// <summary>Which plugin has each store.</summary>
    internal NameOwners Owners { get; } = new("key store");

    /// <summary>Adds a store; if its name is taken, a number is appended to it.</summary>
    /// <param name="name">The name, such as <c>vault</c>. <c>file</c> is the name of <c>keys.json</c>.</param>
    /// <param name="store">The store. Creating it should neither open a connection nor ask the user.</param>
    /// <param name="description">A line for people; null if there is none.</param>
    public void Add(string name, IKeyStore store, string? description = null)
    {
        var given = UniqueName.For(name, candidate => candidate == KeyStore.Name || stores.ContainsKey(candidate));
        stores.Add(given, new RegisteredKeyStore(store, description));
        Owners.Claim(name, given);
    }
}

/// <summary>A key store with its description in listings.</summary>
/// <param name="Store">The store.</param>
/// <param name="Description">A line for people; null if there is none.</param>
public sealed record RegisteredKeyStore(IKeyStore Store, string? Description);
