using Llm.Cli.Options;
using Llm.Cli.Output;
using Llm.Cli.Output.Models;
using Llm.Cli.Twin;
using Llm.Commands;
using Llm.Prompting;

namespace Llm.Cli.Commands.Prompt;

/// <summary>Sends one prompt, shows the answer and logs it.</summary>
internal sealed class PromptCommand(CliContext context) : Command, ITakesFunctions, ILooksIntoCollections
{
    public const string Name = "prompt";

    private readonly PromptParameters parameters = new();
    private readonly PromptInput input = new(context);

    public override string? Example => "llm 'Capital of France?' -m gpt-5.5";

    public override string Help => """
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

    public override IReadOnlyList<Parameter> Parameters => parameters.Help.OfPrompt;

    public override IReadOnlyList<Option> Additions => parameters.Help.AddedToPrompt;

    private LlmHost Host => context.Host;

    private bool IsSaved(Invocation invocation) => invocation.Get(parameters.Save) is { Length: > 0 };

    public IReadOnlyList<string> FunctionsOf(Invocation invocation) => IsSaved(invocation) ? [] : invocation.Get(parameters.Functions);

    public string? TemplateOf(Invocation invocation) => invocation.Get(parameters.Template);

    public bool LooksIntoCollections(Invocation invocation) => parameters.NamesCollections(invocation);

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var call = new PromptCall(context, parameters, invocation);
        call.StartTrace();
        var (isLogged, isDryRun, showsOptions) =
            (call.IsLogged(), invocation.Get(parameters.DryRun), invocation.Get(parameters.ShowOptions));
        var draft = parameters.Read(invocation) with { ModelId = ChooseModelId(invocation) };
        if (showsOptions && !call.Continues && !call.StartsAfterTurn && string.IsNullOrEmpty(invocation.Get(parameters.Template)))
            return ShowOptions(FindModel(invocation, draft.ModelId));

        Host.LoadPluginsFor(draft);
        await using var log = call.Log();
        if (!isDryRun) log.StartOpening(isLogged, cancellationToken);
        draft = await ReadRestAsync(invocation, draft, log, cancellationToken);
        if (invocation.Get(parameters.Save) is { Length: > 0 } name)
        {
            await SaveAsync(invocation, name, draft, call.TemplateValues, cancellationToken);
            return 0;
        }

        var template = await call.LoadTemplateAsync(cancellationToken);
        var full = template is null ? draft : await call.ApplyAsync(template, draft, cancellationToken);
        var start = await call.LoadStartAsync(log, cancellationToken);
        Host.LoadPluginsFor(full);
        var model = FindModel(invocation, full.ModelId ?? start.ModelId);
        if (showsOptions) return ShowOptions(model);

        await using var functions = new GivenFunctions(context);
        await using var tools = await call.SelectToolsAsync(full, model, start, functions, cancellationToken);
        // Without a text, --from sends the prompt of a turn again.
        var mayWait = !call.StartsAfterTurn;
        full = full.For(model, Host.ModelOptions);
        full = template is null
            ? await input.AddAsync(full, mayWait && !full.HasContent, cancellationToken)
            : await input.AddAsync(full, template, call.TemplateValues, draft.HasContent, mayWait, cancellationToken);
        var options = (await call.ResolveAsync(full, context.Fragments(log), cancellationToken)) with
        {
            Tools = tools.Tools,
            Stream = full.Options.Stream && !full.WantsCodeOnly && !invocation.Get(parameters.Json),
        };
        if (full.Rag.Count > 0) options = await call.AddTextsAsync(options, full, draft.Text, cancellationToken);
        var conversation = start.Begin(model, tools.Chain is not null, asksAgain: !full.HasInput);
        if (isDryRun)
        {
            await ShowRequestAsync(conversation.Ask(full.Text, options), cancellationToken);
            return 0;
        }

        var output = Output(invocation);
        var opened = await log.OpenForAnswersAsync(isLogged, cancellationToken);
        output.Files?.Prepare();
        var run = new PromptRun(opened, Printer(invocation, full, call.Look));
        await run.AskAsync(conversation, full.Text, options, tools.Chain, cancellationToken);
        await output.ShowAsync(run.Responses, run.HasUnlogged ? null : opened, cancellationToken);
        return 0;
    }

    private string? ChooseModelId(Invocation invocation)
    {
        var modelId = invocation.Get(parameters.Model);
        var queries = invocation.Get(parameters.Queries);
        if (!string.IsNullOrEmpty(modelId) || queries.Count == 0) return modelId;
        return Host.ListedModels.Search(queries)?.Id
            ?? throw new LlmException($"No model found matching queries {string.Join(", ", queries)}");
    }

    private Model FindModel(Invocation invocation, string? id)
    {
        // Every model is asynchronous here, so --async has no effect.
        _ = invocation.Get(parameters.Async);
        return context.FindModel(id);
    }

    private int ShowOptions(Model model)
    {
        var registered = Host.Models.Models.FirstOrDefault(entry => entry.Model == model) ?? new RegisteredModel(model, []);
        context.Terminal.WriteLine(new ModelText(context.Terminal.Columns).Describe(registered, withOptions: true));
        return 0;
    }

    /// <summary>Adds the parts that only a prompt has: text, schema, attachments and what to extract from the answer.</summary>
    private async Task<PromptDraft> ReadRestAsync(
        Invocation invocation, PromptDraft draft, DeferredLog log, CancellationToken cancellationToken)
    {
        var (attachments, typed) = await parameters.Attachments.ReadAsync(invocation, context.Attachments, cancellationToken);
        var schema = await parameters.Schema.ReadAsync(invocation, new SchemaResolver(Host.Templates.LoadAsync, log), cancellationToken);
        return draft with
        {
            Text = invocation.Get(parameters.Prompt),
            Options = draft.Options with { Schema = schema, Attachments = attachments },
            TypedAttachments = typed,
            Extract = invocation.Get(parameters.Extract),
            ExtractLast = invocation.Get(parameters.ExtractLast),
        };
    }

    /// <summary>Creates the printer for the text of the answers.</summary>
    private AnswerPrinter Printer(Invocation invocation, PromptDraft draft, TerminalLook look)
    {
        // Extracted code and data are not rendered.
        if (draft.WantsCodeOnly || draft.Options.Schema is not null) look = look with { Renders = false };
        var pick = draft.WantsCodeOnly ? text => FencedCode.Extract(text, draft.ExtractLast) ?? text : AnswerPrinter.Everything;
        return new AnswerPrinter(context.Terminal, !draft.Options.HideReasoning, look, invocation.Get(parameters.Json) ? null : pick);
    }

    private PromptOutput Output(Invocation invocation) => new(context)
    {
        ShowsUsage = invocation.Get(parameters.Usage),
        ShowsCost = invocation.Get(parameters.Cost),
        ShowsJson = invocation.Get(parameters.Json),
        Files = invocation.Get(parameters.Out) is { Length: > 0 } target ? new AnswerFiles(target) : null,
    };

    private async Task ShowRequestAsync(PendingResponse response, CancellationToken cancellationToken)
    {
        var request = await response.DescribeRequestAsync(cancellationToken);
        context.Terminal.Write(request is null ? RequestText.Of(response.Model, response.Prompt) : RequestText.Of(request));
        context.Terminal.WriteErrorLine(
            $"Estimated input: about {RequestText.EstimateTokens(response.Prompt)} tokens, attachments not counted", TextStyle.Note);
    }

    private async Task SaveAsync(
        Invocation invocation, string name, PromptDraft draft, IReadOnlyDictionary<string, string> values,
        CancellationToken cancellationToken)
    {
        // The Python tool creates the folder even if nothing can be saved.
        new UserDirectory(Host.Templates.Path).Create();
        var conflicts = new List<string>();
        if (!string.IsNullOrEmpty(invocation.Get(parameters.Template))) conflicts.Add("--template");
        if (invocation.Get(parameters.Continue)) conflicts.Add("--continue");
        if (!string.IsNullOrEmpty(invocation.Get(parameters.ConversationId))) conflicts.Add("--cid");
        if (invocation.Get(parameters.From) is not null) conflicts.Add("--from");
        if (conflicts.Count > 0) throw new LlmException($"--save cannot be used with {string.Join(", ", conflicts)}");
        if (!string.IsNullOrEmpty(draft.ModelId))
            draft = draft with { ModelId = context.FindModel(draft.ModelId, CliContext.NotAKnownModel).Id };
        draft = await input.AddAsync(draft, mayWait: false, cancellationToken);
        if (draft.Options.Options is { Count: > 0 } options)
        {
            var valid = ModelOptions.Validate(Host.GetModel(draft.ModelId), options);
            draft = draft with { Options = draft.Options.With(valid) };
        }

        SavedTemplate.Write(Host.Templates, name, draft, values);
    }
}
