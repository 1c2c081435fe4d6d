using Llm.Cli.Options;
using Llm.Cli.Output;
using Llm.Commands;

namespace Llm.Cli.Commands.Fragments;

internal sealed class FragmentsListCommand(CliContext context) : Command
{
    public const string Name = "list";

    private readonly RepeatedOption<string> queries = new("-q", "--query") { Help = "Search for fragments matching these strings" };
    private readonly Flag aliases = new("--aliases") { Help = "Show only fragments with aliases" };
    private readonly ListOptions list = new(indent: 4);

    public override string? Example => "llm fragments -q robots --aliases";

    public override string Help => "List current fragments";

    public override IReadOnlyList<Parameter> Parameters => [queries, aliases, .. list.All];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        using var store = await LogFile.OpenAsync(context.Host.Directory.LogsDatabase, context, cancellationToken);
        var fragments = await store.ListFragmentsAsync(invocation.Get(queries), invocation.Get(aliases), cancellationToken);
        list.Write(invocation, context.Terminal, fragments, FragmentListing.ToJson, FragmentListing.ToYaml);
        return 0;
    }
}
