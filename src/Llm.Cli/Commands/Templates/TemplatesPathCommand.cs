using Llm.Commands;

namespace Llm.Cli.Commands.Templates;

/// <example><c>llm templates path</c></example>
internal sealed class TemplatesPathCommand(CliContext context) : Command
{
    public override string Help => "Output the path to the templates directory";

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        // Made, so that a file can be put there.
        new UserDirectory(context.Host.Templates.Path).Create();
        context.Terminal.WriteLine(context.Host.Templates.Path);
        return Task.FromResult(0);
    }
}
