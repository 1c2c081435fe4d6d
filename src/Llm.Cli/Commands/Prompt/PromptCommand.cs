using Llm.Cli.Output;
using Llm.Cli.Output.Models;
using Llm.Commands;

namespace Llm.Cli.Commands.Prompt;

/// <summary>Sends one prompt, shows the answer and logs it.</summary>
/// <example><c>llm 'Capital of France?' -m gpt-5.5</c></example>
internal sealed class PromptCommand(CliContext context) : Command
{
    private readonly PromptParameters parameters = new();

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

    public override IReadOnlyList<Parameter> Parameters => parameters.All;

    public override IReadOnlyList<Option> Additions => parameters.Additions;

    private LlmHost Host => context.Host;

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var logsToFile = parameters.LogsToFile(invocation, Host.Directory);
        var isDryRun = invocation.Get(parameters.DryRun);
        var modelId = ChooseModelId(invocation);
        var continues = parameters.Continues(invocation) || invocation.Get(parameters.From) is not null;
        var template = invocation.Get(parameters.Template);
        if (invocation.Get(parameters.ShowOptions) && !continues && string.IsNullOrEmpty(template)) return ShowOptions(invocation, modelId);

        await using var logs = new PromptLog(parameters.Database.PathFor(invocation, Host.Directory), context);
        if (!isDryRun && (logsToFile || !logs.Exists)) logs.BeginOpen(cancellationToken);
        var draft = await ReadDraftAsync(invocation, modelId, logs, cancellationToken);
        if (invocation.Get(parameters.Save) is { Length: > 0 } name)
        {
            await SaveAsync(invocation, name, draft, cancellationToken);
            return 0;
        }

        if (!string.IsNullOrEmpty(template)) await ApplyTemplateAsync(invocation, template, draft, cancellationToken);
        var start = await ConversationStart.LoadAsync(invocation, parameters, logs, cancellationToken);
        var model = FindModel(invocation, draft.ModelId ?? start.ModelId);
        if (invocation.Get(parameters.ShowOptions)) return ShowOptions(invocation, model.Id);

        await using var tools = await PromptTools.LoadAsync(context, invocation, parameters, draft, model, start, cancellationToken);
        var request = (await BuildRequestAsync(invocation, draft, model, logs, cancellationToken)) with { Tools = tools.Tools };
        var conversation = start.Begin(model, tools.Chain is not null, asksAgain: !draft.HasInput);
        if (isDryRun)
        {
            await ShowRequestAsync(conversation.PromptAsync(draft.Text, request), cancellationToken);
            return 0;
        }

        var run = CreateRun(invocation, draft, logs, logsToFile);
        await run.OpenAsync(cancellationToken);
        await run.AnswerAsync(conversation, draft.Text, request, tools.Chain, cancellationToken);
        await run.FinishAsync(cancellationToken);
        return 0;
    }

    private string? ChooseModelId(Invocation invocation)
    {
        var modelId = invocation.Get(parameters.Model);
        var queries = invocation.Get(parameters.Queries);
        if (!string.IsNullOrEmpty(modelId) || queries.Count == 0) return modelId;
        return Host.Models.Search(queries)?.Id ?? throw new LlmException($"No model found matching queries {string.Join(", ", queries)}");
    }

    private Model FindModel(Invocation invocation, string? id)
    {
        // Every model can be awaited here, so --async changes nothing.
        _ = invocation.Get(parameters.Async);
        return Host.GetModel(string.IsNullOrEmpty(id) ? null : id);
    }

    private int ShowOptions(Invocation invocation, string? modelId)
    {
        var model = FindModel(invocation, modelId);
        var registered = Host.Models.Models.First(entry => entry.Model == model);
        context.Terminal.WriteLine(new ModelText(context.Terminal.Columns).Describe(registered, withOptions: true));
        return 0;
    }

    private async Task<PromptDraft> ReadDraftAsync(Invocation invocation, string? modelId, PromptLog logs, CancellationToken cancellationToken)
    {
        var (attachments, typed) = await parameters.Attachments.ReadAsync(invocation, context.Attachments, cancellationToken);
        var schemas = new SchemaResolver(Host.Templates.LoadAsync, logs);
        return new PromptDraft
        {
            Text = invocation.Get(parameters.Prompt),
            System = invocation.Get(parameters.System),
            ModelId = modelId,
            Schema = await parameters.Schema.ReadAsync(invocation, schemas, cancellationToken),
            Extract = invocation.Get(parameters.Extract),
            ExtractLast = invocation.Get(parameters.ExtractLast),
            Options = parameters.Options.Read(invocation),
            Fragments = [.. invocation.Get(parameters.Fragments)],
            SystemFragments = [.. invocation.Get(parameters.SystemFragments)],
            Tools = [.. invocation.Get(parameters.Tools)],
            Functions = [.. invocation.Get(parameters.Functions)],
            Attachments = attachments,
            TypedAttachments = typed,
        };
    }

    /// <summary>Puts piped text before the prompt; waits for typed text where there is nothing else to send.</summary>
    private async Task ReadPromptAsync(PromptDraft draft, bool mayWait, CancellationToken cancellationToken)
    {
        // A fragment given as - has first call on the pipe.
        if (draft.Fragments.Contains("-") || draft.SystemFragments.Contains("-")) return;
        if (!context.Input.IsTerminal)
        {
            var piped = await context.Input.ReadTextAsync(cancellationToken);
            if (piped.Length > 0) draft.Text = string.IsNullOrEmpty(draft.Text) ? piped : $"{piped} {draft.Text}";
        }
        else if (draft.Text is null && mayWait && !draft.HasContent)
        {
            context.Terminal.WriteErrorLine("Type your prompt, then press Ctrl-D.", TextStyle.Dim);
            draft.Text = await context.Input.ReadTextAsync(cancellationToken);
        }
    }

    private async Task SaveAsync(Invocation invocation, string name, PromptDraft draft, CancellationToken cancellationToken)
    {
        // The Python tool leaves the folder behind also where nothing can be saved.
        new UserDirectory(Host.Templates.Path).Create();
        var conflicts = new List<string>();
        if (!string.IsNullOrEmpty(invocation.Get(parameters.Template))) conflicts.Add("--template");
        if (invocation.Get(parameters.Continue)) conflicts.Add("--continue");
        if (!string.IsNullOrEmpty(invocation.Get(parameters.ConversationId))) conflicts.Add("--cid");
        if (invocation.Get(parameters.From) is not null) conflicts.Add("--from");
        if (conflicts.Count > 0) throw new LlmException($"--save cannot be used with {string.Join(", ", conflicts)}");
        if (!string.IsNullOrEmpty(draft.ModelId))
        {
            draft.ModelId = Host.Models.Find(draft.ModelId)?.Id ?? throw new UnknownNameException($"'{draft.ModelId}' is not a known model", NameKind.Model, draft.ModelId);
        }

        await ReadPromptAsync(draft, mayWait: false, cancellationToken);
        if (draft.Options.Count > 0) draft.Options = ModelOptions.Validate(Host.GetModel(draft.ModelId).Options, draft.Options);
        SavedTemplate.Write(Host.Templates, name, draft, parameters.TemplateValues(invocation));
    }

    private async Task ApplyTemplateAsync(Invocation invocation, string name, PromptDraft draft, CancellationToken cancellationToken)
    {
        var values = parameters.TemplateValues(invocation);
        var template = await (await Host.Templates.LoadAsync(name, cancellationToken)).CompleteAsync(values, cancellationToken);
        if (template.Variables.Contains("input")) await ReadPromptAsync(draft, mayWait: true, cancellationToken);
        draft.Fill(template, values);
        await draft.AddAsync(template, context.Attachments, cancellationToken);
    }

    private async Task<PromptOptions> BuildRequestAsync(
        Invocation invocation, PromptDraft draft, Model model, PromptLog logs, CancellationToken cancellationToken)
    {
        var options = draft.OptionsFor(model, Host.ModelOptions);
        // Without a text, --from asks a turn again.
        await ReadPromptAsync(draft, mayWait: invocation.Get(parameters.From) is null, cancellationToken);
        var resolver = context.Fragments(logs);
        using var progress = draft.HasFragments ? ProgressLine.Start(context.Terminal, "fragments") : null;
        var fragments = await resolver.ResolveAsync(draft.Fragments, allowAttachments: true, cancellationToken);
        var systemFragments = await resolver.ResolveAsync(draft.SystemFragments, allowAttachments: false, cancellationToken);
        return draft.ToOptions(options, fragments, systemFragments) with
        {
            Schema = draft.Schema,
            HideReasoning = invocation.Get(parameters.HideReasoning),
            Stream = !invocation.Get(parameters.NoStream) && !draft.WantsCodeOnly && !invocation.Get(parameters.Json),
            Key = invocation.Get(parameters.Key),
        };
    }

    private PromptRun CreateRun(Invocation invocation, PromptDraft draft, PromptLog logs, bool logsToFile)
    {
        var showsJson = invocation.Get(parameters.Json);
        var look = parameters.Look(invocation, context);
        // Code and data that were asked for are shown as they are.
        if (draft.WantsCodeOnly || draft.Schema is not null) look = look with { Renders = false };
        return new PromptRun(context, logs)
        {
            Printer = new AnswerPrinter(
                context.Terminal, showReasoning: !invocation.Get(parameters.HideReasoning), look, showsJson ? null : text => Select(draft, text)),
            IsLogged = logsToFile,
            ShowsUsage = invocation.Get(parameters.Usage),
            ShowsJson = showsJson,
            Files = invocation.Get(parameters.Out) is { Length: > 0 } target ? new AnswerFiles(target) : null,
        };
    }

    private async Task ShowRequestAsync(Response response, CancellationToken cancellationToken)
    {
        var request = await response.DescribeRequestAsync(cancellationToken);
        context.Terminal.Write(request is null ? RequestText.Of(response.Prompt) : RequestText.Of(request));
        context.Terminal.WriteErrorLine($"Estimated input: about {RequestText.EstimateTokens(response.Prompt)} tokens, attachments not counted", TextStyle.Note);
    }

    /// <summary>What is printed of an answer that came in one piece.</summary>
    private static string Select(PromptDraft draft, string text) =>
        draft.WantsCodeOnly ? FencedCode.Extract(text, draft.ExtractLast) ?? text : text;
}
