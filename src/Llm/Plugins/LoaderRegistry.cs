namespace Llm;

/// <summary>The loaders of a host by prefix, in the order in which plugins added them.</summary>
/// <remarks>
/// A host fills its registry once, on one thread, when it first needs a loader; loaders live as long as the host, and may be called from
/// several threads at once.
/// </remarks>
public sealed class LoaderRegistry<TLoader>
    where TLoader : Delegate
{
    private readonly OrderedDictionary<string, RegisteredLoader<TLoader>> loaders = [];

    /// <summary>The loaders by prefix.</summary>
    public IReadOnlyDictionary<string, RegisteredLoader<TLoader>> Loaders => loaders;

    /// <summary>Adds a loader; if its prefix is taken, a number is appended to it.</summary>
    public void Add(string prefix, TLoader loader, string? description = null) =>
        Add(prefix, new RegisteredLoader<TLoader>(loader, description));

    /// <summary>Which plugin has each prefix.</summary>
    internal NameOwners Owners { get; } = new(typeof(TLoader) == typeof(TemplateLoader) ? "template prefix" : "fragment prefix");

    internal void Add(string prefix, RegisteredLoader<TLoader> loader)
    {
        var given = UniqueName.For(prefix, loaders.ContainsKey);
        loaders.Add(given, loader);
        Owners.Claim(prefix, given);
    }
}
