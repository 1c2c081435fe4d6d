using Llm.Cli.Options;
using Llm.Cli.Output;
using Llm.Commands;

namespace Llm.Cli.Commands.Keys;

internal sealed class KeysSetCommand(CliContext context) : Command
{
    public const string Name = "set";

    private readonly ValueArgument<string> name = new("NAME");
    private readonly ValueOption<string> value = new("--value") { Help = "Value to set" };
    private readonly KeyStoreOption store = new();
    private readonly ValueOption<string> command = new("--command")
    {
        Help = "Command that prints the key, run each time it is needed",
        Metavar = "TEXT",
    };

    public override string? Example => "llm keys set openai";

    public override string Help => """
        Save a key in the keys.json file

        Example usage:

        \b
            $ llm keys set openai
            Enter key: ...
        """;

    public override IReadOnlyList<Parameter> Parameters => [name, value];

    public override IReadOnlyList<Option> Additions => [.. store.All, command];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (invocation.Get(command) is { } line)
        {
            if (store.IsGiven(invocation) || invocation.Get(value) is not null)
                throw new UsageException("--command cannot be combined with --store or --value.");
            SetCommand(invocation.Get(name), line);
            return 0;
        }

        var keys = store.Find(invocation, context.Host);
        var key = invocation.Get(value) ?? await AskAsync(cancellationToken);
        keys.Set(invocation.Get(name), key);
        if (keys is SystemKeyStore) WarnIfStored(invocation.Get(name));
        return 0;
    }

    private void SetCommand(string key, string line)
    {
        ((CommandKeyStore)context.Host.KeyStores[CommandKeyStore.Name].Store).SetCommand(key, line);
        WarnIfStored(key);
    }

    private void WarnIfStored(string key)
    {
        if (string.IsNullOrEmpty(context.Host.Keys.Find(key))) return;
        context.Terminal.WriteErrorLine(
            $"Warning: keys.json has a key '{key}' too, which is used first: llm keys remove {key} --store file", TextStyle.Note);
    }

    /// <summary>Asks for a key without echoing it; from a pipe, reads the first line.</summary>
    private async Task<string> AskAsync(CancellationToken cancellationToken)
    {
        context.Terminal.WriteError("Enter key: ");
        var key = context.Input.IsTerminal
            ? Terminal.ReadSecret()
            : (await context.Input.ReadTextAsync(cancellationToken)).Split('\n')[0];
        if (context.Input.IsTerminal || key.Length == 0) context.Terminal.WriteErrorLine();
        return key.Trim().Length > 0
            ? key.Trim()
            : throw new LlmException("No key was given. Type one, pipe it in, or pass it with --value.");
    }
}
