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
        var names = keys is KeyStore { Exists: false } ? [] : keys.Names;
        // After those of the Python tool.
        var others = store.IsGiven(invocation) ? [] : new KeySources(context.Host.Directory).Names();
        if (keys is KeyStore { Exists: false } && others.Count == 0) context.Terminal.WriteLine("No keys found");
        foreach (var name in names) context.Terminal.WriteLine(name);
        foreach (var name in others)
        {
            if (!names.Contains(name)) context.Terminal.WriteLine(name);
        }

        return Task.FromResult(0);
    }
}
