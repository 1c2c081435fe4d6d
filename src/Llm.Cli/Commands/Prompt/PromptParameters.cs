using System.Text.Json.Nodes;
using Llm.Cli.Options;
using Llm.Cli.Retrieval;
using Llm.Commands;
using Llm.Prompting;

namespace Llm.Cli.Commands.Prompt;

/// <summary>The options of <c>llm prompt</c>, many of which other commands share, and the draft that is read from them.</summary>
internal sealed class PromptParameters(PromptHelp help)
{
    public PromptParameters()
        : this(new PromptHelp())
    {
    }

    /// <summary>The help pages that list the options.</summary>
    public PromptHelp Help { get; } = help;

    public OptionalArgument<string> Prompt { get; } = help.Add(new OptionalArgument<string>("PROMPT"));

    public ValueOption<string> System { get; } = help.Add(
        new ValueOption<string>("-s", "--system") { Help = "System prompt to use" }, chat: 1);

    public ValueOption<string> Model { get; init; } = help.Add(
        new ValueOption<string>("-m", "--model") { Help = "Model to use", EnvironmentVariable = "LLM_MODEL" }, chat: 2);

    public DatabaseOption Database { get; } = help.AddGroup(new DatabaseOption(), chat: 10);

    public RepeatedOption<string> Queries { get; } = help.Add(
        new RepeatedOption<string>("-q", "--query") { Help = "Use first model matching these strings" });

    public AttachmentOptions Attachments { get; } = help.AddGroup(new AttachmentOptions());

    public RepeatedOption<string> Tools { get; } = help.Add(
        new RepeatedOption<string>("-T", "--tool") { Help = "Name of a tool to make available to the model" }, chat: 14);

    public RepeatedOption<string> Functions { get; } = help.Add(GivenFunctions.CreateOption(), chat: 15);

    public Flag ToolsDebug { get; } = help.Add(
        new Flag("--td", "--tools-debug")
        {
            Help = "Show full details of tool executions",
            EnvironmentVariable = "LLM_TOOLS_DEBUG",
        }, chat: 16);

    public Flag ToolsApprove { get; } = help.Add(
        new Flag("--ta", "--tools-approve") { Help = "Manually approve every tool execution" }, chat: 17);

    public ValueOption<int> ChainLimit { get; } = help.Add(
        new ValueOption<int>("--cl", "--chain-limit")
        {
            Help = "How many chained tool responses to allow, default 5, set 0 for unlimited",
            Default = 5,
        },
        chat: 18);

    public ValueOption<string> ToolChoice { get; } = help.AddOurs(new ValueOption<string>("--tool-choice")
    {
        Help = "Whether the model must call a tool first: auto, none, required or the name of a tool",
        Metavar = "CHOICE",
    });

    public PairOption ModelOptions { get; } = help.Add(
        new PairOption("-o", "--option") { Help = "key/value options for the model" }, chat: 9);

    public Flag ShowOptions { get; } = help.Add(new Flag("--options") { Help = "Show options for the selected model" });

    public SchemaOptions Schema { get; } = help.AddGroup(new SchemaOptions("JSON schema to use for multiple results"));

    public RepeatedOption<string> Fragments { get; } = help.Add(
        new RepeatedOption<string>("-f", "--fragment") { Help = "Fragment (alias, URL, hash or file path) to add to the prompt" }, chat: 5);

    public RepeatedOption<string> SystemFragments { get; } = help.Add(
        new RepeatedOption<string>("--sf", "--system-fragment") { Help = "Fragment to add to system prompt" }, chat: 6);

    public ValueOption<string> Template { get; } = help.Add(
        new ValueOption<string>("-t", "--template") { Help = "Template to use" }, chat: 7);

    public PairOption TemplateParameters { get; } = help.Add(new PairOption("-p", "--param") { Help = "Parameters for template" }, chat: 8);

    public Flag NoStream { get; } = help.Add(new Flag("--no-stream") { Help = "Do not stream output" }, chat: 11);

    public Flag NoRender { get; } = help.AddOurs(new Flag("--no-render") { Help = "Show Markdown as the model wrote it" });

    public Flag NoLog { get; } = help.Add(new Flag("-n", "--no-log") { Help = "Don't log to database" }, chat: PromptHelp.Added);

    public Flag Log { get; } = help.Add(new Flag("--log") { Help = "Log prompt and response to the database" }, chat: PromptHelp.Added);

    public Flag HideReasoning { get; } = help.Add(new Flag("-R", "--hide-reasoning") { Help = "Hide reasoning output" }, chat: 12);

    public Flag Continue { get; } = help.Add(new Flag("-c", "--continue") { Help = "Continue the most recent conversation." }, chat: 3);

    public ValueOption<string> ConversationId { get; } = help.Add(
        new ValueOption<string>("--cid", "--conversation") { Help = "Continue the conversation with the given ID." }, chat: 4);

    public ValueOption<string> Key { get; init; } = help.Add(new ValueOption<string>("--key") { Help = "API key to use" }, chat: 13);

    public ValueOption<string> Save { get; } = help.Add(new ValueOption<string>("--save") { Help = "Save prompt with this template name" });

    public Flag Async { get; } = help.Add(new Flag("--async") { Help = "Run prompt asynchronously" });

    public Flag Usage { get; } = help.Add(new Flag("-u", "--usage") { Help = "Show token usage" });

    public Flag Extract { get; } = help.Add(new Flag("-x", "--extract") { Help = "Extract first fenced code block" });

    public Flag ExtractLast { get; } = help.Add(new Flag("--xl", "--extract-last") { Help = "Extract last fenced code block" });

    public Flag Json { get; } = help.Add(new Flag("--json") { Help = "Output the response as JSON, same format as llm logs --json" });

    public Flag DryRun { get; } = help.AddOurs(
        new Flag("--dry-run") { Help = "Show the request and its estimated tokens; send and log nothing" }, inChat: false);

    public ValueOption<string> From { get; } = help.AddOurs(new ValueOption<string>("--from")
    {
        Help = "Start a new conversation after this logged turn; without a prompt, ask the turn again",
        Metavar = "TURN",
    });

    public ValueOption<string> Out { get; } = help.AddOurs(
        new ValueOption<string>("--out")
        {
            Help = "Write images and sounds of the answer to this file or directory",
            Metavar = "PATH",
        }, inChat: false);

    public Flag Cost { get; } = help.AddOurs(
        new Flag("--cost") { Help = "Show token usage and what it cost; with --json, the cost as cost_usd" }, inChat: false);

    public RepeatedOption<string> Rag { get; } = help.AddOurs(new RepeatedOption<string>("--rag")
    {
        Help = "Add the stored texts of this collection that are most similar to the prompt: COLLECTION or COLLECTION:n",
        Metavar = "COLLECTION",
    });

    public Flag VerboseHttp { get; } = help.AddOurs(
        new Flag("--verbose-http") { Help = "Show HTTP requests and responses on standard error, without keys" });

    /// <summary>Whether the options name a collection whose texts are added to the prompt.</summary>
    public bool NamesCollections(Invocation invocation) => invocation.Get(Rag).Count > 0
        || invocation.Get(Fragments).Any(RetrievalPlugin.IsAskedBy) || invocation.Get(SystemFragments).Any(RetrievalPlugin.IsAskedBy);

    /// <summary>Reads the part of a draft that prompts and chats share.</summary>
    public PromptDraft Read(Invocation invocation)
    {
        var options = new Dictionary<string, JsonNode?>();
        foreach (var (name, value) in invocation.Get(ModelOptions)) options[name] = value;
        return RetrievalPlugin.WithSearches(new PromptDraft
        {
            ModelId = invocation.Get(Model),
            Options = new PromptOptions
            {
                System = invocation.Get(System),
                Options = options,
                ToolChoice = invocation.Get(ToolChoice) is { Length: > 0 } choice ? Llm.ToolChoice.Parse(choice) : null,
                HideReasoning = invocation.Get(HideReasoning),
                Stream = !invocation.Get(NoStream),
                Key = invocation.Get(Key),
            },
            Fragments = invocation.Get(Fragments),
            SystemFragments = invocation.Get(SystemFragments),
            Rag = invocation.Get(Rag),
            Tools = invocation.Get(Tools),
            Functions = invocation.Get(Functions),
        });
    }
}
