using Llm.Commands;

namespace Llm.Cli.Commands.Completion;

internal sealed class CompletionScriptCommand(CliContext context, string name, string shell) : Command
{
    public override string? Example => $"llm completion {name}";

    public override string Help => $"Print the completion script for {shell}";

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        using var script = typeof(CompletionScriptCommand).Assembly.GetManifestResourceStream($"completion.{name}")!;
        using var reader = new StreamReader(script);
        context.Terminal.Write(await reader.ReadToEndAsync(cancellationToken));
        return 0;
    }
}
