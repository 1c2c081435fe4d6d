using Llm.Cli.Input;
using Llm.Cli.Output;

namespace Llm.Cli;

/// <summary>What every command works with.</summary>
/// <remarks>The host is not disposed: the process ends with the command, and closing connections one by one only delays the shell.</remarks>
internal sealed class CliContext(Terminal terminal, StandardInput input, Interrupt interrupt, Func<LlmHost> createHost)
{
    private readonly Lazy<LlmHost> host = new(createHost);

    /// <summary>Where the program speaks.</summary>
    public Terminal Terminal { get; } = terminal;

    /// <summary>What it is given.</summary>
    public StandardInput Input { get; } = input;

    /// <summary>Ctrl-C, for steps that can be stopped without the command.</summary>
    public Interrupt Interrupt { get; } = interrupt;

    /// <summary>The models and everything around them; made when it is first asked for.</summary>
    public LlmHost Host => host.Value;

    /// <summary>Finds attachments by what users type.</summary>
    public AttachmentResolver Attachments => new(Host.Web, Input.ReadBytesAsync);

    /// <summary>Finds fragments by what users type, the stored ones in <paramref name="store"/>.</summary>
    public FragmentResolver Fragments(IContentStore store) => new(Host.Web, store, () => Host.FragmentLoaders, Input.ReadTextAsync);
}
