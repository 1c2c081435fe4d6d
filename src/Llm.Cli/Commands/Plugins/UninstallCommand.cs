using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Llm.Cli.Twin;
using Llm.Commands;
using Llm.Plugins;

namespace Llm.Cli.Commands.Plugins;

internal sealed class UninstallCommand(CliContext context) : Command, ILeftToTwin
{
    public const string Name = "uninstall";
    public const string Summary = "Uninstall packages from the LLM environment";

    private readonly RepeatedArgument<string> packages = new("PACKAGES");
    private readonly Flag yes = new("-y", "--yes") { Help = "Don't ask for confirmation" };

    public override string? Example => "llm uninstall Llm.Local -y";

    public override string Help => Summary;

    public override IReadOnlyList<Parameter> Parameters => [packages, yes];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken) =>
        RuntimeCode.IsSupported ? UninstallAsync(invocation, cancellationToken) : throw new UnreachableException();

    [RequiresUnreferencedCode(RuntimeCode.Reason)]
    private async Task<int> UninstallAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var names = string.Join(", ", invocation.Get(packages));
        if (!invocation.Get(yes))
        {
            context.Terminal.WriteError($"Uninstall {names}? [Y/n] ");
            var answer = await context.Input.ReadLineAsync(cancellationToken);
            if (!context.Input.IsTerminal) context.Terminal.WriteErrorLine();
            if (answer?.Trim() is not ("" or "y" or "Y" or "yes")) throw new LlmException("Nothing was uninstalled.");
        }

        var installer = new PluginInstaller(context.Host.Directory, (_, _) => throw new UnreachableException());
        installer.Uninstall(invocation.Get(packages));
        context.Terminal.WriteLine($"Uninstalled {names}");
        return 0;
    }
}
