using Llm.Commands;

namespace Llm.Cli.Commands.Fragments;

internal static class FragmentsGroup
{
    public const string Summary = "Manage fragments that are stored in the database";

    public static CommandGroup Create(CliContext context) => new(
        $"""
        {Summary}

        Fragments are reusable snippets of text that are shared across multiple prompts.
        """,
        new CommandEntry("list", () => new FragmentsListCommand(context)),
        new CommandEntry("loaders", () => new FragmentsLoadersCommand(context)),
        new CommandEntry("remove", () => new FragmentsRemoveCommand(context)),
        new CommandEntry("set", () => new FragmentsSetCommand(context)),
        new CommandEntry("show", () => new FragmentsShowCommand(context)))
    {
        DefaultCommand = "list",
    };
}
