using Llm.Cli.Options;
using Llm.Commands;

namespace Llm.Cli.Commands.Keys;

internal sealed class KeysGetCommand(CliContext context) : Command
{
    public const string Name = "get";

    private readonly ValueArgument<string> name = new("NAME");

    private readonly KeyStoreOption store = new();

    public override string? Example => "llm keys get openai";

    public override string Help => """
        Return the value of a stored key

        Example usage:

        \b
            export OPENAI_API_KEY=$(llm keys get openai)
        """;

    public override IReadOnlyList<Parameter> Parameters => [name];

    public override IReadOnlyList<Option> Additions => store.All;

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var keys = store.Find(invocation, context.Host);
        var wanted = invocation.Get(name);
        var key = keys.Find(wanted) ?? (keys is KeyStore ? store.Others(invocation, context.Host, wanted)?.Find(wanted) : null);
        if (key is null && keys is KeyStore { Exists: false }) throw new LlmException("No keys found");
        context.Terminal.WriteLine(key ?? throw new LlmException($"No key found with name '{wanted}'"));
        return Task.FromResult(0);
    }
}
