using Llm.Cli.Commands.Chat;
using Llm.Cli.Commands.Prompt;
using Llm.Cli.Options;
using Llm.Cli.Output;
using Llm.Cli.Twin;
using Llm.Commands;
using Llm.Json;
using Llm.Prompting;

namespace Llm.Cli.Commands.OpenAI;

/// <summary>Prompts a model of a compatible server by its address, without a description of it and without a log.</summary>
internal sealed class OpenAIEndpointCommand(CliContext context) : Command, ITakesFunctions, ILooksIntoCollections
{
    public const string Name = "endpoint";

    private readonly PromptParameters shared = new()
    {
        Model = new ValueOption<string>("-m", "--model") { Help = "Model ID (required unless --models or provided by template)" },
        Key = new ValueOption<string>("--key") { Help = "API key or stored key alias to send" },
    };

    private readonly ValueArgument<string> url = new("URL");
    private readonly PairOption headers = new("-H", "--header") { Help = "Additional HTTP header" };
    private readonly Flag responses = new("--responses") { Help = "Use the Responses API instead of Chat Completions" };
    private readonly Flag chat = new("--chat") { Help = "Start an interactive chat" };
    private readonly Flag models = new("--models") { Help = "List model IDs from the endpoint and exit" };

    public override string? Example => "llm openai endpoint http://localhost:8080/v1 'Capital of France?' -m qwen3";

    public override string Help => """
        Run against an OpenAI-compatible endpoint without logging.

        PROMPT or stdin is executed once. If neither is provided, wait for input on stdin. Use --chat to start an interactive chat.
        Templates run once by default; use --chat to apply one interactively. Use --models to list the available model IDs without
        running a prompt.
        """;

    public override IReadOnlyList<Parameter> Parameters =>
    [
        url, shared.Prompt, shared.Model, shared.System, shared.Template, shared.TemplateParameters, shared.ModelOptions,
        .. shared.Schema.All, .. shared.Attachments.All, shared.Tools, shared.Functions, shared.ToolsDebug, shared.ToolsApprove,
        shared.ChainLimit, shared.Key, headers, responses, chat, models, shared.NoStream, shared.HideReasoning,
    ];

    public override IReadOnlyList<Option> Additions =>
    [
        shared.Fragments, shared.SystemFragments, shared.ToolChoice, shared.NoRender, shared.Usage, shared.Out, shared.Rag,
        shared.VerboseHttp,
    ];

    private LlmHost Host => context.Host;

    public IReadOnlyList<string> FunctionsOf(Invocation invocation) => invocation.Get(shared.Functions);

    public string? TemplateOf(Invocation invocation) => invocation.Get(shared.Template);

    public bool LooksIntoCollections(Invocation invocation) => shared.NamesCollections(invocation);

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var call = new PromptCall(context, shared, invocation);
        call.StartTrace();
        var (attachments, typed) = await shared.Attachments.ReadAsync(invocation, context.Attachments, cancellationToken);
        CheckConflicts(invocation);
        using var log = new ExistingLog(context);
        var draft = shared.Read(invocation);
        var schema = await shared.Schema.ReadAsync(invocation, new SchemaResolver(Host.Templates.LoadAsync, log), cancellationToken);
        draft = draft with
        {
            Text = invocation.Get(shared.Prompt),
            Options = draft.Options with { Schema = schema, Attachments = attachments },
            TypedAttachments = typed,
        };
        var template = await call.LoadTemplateAsync(cancellationToken);
        // Unlike in a prompt, the schema of the options takes precedence.
        if (template is not null)
            draft = await call.ApplyAsync(template with { SchemaObject = schema ?? template.SchemaObject }, draft, cancellationToken);
        var server = Host.OpenAIServer(invocation.Get(url), invocation.Get(headers));
        var isListing = invocation.Get(models);
        if (!isListing && string.IsNullOrEmpty(draft.ModelId))
            throw new LlmException("--model is required unless --models or a template model is used");
        var key = invocation.Get(shared.Key);
        var model = server.CreateModel(draft.ModelId ?? "", invocation.Get(responses), sendKey: !string.IsNullOrEmpty(key));
        draft = draft.For(model, stored: null);
        if (isListing)
        {
            foreach (var listed in await server.ListModelsAsync(key, cancellationToken))
                if (listed.Text("id") is { } id)
                    context.Terminal.WriteLine(id);
            return 0;
        }

        // The model is not one of the host's.
        Host.LoadPluginsFor(draft with { ModelId = null });
        await using var functions = new GivenFunctions(context);
        await using var tools = await call.SelectToolsAsync(draft, model, ConversationStart.New, functions, cancellationToken);
        if (invocation.Get(chat)) await ChatAsync(call, draft, model, invocation.Get(url), template, tools, log, cancellationToken);
        else await AskAsync(invocation, call, draft, model, template, tools, log, cancellationToken);
        return 0;
    }

    private void CheckConflicts(Invocation invocation)
    {
        var hasPrompt = invocation.Get(shared.Prompt) is not null;
        if (invocation.Get(models))
        {
            if (hasPrompt) throw new LlmException("--models cannot be used with a prompt");
            if (TemplateOf(invocation) is { Length: > 0 }) throw new LlmException("--models cannot be used with --template");
            if (invocation.Get(shared.Tools).Count + FunctionsOf(invocation).Count > 0)
                throw new LlmException("--models cannot be used with tools");
            if (shared.Schema.IsGiven(invocation)) throw new LlmException("--models cannot be used with schemas");
        }

        if (!invocation.Get(chat)) return;
        if (hasPrompt) throw new LlmException("--chat cannot be used with a prompt");
        if (invocation.Get(shared.Usage) || invocation.Get(shared.Out) is { Length: > 0 })
            throw new LlmException("--chat cannot be used with --usage or --out");
    }

    private async Task AskAsync(
        Invocation invocation, PromptCall call, PromptDraft draft, Model model, Template? template, PromptTools tools, ExistingLog log,
        CancellationToken cancellationToken)
    {
        // Piped text is the input of a template, so it is read first.
        var mayWait = !draft.HasContent && (string.IsNullOrEmpty(template?.Prompt) || template.Variables.Contains("input"));
        var ownText = draft.Text;
        draft = await new PromptInput(context).AddAsync(draft, mayWait, cancellationToken);
        if (template is not null) draft = draft.Fill(template, call.TemplateValues);
        if (draft.Text is null && !draft.HasContent)
        {
            throw new LlmException(context.Input.IsTerminal
                ? "There is no prompt. Type one, or give it as an argument."
                : "A prompt is required when stdin is not interactive");
        }

        var options = (await call.ResolveAsync(draft, context.Fragments(log), cancellationToken)) with { Tools = tools.Tools };
        if (draft.Rag.Count > 0) options = await call.AddTextsAsync(options, draft, ownText, cancellationToken);
        var output = new PromptOutput(context)
        {
            ShowsUsage = invocation.Get(shared.Usage),
            Files = invocation.Get(shared.Out) is { Length: > 0 } target ? new AnswerFiles(target) : null,
        };
        output.Files?.Prepare();
        // Data is not rendered.
        var look = options.Schema is null ? call.Look : call.Look with { Renders = false };
        var printer = new AnswerPrinter(context.Terminal, !options.HideReasoning, look, AnswerPrinter.Everything) { ShowsAllEvents = true };
        var run = new PromptRun(log: null, printer);
        await run.AskAsync(model.StartConversation(), draft.Text, options, tools.Chain, cancellationToken);
        await output.ShowAsync(run.Responses, log: null, cancellationToken);
    }

    private async Task ChatAsync(
        PromptCall call, PromptDraft draft, Model model, string address, Template? template, PromptTools tools, ExistingLog log,
        CancellationToken cancellationToken)
    {
        var opening = await call.ResolveAsync(draft, context.Fragments(log), cancellationToken);
        var session = new ChatSession(context, log: null, model.StartConversation())
        {
            Draft = draft,
            Opening = opening with { Tools = tools.Tools },
            Template = template,
            TemplateValues = call.TemplateValues,
            ToolChain = tools.Chain,
            Look = call.Look,
            Retrieve = call.RetrievalOf(draft),
            Address = address,
        };
        var keyboard = context.Input.GivesKeys && context.Terminal.HasCursor
            ? new ChatKeyboard(context, isLogged: false, isAtAddress: true)
            : null;
        await session.RunAsync(new ChatInput(context, fragments: null, keyboard), cancellationToken);
    }
}
