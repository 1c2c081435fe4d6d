using Llm.Commands;

namespace Llm.Cli.Commands.Models;

internal static class ModelsOptionsGroup
{
    public static CommandGroup Create(CliContext context) => new(
        "Manage default options for models",
        new CommandEntry("list", () => new ModelsOptionsListCommand(context)),
        new CommandEntry("clear", () => new ModelsOptionsClearCommand(context)),
        new CommandEntry("set", () => new ModelsOptionsSetCommand(context)),
        new CommandEntry("show", () => new ModelsOptionsShowCommand(context)))
    {
        DefaultCommand = "list",
    };

    /// <summary>The id of the model that is meant; a name that no model has is kept as it is.</summary>
    public static string Resolve(LlmHost host, string name) => host.Models.Find(name)?.Id ?? name;
}
