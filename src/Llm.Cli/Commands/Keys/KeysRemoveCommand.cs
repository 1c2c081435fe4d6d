using Llm.Commands;

namespace Llm.Cli.Commands.Keys;

/// <example><c>llm keys remove openai</c></example>
internal sealed class KeysRemoveCommand(CliContext context) : Command
{
    private readonly ValueArgument<string> name = new("NAME");

    public override string Help => "Remove a key from the keys.json file";

    public override IReadOnlyList<Parameter> Parameters => [name];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var key = invocation.Get(name);
        return context.Host.Keys.Remove(key) ? Task.FromResult(0) : throw new LlmException($"No key found with name '{key}'");
    }
}
