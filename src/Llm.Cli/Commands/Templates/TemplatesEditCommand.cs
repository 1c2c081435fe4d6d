using Llm.Cli.Input;
using Llm.Commands;

namespace Llm.Cli.Commands.Templates;

internal sealed class TemplatesEditCommand(CliContext context) : Command
{
    public const string Name = "edit";

    private const string EmptyTemplate = "prompt: ";

    private readonly ValueArgument<string> name = new("NAME");

    public override string? Example => "llm templates edit summary";

    public override string Help => "Edit the specified prompt template using the default $EDITOR";

    public override IReadOnlyList<Parameter> Parameters => [name];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var templates = context.Host.Templates;
        var wanted = invocation.Get(name);
        var path = templates.FileOf(wanted);
        if (!File.Exists(path)) templates.Save(wanted, EmptyTemplate);
        await TextEditor.EditAsync(path, cancellationToken);
        // The template is loaded so that a mistake is reported now, and not at the next prompt.
        await templates.LoadAsync(wanted, cancellationToken);
        return 0;
    }
}
