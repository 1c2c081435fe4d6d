using Llm.Commands;

namespace Llm.Cli.Commands.Fragments;

internal sealed class FragmentsShowCommand(CliContext context) : Command
{
    public const string Name = "show";

    private readonly ValueArgument<string> aliasOrHash = new("ALIAS_OR_HASH");

    public override string? Example => "llm fragments show mydocs";

    public override string Help => """
        Display the fragment stored under an alias or hash

        \b
            llm fragments show mydocs
        """;

    public override IReadOnlyList<Parameter> Parameters => [aliasOrHash];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        using var store = await LogFile.OpenAsync(context.Host.Directory.LogsDatabase, context, cancellationToken);
        var fragment = await NamedFragment.ResolveAsync(invocation.Get(aliasOrHash), store, context, cancellationToken);
        context.Terminal.WriteLine(fragment.Content);
        return 0;
    }
}
