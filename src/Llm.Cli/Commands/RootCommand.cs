using Llm.Cli.Commands.Aliases;
using Llm.Cli.Commands.Chat;
using Llm.Cli.Commands.Completion;
using Llm.Cli.Commands.Config;
using Llm.Cli.Commands.Conversations;
using Llm.Cli.Commands.Doctor;
using Llm.Cli.Commands.Fragments;
using Llm.Cli.Commands.Keys;
using Llm.Cli.Commands.Logs;
using Llm.Cli.Commands.Mcp;
using Llm.Cli.Commands.Models;
using Llm.Cli.Commands.Plugins;
using Llm.Cli.Commands.Prompt;
using Llm.Cli.Commands.Schemas;
using Llm.Cli.Commands.Templates;
using Llm.Cli.Commands.Tools;
using Llm.Commands;

namespace Llm.Cli.Commands;

/// <summary>The tree of commands.</summary>
internal static class RootCommand
{
    private const string Help = """
        Access Large Language Models from the command-line

        Documentation: https://llm.datasette.io/

        LLM can run models from many different providers. Consult the plugin directory for a list of available models:

        https://llm.datasette.io/en/stable/plugins/directory.html

        To get started with OpenAI, obtain an API key from them and:

        \b
            $ llm keys set openai
            Enter key: ...

        Then execute a prompt like this:

            llm 'Five outrageous names for a pet pelican'

        For a full list of prompting options run:

            llm prompt --help
        """;

    public static CommandGroup Create(CliContext context)
    {
        var root = CreateBuiltIn(context);
        foreach (var plugin in context.Host.Plugins) plugin.RegisterCommands(root);
        return root;
    }

    private static CommandGroup CreateBuiltIn(CliContext context) => new(
        Help,
        new CommandEntry("prompt", () => new PromptCommand(context)) { Summary = "Execute a prompt" },
        new CommandEntry("chat", () => new ChatCommand(context)) { Summary = "Hold an ongoing chat with a model." },
        new CommandEntry("aliases", () => AliasesGroup.Create(context)) { Summary = AliasesGroup.Help },
        new CommandEntry("completion", () => CompletionGroup.Create(context)) { Summary = CompletionGroup.Summary, IsAddition = true },
        new CommandEntry("config", () => ConfigGroup.Create(context)) { Summary = ConfigGroup.Help, IsAddition = true },
        new CommandEntry("conversations", () => ConversationsGroup.Create(context)) { Summary = ConversationsGroup.Help, IsAddition = true },
        new CommandEntry("doctor", () => new DoctorCommand(context)) { Summary = DoctorCommand.Summary, IsAddition = true },
        new CommandEntry("fragments", () => FragmentsGroup.Create(context)) { Summary = FragmentsGroup.Summary },
        new CommandEntry("keys", () => KeysGroup.Create(context)) { Summary = KeysGroup.Help },
        new CommandEntry("logs", () => LogsGroup.Create(context)) { Summary = LogsGroup.Help },
        new CommandEntry("mcp", () => McpGroup.Create(context)) { Summary = McpGroup.Summary, IsAddition = true },
        new CommandEntry("models", () => ModelsGroup.Create(context)) { Summary = ModelsGroup.Help },
        new CommandEntry("plugins", () => new PluginsCommand(context)) { Summary = "List installed plugins" },
        new CommandEntry("schemas", () => SchemasGroup.Create(context)) { Summary = SchemasGroup.Help },
        new CommandEntry("tools", () => ToolsGroup.Create(context)) { Summary = ToolsGroup.Help },
        new CommandEntry("templates", () => TemplatesGroup.Create(context)) { Summary = TemplatesGroup.Help })
    {
        DefaultCommand = "prompt",
    };
}
