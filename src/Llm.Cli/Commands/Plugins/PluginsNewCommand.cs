using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Llm.Cli.Output;
using Llm.Cli.Twin;
using Llm.Commands;
using Llm.Plugins;

namespace Llm.Cli.Commands.Plugins;

internal sealed class PluginsNewCommand(CliContext context) : Command, ILeftToTwin
{
    public const string Name = "new";
    public const string Summary = "Make the project of a new plugin";

    private readonly ValueArgument<string> name = new("NAME");

    private readonly ValueOption<string> kind = new("--kind")
    {
        Parser = ValueParsers.Choice([.. NewPlugin.Kinds]),
        Default = NewPlugin.Kinds[0],
        Help = "What the plugin adds; a model if it is left out",
    };

    private readonly ValueOption<string> output = new("-o", "--output")
    {
        Metavar = "DIRECTORY",
        Help = "Folder to make it in; the name if it is left out",
    };

    public override string? Example => "llm plugins new Llm.Pelican --kind tool";

    public override string Help => $"""
        {Summary}

        The folder then has a project with tests and everything that a package needs. NAME becomes the ID of the package. It needs the
        .NET SDK, but not the network.
        """;

    public override IReadOnlyList<Parameter> Parameters => [name, kind, output];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken) =>
        RuntimeCode.IsSupported ? CreateAsync(invocation, cancellationToken) : throw new UnreachableException();

    [RequiresUnreferencedCode(RuntimeCode.Reason)]
    private async Task<int> CreateAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var project = invocation.Get(name);
        var folder = invocation.Get(output) ?? project;
        using (ProgressLine.Start(context.Terminal, $"making {project}"))
            await NewPlugin.CreateAsync(project, invocation.Get(kind)!, folder, cancellationToken);
        var typed = folder.Contains(' ', StringComparison.Ordinal) ? $"\"{folder}\"" : folder;
        context.Terminal.WriteLine(
            $"Made {project} in {folder}\n\nNext:\n\n    cd {typed}\n    dotnet test\n    llm install -e src/{project}");
        return 0;
    }
}
