namespace Llm;

/// <summary>Loads a template that is named <c>prefix:argument</c>.</summary>
/// <param name="argument">The text after the prefix.</param>
/// <param name="cancellationToken">Stops the work.</param>
public delegate Task<Template> TemplateLoader(string argument, CancellationToken cancellationToken);

/// <summary>Loads the fragments and attachments that <c>prefix:argument</c> names.</summary>
/// <param name="argument">The text after the prefix.</param>
/// <param name="cancellationToken">Stops the work.</param>
public delegate Task<LoadedFragments> FragmentLoader(string argument, CancellationToken cancellationToken);

/// <summary>The fragments and attachments from a loader.</summary>
/// <param name="Fragments">Texts.</param>
/// <param name="Attachments">Images, documents, sounds.</param>
public sealed record LoadedFragments(IReadOnlyList<Fragment> Fragments, IReadOnlyList<Attachment> Attachments)
{
    /// <summary>No fragments and no attachments.</summary>
    public static LoadedFragments None { get; } = new([], []);
}

/// <summary>Makes the toolbox that is named <c>prefix:argument</c>.</summary>
/// <param name="argument">The text after the prefix.</param>
/// <param name="cancellationToken">Stops the work.</param>
/// <remarks>The toolbox's <see cref="Toolbox.Name"/> is the whole name, so that a continued conversation can make it again.</remarks>
public delegate Task<Toolbox> ToolboxLoader(string argument, CancellationToken cancellationToken);

/// <summary>A loader with its description in listings.</summary>
/// <param name="Loader">The loader.</param>
/// <param name="Description">A few lines for people; null if there are none.</param>
public sealed record RegisteredLoader<TLoader>(TLoader Loader, string? Description)
{
    /// <summary>Loads the plugin that the loader was only described for; null for one that is loaded.</summary>
    internal Action? Load { get; init; }
}
