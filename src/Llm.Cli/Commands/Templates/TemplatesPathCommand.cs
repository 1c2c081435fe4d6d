using Llm.Commands;

namespace Llm.Cli.Commands.Templates;

/// <example><c>llm templates path</c></example>
internal sealed class TemplatesPathCommand(CliContext context) : Command
{
    public override string Help => "Output the path to the templates directory";

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        context.Terminal.WriteLine(context.Host.Templates.Path);
        return Task.FromResult(0);
    }
}
