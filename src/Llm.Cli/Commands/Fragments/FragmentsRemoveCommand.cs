using Llm.Commands;

namespace Llm.Cli.Commands.Fragments;

/// <summary>Removes the alias and keeps the fragment, to which logged prompts refer.</summary>
internal sealed class FragmentsRemoveCommand(CliContext context) : Command
{
    public const string Name = "remove";

    private readonly ValueArgument<string> alias = NamedFragment.AliasArgument();

    public override string? Example => "llm fragments remove docs";

    public override string Help => """
        Remove a fragment alias

        Example usage:

        \b
            llm fragments remove docs
        """;

    public override IReadOnlyList<Parameter> Parameters => [alias];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        using var store = await LogFile.OpenAsync(context.Host.Directory.LogsDatabase, context, cancellationToken);
        // As in the Python tool, an unknown alias is not an error.
        await store.RemoveFragmentAliasAsync(invocation.Get(alias), cancellationToken);
        return 0;
    }
}
