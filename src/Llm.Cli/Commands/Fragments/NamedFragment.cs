using Llm.Commands;
using Llm.Storage.Logs;

namespace Llm.Cli.Commands.Fragments;

/// <summary>A fragment by a name: one that a user gives it, or one that it is found by.</summary>
internal static class NamedFragment
{
    /// <summary>The argument for a name that a fragment may be given.</summary>
    public static ValueArgument<string> AliasArgument() => new("ALIAS") { Parser = new ValueParser<string>("TEXT", Check) };

    /// <summary>Reads it from wherever it is; of several that a loader brings, the first.</summary>
    /// <exception cref="LlmException">It cannot be found or read.</exception>
    public static async Task<Fragment> ResolveAsync(string name, LogStore store, CliContext context, CancellationToken cancellationToken)
    {
        var loaded = await context.Fragments(store).ResolveAsync([name], allowAttachments: false, cancellationToken);
        return loaded.Fragments.Count > 0 ? loaded.Fragments[0] : throw new LlmException($"Could not load fragment {name}: there is none");
    }

    private static string Check(string word) => word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
        ? word
        : throw new InvalidValueException("Fragment alias must be alphanumeric");
}
