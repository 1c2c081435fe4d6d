using Llm.Storage.Logs;

namespace Llm.Cli.Commands.Fragments;

/// <summary>The one fragment that a user names.</summary>
internal static class NamedFragment
{
    /// <summary>Reads it from wherever it is; of several that a loader brings, the first.</summary>
    /// <exception cref="LlmException">It cannot be found or read.</exception>
    public static async Task<Fragment> ResolveAsync(string name, LogStore store, CliContext context, CancellationToken cancellationToken)
    {
        var loaded = await context.Fragments(store).ResolveAsync([name], allowAttachments: false, cancellationToken);
        return loaded.Fragments.Count > 0 ? loaded.Fragments[0] : throw new LlmException($"Could not load fragment {name}: there is none");
    }
}
