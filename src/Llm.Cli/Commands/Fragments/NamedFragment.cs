using Llm.Storage.Logs;

namespace Llm.Cli.Commands.Fragments;

/// <summary>Finds the fragment that a user names.</summary>
internal static class NamedFragment
{
    /// <summary>Loads the fragment; if a loader returns several, the first.</summary>
    /// <exception cref="LlmException">The fragment cannot be found or read.</exception>
    public static async Task<Fragment> ResolveAsync(string name, LogStore store, CliContext context, CancellationToken cancellationToken)
    {
        var loaded = await context.Fragments(store).ResolveAsync([name], allowAttachments: false, cancellationToken);
        return loaded.Fragments.Count > 0 ? loaded.Fragments[0] : throw new LlmException($"Could not load fragment {name}: there is none");
    }
}
