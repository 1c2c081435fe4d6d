namespace Llm;

/// <summary>The loaders of a host by prefix, in the order in which plugins added them.</summary>
public sealed class LoaderRegistry<TLoader>
    where TLoader : Delegate
{
    private readonly OrderedDictionary<string, RegisteredLoader<TLoader>> loaders = [];

    /// <summary>The loaders by prefix.</summary>
    public IReadOnlyDictionary<string, RegisteredLoader<TLoader>> Loaders => loaders;

    /// <summary>Adds a loader; if its prefix is taken, a number is appended to it.</summary>
    public void Add(string prefix, TLoader loader, string? description = null) =>
        Add(prefix, new RegisteredLoader<TLoader>(loader, description));

    internal void Add(string prefix, RegisteredLoader<TLoader> loader) =>
        loaders.Add(UniqueName.For(prefix, loaders.ContainsKey), loader);
}
