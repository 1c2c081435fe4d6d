using Llm.Commands;

namespace Llm.Cli.Commands.Templates;

internal static class TemplatesGroup
{
    public const string Help = "Manage stored prompt templates";

    public static CommandGroup Create(CliContext context) => new(
        Help,
        new CommandEntry("list", () => new TemplatesListCommand(context)),
        new CommandEntry("edit", () => new TemplatesEditCommand(context)),
        new CommandEntry("loaders", () => new TemplatesLoadersCommand(context)),
        new CommandEntry("path", () => new TemplatesPathCommand(context)),
        new CommandEntry("show", () => new TemplatesShowCommand(context)))
    {
        DefaultCommand = "list",
    };
}
