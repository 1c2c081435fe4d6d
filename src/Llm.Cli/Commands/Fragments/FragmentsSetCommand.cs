using Llm.Cli.Retrieval;
using Llm.Cli.Twin;
using Llm.Commands;

namespace Llm.Cli.Commands.Fragments;

internal sealed class FragmentsSetCommand(CliContext context) : Command, ILooksIntoCollections
{
    public const string Name = "set";

    private readonly ValueArgument<string> alias = NamedFragment.AliasArgument();
    private readonly ValueArgument<string> fragment = new("FRAGMENT");

    public override string? Example => "llm fragments set mydocs ./docs.md";

    public override string Help => """
        Set an alias for a fragment

        Accepts an alias and a file path, URL, hash or '-' for stdin

        Example usage:

        \b
            llm fragments set mydocs ./docs.md
        """;

    public override IReadOnlyList<Parameter> Parameters => [alias, fragment];

    public bool LooksIntoCollections(Invocation invocation) => RetrievalPlugin.IsAskedBy(invocation.Get(fragment));

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        using var store = await LogFile.OpenAsync(context.Host.Directory.LogsDatabase, context, cancellationToken);
        var resolved = await NamedFragment.ResolveAsync(invocation.Get(fragment), store, context, cancellationToken);
        var id = await store.EnsureFragmentAsync(resolved, cancellationToken);
        await store.SetFragmentAliasAsync(invocation.Get(alias), id, cancellationToken);
        return 0;
    }
}
