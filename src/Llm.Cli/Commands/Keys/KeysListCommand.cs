using Llm.Cli.Options;
using Llm.Commands;

namespace Llm.Cli.Commands.Keys;

internal sealed class KeysListCommand(CliContext context) : Command
{
    public const string Name = "list";

    private readonly KeyStoreOption store = new();

    public override string? Example => "llm keys";

    public override string Help => "List names of all stored keys";

    public override IReadOnlyList<Option> Additions => store.All;

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var keys = store.Find(invocation, context.Host);
        if (keys is KeyStore { Exists: false }) context.Terminal.WriteLine("No keys found");
        else foreach (var name in keys.Names) context.Terminal.WriteLine(name);
        return Task.FromResult(0);
    }
}
