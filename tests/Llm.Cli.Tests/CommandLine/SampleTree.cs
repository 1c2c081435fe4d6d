using Llm.Cli.CommandLine;
using Llm.Commands;

namespace Llm.Cli.Tests.CommandLine;

/// <summary>A part of the commands of <c>llm</c>, with the option tables of the Python tool.</summary>
internal static class SampleTree
{
    private const string RootHelp = """
        Access Large Language Models from the command-line

        Documentation: https://llm.datasette.io/

        LLM can run models from many different providers. Consult the plugin directory
        for a list of available models:

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

    public static ValueArgument<string> SetModel { get; } = new("MODEL");

    public static ValueArgument<string> SetValue { get; } = new("VALUE");

    public static RepeatedArgument<string> Packages { get; } = new("PACKAGES") { Optional = true };

    public static CommandGroup CreateRoot() => new(
        RootHelp,
        Entry("prompt", SamplePrompt.Create),
        Listed("aliases", "Manage model aliases"),
        Listed("chat", "Hold an ongoing chat with a model."),
        Listed("collections", "View and manage collections of embeddings"),
        Entry("embed", SampleEmbed.Create),
        Listed("embed-models", "Manage available embedding models"),
        Entry("embed-multi", SampleEmbed.CreateMulti),
        Listed("fragments", "Manage fragments that are stored in the database"),
        Entry("install", CreateInstall),
        Entry("keys", CreateKeys),
        Entry("logs", CreateLogs),
        Entry("models", CreateModels),
        Entry("openai", CreateOpenAI),
        Listed("plugins", "List installed plugins"),
        Listed("schemas", "Manage stored schemas"),
        Listed("similar", "Return top N similar IDs from a collection using cosine similarity."),
        Listed("templates", "Manage stored prompt templates"),
        Entry("tools", CreateTools),
        Entry("uninstall", CreateUninstall))
    {
        DefaultCommand = "prompt",
    };

    public static CommandLineParser CreateParser(int width = 80, Dictionary<string, string>? environment = null) =>
        new(CreateRoot(), "llm", "0.1.0")
        {
            Width = () => width,
            Environment = name => environment?.GetValueOrDefault(name),
        };

    private static CommandEntry Entry(string name, Func<CommandNode> create) => new(name, create);

    private static CommandEntry Listed(string name, string summary) => new(name, () => new SampleCommand(summary)) { Summary = summary };

    private static CommandGroup CreateKeys() => new(
        "Manage stored API keys for different models",
        Listed("list", "List names of all stored keys"),
        Listed("path", "Output the path to the keys.json file"),
        Entry("get", static () => new SampleCommand(
            """
            Return the value of a stored key

            Example usage:

            \b
                export OPENAI_API_KEY=$(llm keys get openai)
            """,
            new ValueArgument<string>("NAME"))),
        Entry("set", static () => new SampleCommand(
            """
            Save a key in the keys.json file

            Example usage:

            \b
                $ llm keys set openai
                Enter key: ...
            """,
            new ValueArgument<string>("NAME"),
            new ValueOption<string>("--value") { Help = "Value to set" })))
    {
        DefaultCommand = "list",
    };

    private static CommandGroup CreateLogs() => new(
        "Tools for exploring logged prompts and responses",
        Listed("path", "Output the path to the logs.db file"),
        Listed("status", "Show current status of database logging"),
        Entry("backup", static () => new SampleCommand(
            "Backup your logs database to this file",
            new ValueArgument<string>("PATH") { Parser = ValueParsers.Path() })),
        Listed("on", "Turn on logging for all prompts"),
        Listed("off", "Turn off logging for all prompts"),
        Entry("list", SampleLogsList.Create))
    {
        DefaultCommand = "list",
    };

    private static CommandGroup CreateModels() => new(
        "Manage available models",
        Listed("list", "List available models"),
        Listed("default", "Show or set the default model"),
        Entry("options", CreateModelOptions))
    {
        DefaultCommand = "list",
    };

    private static CommandGroup CreateModelOptions() => new(
        "Manage default options for models",
        Listed("list", "List default options for all models"),
        Listed("show", "List default options set for a specific model"),
        Entry("set", static () => new SampleCommand(
            """
            Set a default option for a model

            Example usage:

            \b
                llm models options set gpt-4.1 temperature 0.5
            """,
            SetModel,
            new ValueArgument<string>("KEY"),
            SetValue)),
        Entry("clear", static () => new SampleCommand(
            """
            Clear default option(s) for a model

            Example usage:

            \b
                llm models options clear gpt-4.1
                # Or for a single option
                llm models options clear gpt-4.1 temperature
            """,
            new ValueArgument<string>("MODEL"),
            new OptionalArgument<string>("KEY"))))
    {
        DefaultCommand = "list",
    };

    private static CommandGroup CreateOpenAI() => new(
        "Commands for working with OpenAI and OpenAI-compatible APIs",
        Entry("endpoint", SampleEndpoint.Create),
        Entry("models", static () => new SampleCommand(
            "List models available to you from the OpenAI API",
            new Flag("--json") { Help = "Output as JSON" },
            new ValueOption<string>("--key") { Help = "OpenAI API key" })));

    private static CommandGroup CreateTools() => new(
        "Manage tools that can be made available to LLMs",
        Listed("list", "List available tools, optionally including tools supported by a model"))
    {
        DefaultCommand = "list",
    };

    private static SampleCommand CreateInstall() => new(
        "Install packages from PyPI into the same environment as LLM",
        Packages,
        new Flag("-U", "--upgrade") { Help = "Upgrade packages to latest version" },
        new ValueOption<string>("-e", "--editable") { Help = "Install a project in editable mode from this path" },
        new Flag("--force-reinstall") { Help = "Reinstall all packages even if they are already up-to-date" },
        new Flag("--no-cache-dir") { Help = "Disable the cache" },
        new Flag("--pre") { Help = "Include pre-release and development versions" });

    private static SampleCommand CreateUninstall() => new(
        "Uninstall Python packages from the LLM environment",
        new RepeatedArgument<string>("PACKAGES"),
        new Flag("-y", "--yes") { Help = "Don't ask for confirmation" });
}
