using Llm.Cli.Output;
using Llm.Commands;
using Llm.Packages;

namespace Llm.Cli.Commands.Providers;

internal sealed class ProvidersPrepareCommand(CliContext context) : Command
{
    public const string Name = "prepare";

    private readonly ValueArgument<string> name = new("NAME");

    private readonly ValueOption<string> python = new("--python")
    {
        Metavar = "PATH",
        Help = "Python to use; the first one that is new enough if it is left out",
    };

    private readonly ValueOption<string> findLinks = new("--find-links")
    {
        Metavar = "DIRECTORY",
        Help = "Folder of Python packages to install from, without a network",
    };

    private readonly Flag yes = new("-y", "--yes") { Help = "Don't ask for confirmation" };

    public override string? Example => "llm providers prepare tongyi";

    public override string Help => """
        Let the Python code of a package run

        Only packages need it whose servers have an interface of their own. It makes an isolated Python environment with what the package
        needs, by uv if that is installed and by venv and pip otherwise. The code then runs with your rights, in a process of its own,
        whenever you use one of the models.
        """;

    public override IReadOnlyList<Parameter> Parameters => [name, python, findLinks, yes];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var provider = ProviderText.FindPackage(context.Host, invocation.Get(name));
        var package = provider.Package!;
        var links = invocation.Get(findLinks);
        if (!context.Host.NeedsCode(package))
            context.Terminal.WriteErrorLine($"{provider.Title} can be used without this: its models run without the code of the package.");
        if (!invocation.Get(yes)) await AskAsync(package, links, cancellationToken);
        var preparation = new PackagePreparation { Python = invocation.Get(python), FindLinks = links };
        using (ProgressLine.Start(context.Terminal, $"preparing {provider.Title}"))
            await context.Host.PrepareAsync(package, preparation, new Steps(context.Terminal), cancellationToken);
        context.Terminal.WriteLine($"{provider.Name} is prepared, with Python {package.Environment.PythonVersion}");
        return 0;
    }

    private async Task AskAsync(AddedPackage package, string? links, CancellationToken cancellationToken)
    {
        var question = $"This installs the Python packages that it needs from {links ?? "their servers"}, and lets the code of "
            + $"{package.PackageName} {package.Version} run with your rights.";
        if (!context.Input.IsTerminal)
            throw new LlmException($"{question} Add --yes if you trust its author.");
        context.Terminal.WriteError($"{question} Continue? [y/N] ");
        var answer = (await context.Input.ReadLineAsync(cancellationToken))?.Trim();
        if (answer is not ("y" or "Y" or "yes")) throw new LlmException("Nothing was prepared.");
    }

    /// <summary>Shows each step on a line; a terminal has a line of its own for what is under way.</summary>
    private sealed class Steps(Terminal terminal) : IProgress<string>
    {
        public void Report(string value)
        {
            if (!terminal.ErrorHasCursor) terminal.WriteErrorLine(value);
        }
    }
}
