using Llm.Cli.Options;
using Llm.Cli.Output;
using Llm.Commands;

namespace Llm.Cli.Commands.Prompt;

/// <summary>The options of <c>llm prompt</c>, many of which <c>llm chat</c> has too.</summary>
internal sealed class PromptParameters
{
    public OptionalArgument<string> Prompt { get; } = new("PROMPT");

    public ValueOption<string> System { get; } = new("-s", "--system") { Help = "System prompt to use" };

    public ValueOption<string> Model { get; } = new("-m", "--model") { Help = "Model to use", EnvironmentVariable = "LLM_MODEL" };

    public DatabaseOption Database { get; } = new();

    public RepeatedOption<string> Queries { get; } = new("-q", "--query") { Help = "Use first model matching these strings" };

    public AttachmentOptions Attachments { get; } = new();

    public RepeatedOption<string> Tools { get; } = new("-T", "--tool") { Help = "Name of a tool to make available to the model" };

    public RepeatedOption<string> Functions { get; } = FunctionsOption.Create();

    public Flag ToolsDebug { get; } = new("--td", "--tools-debug")
    {
        Help = "Show full details of tool executions",
        EnvironmentVariable = "LLM_TOOLS_DEBUG",
    };

    public Flag ToolsApprove { get; } = new("--ta", "--tools-approve") { Help = "Manually approve every tool execution" };

    public ValueOption<int> ChainLimit { get; } = new("--cl", "--chain-limit")
    {
        Help = "How many chained tool responses to allow, default 5, set 0 for unlimited",
        Default = 5,
    };

    public ModelOptionPairs Options { get; } = new();

    public Flag ShowOptions { get; } = new("--options") { Help = "Show options for the selected model" };

    public SchemaOptions Schema { get; } = new("JSON schema to use for multiple results");

    public RepeatedOption<string> Fragments { get; } = new("-f", "--fragment")
    {
        Help = "Fragment (alias, URL, hash or file path) to add to the prompt",
    };

    public RepeatedOption<string> SystemFragments { get; } = new("--sf", "--system-fragment") { Help = "Fragment to add to system prompt" };

    public ValueOption<string> Template { get; } = new("-t", "--template") { Help = "Template to use" };

    public PairOption TemplateParameters { get; } = new("-p", "--param") { Help = "Parameters for template" };

    public Flag NoStream { get; } = new("--no-stream") { Help = "Do not stream output" };

    public Flag NoLog { get; } = new("-n", "--no-log") { Help = "Don't log to database" };

    public Flag Log { get; } = new("--log") { Help = "Log prompt and response to the database" };

    public Flag HideReasoning { get; } = new("-R", "--hide-reasoning") { Help = "Hide reasoning output" };

    public Flag Continue { get; } = new("-c", "--continue") { Help = "Continue the most recent conversation." };

    public ValueOption<string> ConversationId { get; } = new("--cid", "--conversation") { Help = "Continue the conversation with the given ID." };

    public ValueOption<string> Key { get; } = new("--key") { Help = "API key to use" };

    public ValueOption<string> Save { get; } = new("--save") { Help = "Save prompt with this template name" };

    public Flag Async { get; } = new("--async") { Help = "Run prompt asynchronously" };

    public Flag Usage { get; } = new("-u", "--usage") { Help = "Show token usage" };

    public Flag Extract { get; } = new("-x", "--extract") { Help = "Extract first fenced code block" };

    public Flag ExtractLast { get; } = new("--xl", "--extract-last") { Help = "Extract last fenced code block" };

    public Flag Json { get; } = new("--json") { Help = "Output the response as JSON, same format as llm logs --json" };

    public ValueOption<string> From { get; } = new("--from")
    {
        Help = "Start a new conversation after this logged turn; without a prompt, ask the turn again",
        Metavar = "TURN",
    };

    public Flag DryRun { get; } = new("--dry-run") { Help = "Show the request and its estimated tokens; send and log nothing" };

    public ValueOption<string> Out { get; } = new("--out")
    {
        Help = "Write images and sounds of the answer to this file or directory",
        Metavar = "PATH",
    };

    public Flag NoRender { get; } = new("--no-render") { Help = "Show Markdown as the model wrote it" };

    /// <summary>All of them in the order of the help page.</summary>
    public IReadOnlyList<Parameter> All =>
    [
        Prompt, System, Model, Database.Option, Queries, Attachments.Attachments, Attachments.Typed, Tools, Functions, ToolsDebug, ToolsApprove,
        ChainLimit, Options.Option, ShowOptions, Schema.Schema, Schema.Multi, Fragments, SystemFragments, Template, TemplateParameters, NoStream,
        NoLog, Log, HideReasoning, Continue, ConversationId, Key, Save, Async, Usage, Extract, ExtractLast, Json,
    ];

    /// <summary>Those that the Python tool lacks.</summary>
    public IReadOnlyList<Option> Additions => [NoRender, DryRun, From, Out];

    /// <summary>Those of a chat in the order of its help page.</summary>
    public IReadOnlyList<Parameter> OfChat =>
    [
        System, Model, Continue, ConversationId, Fragments, SystemFragments, Template, TemplateParameters, Options.Option, Database.Option, NoStream,
        HideReasoning, Key, Tools, Functions, ToolsDebug, ToolsApprove, ChainLimit,
    ];

    /// <summary>Those of a chat that the Python tool lacks there.</summary>
    public IReadOnlyList<Option> AdditionsOfChat => [NoRender, NoLog, Log, From];

    /// <summary>Whether a conversation of the log goes on.</summary>
    public bool Continues(Invocation invocation) => invocation.Get(Continue) || invocation.Get(ConversationId) is { Length: > 0 };

    /// <summary>Whether answers are logged: as the options say, else as the user's switch does.</summary>
    /// <param name="invocation">The options.</param>
    /// <param name="directory">Holds the switch.</param>
    /// <param name="wanted">Whether the command logs while the switch is on.</param>
    /// <exception cref="LlmException">The options contradict each other.</exception>
    public bool LogsToFile(Invocation invocation, UserDirectory directory, bool wanted = true)
    {
        var (log, noLog) = (invocation.Get(Log), invocation.Get(NoLog));
        if (log && noLog) throw new LlmException("--log and --no-log are mutually exclusive");
        return log || (!noLog && wanted && directory.LogsOn);
    }

    /// <summary>How answers look on a terminal.</summary>
    public TerminalLook Look(Invocation invocation, CliContext context) =>
        new(Renders: context.Terminal.OutputIsTerminal && !invocation.Get(NoRender) && context.Host.Settings.Get(Setting.Render));

    /// <summary>The values for a template's variables.</summary>
    public Dictionary<string, string> TemplateValues(Invocation invocation)
    {
        var values = new Dictionary<string, string>();
        foreach (var (name, value) in invocation.Get(TemplateParameters)) values[name] = value;
        return values;
    }
}
