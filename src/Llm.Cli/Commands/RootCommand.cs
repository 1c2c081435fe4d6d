using Llm.Cli.Commands.Aliases;
using Llm.Cli.Commands.Chat;
using Llm.Cli.Commands.Completion;
using Llm.Cli.Commands.Config;
using Llm.Cli.Commands.Conversations;
using Llm.Cli.Commands.Doctor;
using Llm.Cli.Commands.Embeddings;
using Llm.Cli.Commands.Fragments;
using Llm.Cli.Commands.Keys;
using Llm.Cli.Commands.Logs;
using Llm.Cli.Commands.Mcp;
using Llm.Cli.Commands.Models;
using Llm.Cli.Commands.Ollama;
using Llm.Cli.Commands.OpenAI;
using Llm.Cli.Commands.Plugins;
using Llm.Cli.Commands.Prompt;
using Llm.Cli.Commands.Providers;
using Llm.Cli.Commands.Schemas;
using Llm.Cli.Commands.Serve;
using Llm.Cli.Commands.Tasks;
using Llm.Cli.Commands.Templates;
using Llm.Cli.Commands.Tools;
using Llm.Cli.Commands.Usage;
using Llm.Commands;

namespace Llm.Cli.Commands;

/// <summary>The tree of commands.</summary>
/// <remarks>Start-up: the summaries are here, so that groups and commands are not created before they are called.</remarks>
internal sealed class RootCommand(CliContext context)
{
    private const string RootHelp = """
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

    private const string CompletionHelp = """


        Add one of these lines to the start-up file of your shell:

        \b
            source <(llm completion bash)
            source <(llm completion zsh)
            llm completion fish | source
            llm completion powershell | Out-String | Invoke-Expression
        """;

    private const string FragmentsHelp = """


        Fragments are reusable snippets of text that are shared across multiple prompts.
        """;

    private const string McpHelp = """


        Their tools are used with -T mcp:NAME or -T mcp:NAME/TOOL, their resources with -f mcp:NAME/URI and their prompts with
        -t mcp:NAME/PROMPT.
        """;

    /// <summary>Creates the root with all commands, including those of plugins.</summary>
    public static CommandGroup Create(CliContext context)
    {
        var root = new RootCommand(context).CreateBuiltIn();
        context.Host.RegisterCommands(root);
        return root;
    }

    private CommandGroup CreateBuiltIn() => new(
        RootHelp,
        new CommandEntry(PromptCommand.Name, () => new PromptCommand(context)) { Summary = "Execute a prompt" },
        new CommandEntry(ChatCommand.Name, () => new ChatCommand(context)) { Summary = "Hold an ongoing chat with a model." },
        Group("aliases", "Manage model aliases", Aliases),
        Group("collections", "View and manage collections of embeddings", Collections),
        Group("completion", "Print a shell completion script", Completion, CompletionHelp) with { IsAddition = true },
        Group("config", "Show and change the settings in settings.yaml", Config) with { IsAddition = true },
        Group("conversations", "List, continue, rename and export conversations", Conversations) with { IsAddition = true },
        new CommandEntry(DoctorCommand.Name, () => new DoctorCommand(context)) { Summary = DoctorCommand.Summary, IsAddition = true },
        new CommandEntry(EmbedCommand.Name, () => new EmbedCommand(context)) { Summary = EmbedCommand.Summary },
        new CommandEntry(EmbedMultiCommand.Name, () => new EmbedMultiCommand(context)) { Summary = EmbedMultiCommand.Summary },
        Group("embed-models", "Manage available embedding models", EmbedModels),
        Group("fragments", "Manage fragments that are stored in the database", Fragments, FragmentsHelp),
        new CommandEntry(InstallCommand.Name, () => new InstallCommand(context)) { Summary = InstallCommand.Summary },
        Group("keys", "Manage stored API keys for different models", Keys),
        Group("logs", "Tools for exploring logged prompts and responses", Logs),
        Group("mcp", "Manage Model Context Protocol servers, and run one", Mcp, McpHelp) with { IsAddition = true },
        Group("models", "Manage available models", Models),
        new CommandEntry(ModerateCommand.Name, () => new ModerateCommand(context)) { Summary = ModerateCommand.Summary, IsAddition = true },
        Group("ollama", "List and download the models of an Ollama server", Ollama) with { IsAddition = true },
        Group("openai", "Commands for working with OpenAI and OpenAI-compatible APIs", OpenAI),
        Group("providers", "List the providers of models, and what their servers offer", Providers) with { IsAddition = true },
        new CommandEntry(PluginsCommand.Name, () => new PluginsCommand(context)) { Summary = "List installed plugins" },
        new CommandEntry(RerankCommand.Name, () => new RerankCommand(context)) { Summary = RerankCommand.Summary, IsAddition = true },
        Group("serve", "Serve models to other programs", Serve) with { IsAddition = true },
        new CommandEntry(SimilarCommand.Name, () => new SimilarCommand(context)) { Summary = SimilarCommand.Summary },
        Group("schemas", "Manage stored schemas", Schemas),
        new CommandEntry(SpeakCommand.Name, () => new SpeakCommand(context)) { Summary = SpeakCommand.Summary, IsAddition = true },
        Group("tools", "Manage tools that can be made available to LLMs", Tools),
        Group("templates", "Manage stored prompt templates", Templates),
        new CommandEntry(TranscribeCommand.Name, () => new TranscribeCommand(context))
        {
            Summary = TranscribeCommand.Summary,
            IsAddition = true,
        },
        new CommandEntry(UninstallCommand.Name, () => new UninstallCommand(context)) { Summary = UninstallCommand.Summary },
        new CommandEntry(UsageCommand.Name, () => new UsageCommand(context)) { Summary = UsageCommand.Summary, IsAddition = true })
    {
        DefaultCommand = PromptCommand.Name,
    };

    private CommandEntry[] Aliases() =>
    [
        new(AliasesListCommand.Name, () => new AliasesListCommand(context)),
        PathOf("aliases", "aliases.json file", context.Host.Aliases.Path, context.Host.Directory.Path),
        new(AliasesRemoveCommand.Name, () => new AliasesRemoveCommand(context)),
        new(AliasesSetCommand.Name, () => new AliasesSetCommand(context)),
    ];

    private CommandEntry[] Collections() =>
    [
        new(CollectionsListCommand.Name, () => new CollectionsListCommand(context)),
        new(CollectionsDeleteCommand.Name, () => new CollectionsDeleteCommand(context)),
        new(CollectionsReembedCommand.Name, () => new CollectionsReembedCommand(context)) { IsAddition = true },
        new(CollectionsIndexCommand.Name, () => new CollectionsIndexCommand(context)) { IsAddition = true },
        new(CollectionsPlotCommand.Name, () => new CollectionsPlotCommand(context)) { IsAddition = true },
        PathOf("collections", "embeddings database", context.Host.Directory.EmbeddingsDatabase, context.Host.Directory.Path),
    ];

    private CommandEntry[] Completion() =>
    [
        new("bash", () => new CompletionScriptCommand(context, "bash", "Bash")),
        new("zsh", () => new CompletionScriptCommand(context, "zsh", "Zsh")),
        new("fish", () => new CompletionScriptCommand(context, "fish", "fish")),
        new("powershell", () => new CompletionScriptCommand(context, "powershell", "PowerShell 7.3 or later")),
        new(CompletionWordsCommand.Name, () => new CompletionWordsCommand(context)) { IsHidden = true },
    ];

    private CommandEntry[] Config() =>
    [
        new(ConfigListCommand.Name, () => new ConfigListCommand(context)),
        new(ConfigGetCommand.Name, () => new ConfigGetCommand(context)),
        new(ConfigSetCommand.Name, () => new ConfigSetCommand(context)),
        new(ConfigUnsetCommand.Name, () => new ConfigUnsetCommand(context)),
        PathOf("config", "settings.yaml file", context.Host.Settings.Path),
    ];

    private CommandEntry[] Conversations() =>
    [
        new(ConversationsListCommand.Name, () => new ConversationsListCommand(context)),
        new(ConversationsExportCommand.Name, () => new ConversationsExportCommand(context)),
        new(ConversationsPickCommand.Name, () => new ConversationsPickCommand(context)),
        new(ConversationsRenameCommand.Name, () => new ConversationsRenameCommand(context)),
    ];

    private CommandEntry[] EmbedModels() =>
    [
        new(EmbedModelsListCommand.Name, () => new EmbedModelsListCommand(context)),
        new(EmbedModelsDefaultCommand.Name, () => new EmbedModelsDefaultCommand(context)),
    ];

    private CommandEntry[] Fragments() =>
    [
        new(FragmentsListCommand.Name, () => new FragmentsListCommand(context)),
        new(FragmentsLoadersCommand.Name, () => new FragmentsLoadersCommand(context)),
        new(FragmentsRemoveCommand.Name, () => new FragmentsRemoveCommand(context)),
        new(FragmentsSetCommand.Name, () => new FragmentsSetCommand(context)),
        new(FragmentsShowCommand.Name, () => new FragmentsShowCommand(context)),
    ];

    private CommandEntry[] Keys() =>
    [
        new(KeysListCommand.Name, () => new KeysListCommand(context)),
        new(KeysGetCommand.Name, () => new KeysGetCommand(context)),
        PathOf("keys", "keys.json file", context.Host.Keys.Path, context.Host.Directory.Path),
        new(KeysRemoveCommand.Name, () => new KeysRemoveCommand(context)) { IsAddition = true },
        new(KeysSetCommand.Name, () => new KeysSetCommand(context)),
    ];

    private CommandEntry[] Logs() =>
    [
        new(LogsListCommand.Name, () => new LogsListCommand(context)),
        new(LogsDeleteCommand.Name, () => new LogsDeleteCommand(context)) { IsAddition = true },
        new(LogsBackupCommand.Name, () => new LogsBackupCommand(context)),
        new(LogsOffCommand.Name, () => new LogsOffCommand(context)),
        new(LogsOnCommand.Name, () => new LogsOnCommand(context)),
        PathOf("logs", "logs.db file", context.Host.Directory.LogsDatabase, context.Host.Directory.Path),
        new(LogsStatusCommand.Name, () => new LogsStatusCommand(context)),
    ];

    private CommandEntry[] Mcp() =>
    [
        new(McpListCommand.Name, () => new McpListCommand(context)),
        new(McpAddCommand.Name, () => new McpAddCommand(context)),
        new(McpRemoveCommand.Name, () => new McpRemoveCommand(context)),
        new(McpServeCommand.Name, () => new McpServeCommand(context)),
        new(McpShowCommand.Name, () => new McpShowCommand(context)),
        new(McpTestCommand.Name, () => new McpTestCommand(context)),
        new(McpToolsCommand.Name, () => new McpToolsCommand(context)),
    ];

    private CommandEntry[] Providers() =>
    [
        new(ProvidersListCommand.Name, () => new ProvidersListCommand(context)),
        new(ProvidersAddCommand.Name, () => new ProvidersAddCommand(context)),
        new(ProvidersConfigureCommand.Name, () => new ProvidersConfigureCommand(context)),
        new(ProvidersModelsCommand.Name, () => new ProvidersModelsCommand(context)),
        new(ProvidersNewCommand.Name, () => new ProvidersNewCommand(context)),
        new(ProvidersPriceCommand.Name, () => new ProvidersPriceCommand(context)),
        new(ProvidersPrepareCommand.Name, () => new ProvidersPrepareCommand(context)),
        new(ProvidersRemoveCommand.Name, () => new ProvidersRemoveCommand(context)),
        new(ProvidersSchemaCommand.Name, () => new ProvidersSchemaCommand(context)),
        new(ProvidersShowCommand.Name, () => new ProvidersShowCommand(context)),
        new(ProvidersTestCommand.Name, () => new ProvidersTestCommand(context)),
        new(ProvidersValidateCommand.Name, () => new ProvidersValidateCommand(context)),
    ];

    private CommandEntry[] Models() =>
    [
        new(ModelsListCommand.Name, () => new ModelsListCommand(context)),
        new(ModelsDefaultCommand.Name, () => new ModelsDefaultCommand(context)),
        Group("options", "Manage default options for models", ModelsOptions),
    ];

    private CommandEntry[] ModelsOptions() =>
    [
        new(ModelsOptionsListCommand.Name, () => new ModelsOptionsListCommand(context)),
        new(ModelsOptionsClearCommand.Name, () => new ModelsOptionsClearCommand(context)),
        new(ModelsOptionsSetCommand.Name, () => new ModelsOptionsSetCommand(context)),
        new(ModelsOptionsShowCommand.Name, () => new ModelsOptionsShowCommand(context)),
    ];

    private CommandEntry[] Ollama() =>
    [
        new(OllamaListCommand.Name, () => new OllamaListCommand(context)),
        new(OllamaListCommand.PythonName, () => new OllamaListCommand(context, OllamaListCommand.PythonName)) { IsHidden = true },
        new(OllamaPullCommand.Name, () => new OllamaPullCommand(context)),
    ];

    private CommandEntry[] OpenAI() =>
    [
        new(OpenAIEndpointCommand.Name, () => new OpenAIEndpointCommand(context)),
        new(OpenAIModelsCommand.Name, () => new OpenAIModelsCommand(context)),
    ];

    private CommandEntry[] Schemas() =>
    [
        new(SchemasListCommand.Name, () => new SchemasListCommand(context)),
        new(SchemasDslCommand.Name, () => new SchemasDslCommand(context)),
        new(SchemasShowCommand.Name, () => new SchemasShowCommand(context)),
    ];

    private CommandEntry[] Serve() =>
    [
        new(ServeStartCommand.Name, () => new ServeStartCommand(context)),
        Group("token", "Manage the tokens that clients of the server need", ServeToken),
    ];

    private CommandEntry[] ServeToken() =>
    [
        new(ServeTokenListCommand.Name, () => new ServeTokenListCommand(context)),
        new(ServeTokenCreateCommand.Name, () => new ServeTokenCreateCommand(context)),
        new(ServeTokenRevokeCommand.Name, () => new ServeTokenRevokeCommand(context)),
    ];

    private CommandEntry[] Tools() =>
    [
        new(ToolsListCommand.Name, () => new ToolsListCommand(context)),
    ];

    private CommandEntry[] Templates() =>
    [
        new(TemplatesListCommand.Name, () => new TemplatesListCommand(context)),
        new(TemplatesEditCommand.Name, () => new TemplatesEditCommand(context)),
        new(TemplatesLoadersCommand.Name, () => new TemplatesLoadersCommand(context)),
        PathOf("templates", "templates directory", context.Host.Templates.Path, context.Host.Templates.Path),
        new(TemplatesShowCommand.Name, () => new TemplatesShowCommand(context)),
    ];

    private CommandEntry PathOf(string group, string what, string path, string? directory = null) =>
        new(PathCommand.Name, () => new PathCommand(context, group, what, path, directory));

    /// <summary>Creates a group; its default command is <c>list</c> or <c>start</c>, if it has one.</summary>
    private static CommandEntry Group(string name, string summary, Func<CommandEntry[]> commands, string help = "") => new(name, () =>
    {
        var entries = commands();
        return new CommandGroup(summary + help, entries)
        {
            DefaultCommand = Array.Find(entries, entry => entry.Name is "list" or ServeStartCommand.Name)?.Name,
        };
    })
    {
        Summary = summary,
    };
}
