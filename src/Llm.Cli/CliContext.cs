using Llm.Cli.Input;
using Llm.Cli.Output;

namespace Llm.Cli;

/// <summary>What every command works with.</summary>
/// <remarks>The host is not disposed: the process ends with the command, and closing connections one by one only delays the shell.</remarks>
internal sealed class CliContext(Terminal terminal, StandardInput input, Interrupt interrupt, Func<LlmHost> createHost)
{
    /// <summary>The error for an unknown model of those commands that say it like this.</summary>
    public const string NotAKnownModel = "'{0}' is not a known model";

    private readonly Lazy<LlmHost> host = new(createHost);

    /// <summary>Where the program speaks.</summary>
    public Terminal Terminal { get; } = terminal;

    /// <summary>What it is given.</summary>
    public StandardInput Input { get; } = input;

    /// <summary>Ctrl-C, for steps that can be stopped without the command.</summary>
    public Interrupt Interrupt { get; } = interrupt;

    /// <summary>The models and everything around them; made when it is first asked for.</summary>
    public LlmHost Host => host.Value;

    /// <summary>The model of an id or alias; the default model if none is given.</summary>
    /// <param name="name">The id or alias.</param>
    /// <param name="error">The error for a name that no model has, with a place for it; null for the library's, which is shown as Python shows it.</param>
    /// <exception cref="UnknownNameException">There is none.</exception>
    public Model FindModel(string? name, string? error = null)
    {
        if (string.IsNullOrEmpty(name) || error is null) return Host.GetModel(string.IsNullOrEmpty(name) ? null : name);
        return Host.Models.Find(name) ?? throw new UnknownNameException(error.Replace("{0}", name, StringComparison.Ordinal), NameKind.Model, name);
    }

    /// <summary>Finds attachments by what users type.</summary>
    public AttachmentResolver Attachments => new(Host.Web, Input.ReadBytesAsync);

    /// <summary>Finds fragments by what users type, the stored ones in <paramref name="store"/>.</summary>
    public FragmentResolver Fragments(IContentStore store) => new(Host.Web, store, () => Host.FragmentLoaders, Input.ReadTextAsync);
}
