using Llm.Cli.Options;
using Llm.Commands;

namespace Llm.Cli.Commands.Keys;

internal sealed class KeysRemoveCommand(CliContext context) : Command
{
    public const string Name = "remove";

    private readonly ValueArgument<string> name = new("NAME");

    private readonly KeyStoreOption store = new();

    public override string? Example => "llm keys remove openai";

    public override string Help => "Remove a key from the keys.json file";

    public override IReadOnlyList<Parameter> Parameters => [name];

    public override IReadOnlyList<Option> Additions => store.All;

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var key = invocation.Get(name);
        return store.Find(invocation, context.Host).Remove(key) || store.Others(invocation, context.Host, key)?.Remove(key) == true
            ? Task.FromResult(0)
            : throw new LlmException($"No key found with name '{key}'");
    }
}
