using Llm.Commands;

namespace Llm.Cli.Tests.CommandLine;

/// <summary>The options of <c>llm prompt</c>.</summary>
internal sealed class SamplePrompt
{
    public const string Help = """
        Execute a prompt

        Documentation: https://llm.datasette.io/en/stable/usage.html

        Examples:

        \b
            llm 'Capital of France?'
            llm 'Capital of France?' -m gpt-5.5
            llm 'Capital of France?' -s 'answer in Spanish'

        Multi-modal models can be called with attachments like this:

        \b
            llm 'Extract text from this image' -a image.jpg
            llm 'Describe' -a https://static.simonwillison.net/static/2024/pelicans.jpg
            cat image | llm 'describe image' -a -
            # With an explicit mimetype:
            cat image | llm 'describe image' --at - image/jpeg

        The -x/--extract option returns just the content of the first ``` fenced code
        block, if one is present. If none are present it returns the full response.

        \b
            llm 'JavaScript function for reversing a string' -x
        """;

    public static OptionalArgument<string> Prompt { get; } = new("PROMPT");
    public static ValueOption<string> System { get; } = new("-s", "--system") { Help = "System prompt to use" };
    public static ValueOption<string> Model { get; } = new("-m", "--model") { Help = "Model to use", EnvironmentVariable = "LLM_MODEL" };
    public static ValueOption<string> Database { get; } = new("-d", "--database")
    {
        Help = "Path to log database",
        Parser = ValueParsers.Path(allowDirectory: false),
    };

    public static RepeatedOption<string> Query { get; } = new("-q", "--query") { Help = "Use first model matching these strings" };
    public static RepeatedOption<string> Attachment { get; } = new("-a", "--attachment")
    {
        Help = "Attachment path or URL or -",
        Parser = new("ATTACHMENT", static word => word.EndsWith("nope.png", StringComparison.Ordinal)
            ? throw new InvalidValueException($"File {word} does not exist")
            : word),
    };

    public static PairOption AttachmentType { get; } = new("--at", "--attachment-type")
    {
        Help = "\b\nAttachment with explicit mimetype,\n--at image.jpg image/jpeg",
    };

    public static RepeatedOption<string> Tool { get; } = new("-T", "--tool") { Help = "Name of a tool to make available to the model" };
    public static RepeatedOption<string> Functions { get; } = new("--functions")
    {
        Help = "Python code block or file path defining functions to register as tools",
    };

    public static Flag ToolsDebug { get; } = new("--td", "--tools-debug")
    {
        Help = "Show full details of tool executions",
        EnvironmentVariable = "LLM_TOOLS_DEBUG",
    };

    public static Flag ToolsApprove { get; } = new("--ta", "--tools-approve") { Help = "Manually approve every tool execution" };
    public static ValueOption<int> ChainLimit { get; } = new("--cl", "--chain-limit")
    {
        Help = "How many chained tool responses to allow, default 5, set 0 for unlimited",
        Default = 5,
    };

    public static PairOption ModelOption { get; } = new("-o", "--option") { Help = "key/value options for the model" };
    public static Flag Options { get; } = new("--options") { Help = "Show options for the selected model" };
    public static ValueOption<string> Schema { get; } = new("--schema") { Help = "JSON schema, filepath or ID" };
    public static ValueOption<string> SchemaMulti { get; } = new("--schema-multi") { Help = "JSON schema to use for multiple results" };
    public static RepeatedOption<string> Fragment { get; } = new("-f", "--fragment")
    {
        Help = "Fragment (alias, URL, hash or file path) to add to the prompt",
    };

    public static RepeatedOption<string> SystemFragment { get; } =
        new("--sf", "--system-fragment") { Help = "Fragment to add to system prompt" };
    public static ValueOption<string> Template { get; } = new("-t", "--template") { Help = "Template to use" };
    public static PairOption Param { get; } = new("-p", "--param") { Help = "Parameters for template" };
    public static Flag NoStream { get; } = new("--no-stream") { Help = "Do not stream output" };
    public static Flag NoLog { get; } = new("-n", "--no-log") { Help = "Don't log to database" };
    public static Flag Log { get; } = new("--log") { Help = "Log prompt and response to the database" };
    public static Flag HideReasoning { get; } = new("-R", "--hide-reasoning") { Help = "Hide reasoning output" };
    public static Flag Continue { get; } = new("-c", "--continue") { Help = "Continue the most recent conversation." };
    public static ValueOption<string> Conversation { get; } = new("--cid", "--conversation")
    {
        Help = "Continue the conversation with the given ID.",
    };

    public static ValueOption<string> Key { get; } = new("--key") { Help = "API key to use" };
    public static ValueOption<string> Save { get; } = new("--save") { Help = "Save prompt with this template name" };
    public static Flag Async { get; } = new("--async") { Help = "Run prompt asynchronously" };
    public static Flag Usage { get; } = new("-u", "--usage") { Help = "Show token usage" };
    public static Flag Extract { get; } = new("-x", "--extract") { Help = "Extract first fenced code block" };
    public static Flag ExtractLast { get; } = new("--xl", "--extract-last") { Help = "Extract last fenced code block" };
    public static Flag Json { get; } = new("--json") { Help = "Output the response as JSON, same format as llm logs --json" };

    public static SampleCommand Create() => new(
        Help, Prompt, System, Model, Database, Query, Attachment, AttachmentType, Tool, Functions, ToolsDebug, ToolsApprove, ChainLimit,
        ModelOption, Options, Schema, SchemaMulti, Fragment, SystemFragment, Template, Param, NoStream, NoLog, Log, HideReasoning,
        Continue, Conversation, Key, Save, Async, Usage, Extract, ExtractLast, Json);
}
