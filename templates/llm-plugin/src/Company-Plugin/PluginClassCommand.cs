using Llm.Commands;

namespace Company_Plugin;

/// <summary><c>llm PLUGIN_ID WORDS...</c> prints words.</summary>
public sealed class PluginClassCommand : Command
{
    private readonly RepeatedArgument<string> words = new("WORDS");
    private readonly Flag upper = new("--upper") { Help = "Print in upper case" };

    public override string Help => "Print words";

    public override IReadOnlyList<Parameter> Parameters => [words, upper];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var text = string.Join(' ', invocation.Get(words) ?? []);
        if (invocation.Get(upper)) text = text.ToUpperInvariant();
        await invocation.Host.Output.WriteLineAsync(text.AsMemory(), cancellationToken);
        return 0;
    }
}
