using Llm.Commands;
using Llm.Storage.Logs;

namespace Llm.Cli.Commands.Fragments;

/// <summary>Names of fragments, which users choose and which fragments are found by.</summary>
internal static class NamedFragment
{
    /// <summary>Creates the argument for the alias of a fragment.</summary>
    public static ValueArgument<string> AliasArgument() => new("ALIAS") { Parser = new ValueParser<string>("TEXT", Check) };

    /// <summary>Loads the fragment; if a loader returns several, the first.</summary>
    /// <exception cref="LlmException">The fragment cannot be found or read.</exception>
    public static async Task<Fragment> ResolveAsync(string name, LogStore store, CliContext context, CancellationToken cancellationToken)
    {
        var loaded = await context.Fragments(store).ResolveAsync([name], allowAttachments: false, cancellationToken);
        return loaded.Fragments.Count > 0 ? loaded.Fragments[0] : throw new LlmException($"Could not load fragment {name}: there is none");
    }

    private static string Check(string word) => word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
        ? word
        : throw new InvalidValueException("Fragment alias must be alphanumeric");
}
