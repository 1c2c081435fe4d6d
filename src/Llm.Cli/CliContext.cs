using Llm.Cli.Input;
using Llm.Cli.Output;
using Llm.Cli.Twin;

namespace Llm.Cli;

/// <summary>The services that every command uses.</summary>
/// <remarks>
/// The host is not disposed: the process ends with the command, and closing connections one by one would only delay its exit.
/// </remarks>
internal sealed class CliContext(Terminal terminal, StandardInput input, Interrupt interrupt, Func<CliContext, LlmHost> createHost)
{
    /// <summary>The error for an unknown model in commands with the Python tool's wording.</summary>
    public const string NotAKnownModel = "'{0}' is not a known model";

    private readonly Lock gate = new();
    private LlmHost? host;

    /// <summary>Standard output and standard error.</summary>
    public Terminal Terminal { get; } = terminal;

    /// <summary>Standard input.</summary>
    public StandardInput Input { get; } = input;

    /// <summary>The handler of Ctrl-C, for steps that can be stopped without stopping the command.</summary>
    public Interrupt Interrupt { get; } = interrupt;

    /// <summary>The host of models and plugins, which is created when it is first used.</summary>
    public LlmHost Host
    {
        get
        {
            if (host is { } created) return created;
            lock (gate) return host ??= createHost(this);
        }
    }

    /// <summary>Finds the model with an ID or alias, or the default model if none is given.</summary>
    /// <param name="name">The ID or alias.</param>
    /// <param name="error">The error for an unknown name, with <c>{0}</c> in place of the name; null for the library's own error.</param>
    /// <exception cref="UnknownNameException">There is no such model.</exception>
    public Model FindModel(string? name, string? error = null)
    {
        if (string.IsNullOrEmpty(name)) return FindDefaultModel();
        var model = Host.FindModel(name) ?? (RefreshPlugins(isList: false) ? Host.FindModel(name) : null);
        if (model is not null || error is null) return model ?? Host.GetModel(name);
        throw new UnknownNameException(error.Replace("{0}", name, StringComparison.Ordinal), NameKind.Model, name);
    }

    private Model FindDefaultModel()
    {
        try
        {
            return Host.GetModel();
        }
        catch (UnknownModelException) when (RefreshPlugins(isList: false))
        {
            return Host.GetModel();
        }
    }

    /// <summary>Finds the embedding model with an ID or alias; null if there is none.</summary>
    public EmbeddingModel? FindEmbeddingModel(string name) =>
        Host.FindEmbeddingModel(name) ?? (RefreshPlugins(isList: false) ? Host.FindEmbeddingModel(name) : null);

    /// <summary>Gets the embedding model with an ID or alias.</summary>
    /// <exception cref="UnknownNameException">There is no such model.</exception>
    public EmbeddingModel GetEmbeddingModel(string name) => FindEmbeddingModel(name)
        ?? throw new UnknownNameException($"Unknown embedding model: {name}", NameKind.EmbeddingModel, name);

    /// <summary>Asks those plugins and servers again whose lists may have changed, if plugins can be loaded.</summary>
    /// <param name="isList">Whether a list is shown; otherwise, a name is looked for that nobody knows.</param>
    /// <returns>Whether there are new lists.</returns>
    public bool RefreshPlugins(bool isList = true) =>
        Host.RefreshPlugins(() => RuntimeCode.IsSupported || ManagedTwin.CanRun, isList);

    /// <summary>Finds the attachments that users name.</summary>
    public AttachmentResolver Attachments => new(Host.Web, Input.ReadBytesAsync);

    /// <summary>Finds the fragments that users name; stored fragments are looked up in <paramref name="store"/>.</summary>
    public FragmentResolver Fragments(IContentStore store) => new(Host.Web, store, () => Host.FragmentLoaders, Input.ReadTextAsync);
}
