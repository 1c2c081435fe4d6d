namespace Llm;

/// <summary>The loaders of a host by prefix, in the order in which plugins added them.</summary>
public sealed class LoaderRegistry<TLoader>
    where TLoader : Delegate
{
    private readonly OrderedDictionary<string, RegisteredLoader<TLoader>> loaders = [];

    /// <summary>The loaders by prefix.</summary>
    public IReadOnlyDictionary<string, RegisteredLoader<TLoader>> Loaders => loaders;

    /// <summary>Adds a loader; where its prefix is taken, it gets one with a number behind.</summary>
    public void Add(string prefix, TLoader loader, string? description = null) =>
        loaders.Add(UniqueName.For(prefix, loaders.ContainsKey), new RegisteredLoader<TLoader>(loader, description));
}

/// <summary>A loader with what listings say about it.</summary>
/// <param name="Loader">The loader.</param>
/// <param name="Description">A few lines for people; null if there are none.</param>
public sealed record RegisteredLoader<TLoader>(TLoader Loader, string? Description);

/// <summary>Loads a template that is named <c>prefix:argument</c>.</summary>
/// <param name="argument">What stands behind the prefix.</param>
/// <param name="cancellationToken">Stops the work.</param>
public delegate Task<Template> TemplateLoader(string argument, CancellationToken cancellationToken);

/// <summary>Loads what is named <c>prefix:argument</c> as fragments and attachments.</summary>
/// <param name="argument">What stands behind the prefix.</param>
/// <param name="cancellationToken">Stops the work.</param>
public delegate Task<LoadedFragments> FragmentLoader(string argument, CancellationToken cancellationToken);

/// <summary>What a fragment loader brings.</summary>
/// <param name="Fragments">Texts.</param>
/// <param name="Attachments">Images, documents, sounds.</param>
public sealed record LoadedFragments(IReadOnlyList<Fragment> Fragments, IReadOnlyList<Attachment> Attachments)
{
    /// <summary>Nothing.</summary>
    public static LoadedFragments None { get; } = new([], []);
}

/// <summary>Makes the toolbox that is named <c>prefix:argument</c>.</summary>
/// <param name="argument">What stands behind the prefix.</param>
/// <param name="cancellationToken">Stops the work.</param>
/// <remarks>The toolbox's <see cref="Toolbox.Name"/> is the whole name, so that a continued conversation can make it again.</remarks>
public delegate Task<Toolbox> ToolboxLoader(string argument, CancellationToken cancellationToken);
