using Llm.Cli.Options;
using Llm.Cli.Output;
using Llm.Cli.Output.Tools;
using Llm.Cli.Retrieval;
using Llm.Commands;
using Llm.Prompting;

namespace Llm.Cli.Commands.Prompt;

/// <summary>
/// A call of <c>llm prompt</c>, <c>llm chat</c> or <c>llm openai endpoint</c>: loads the template, conversation, tools and log that its
/// options name.
/// </summary>
/// <remarks>
/// Start-up: an asynchronous method costs two compilations at run time when it runs, so features that are not used run none.
/// </remarks>
internal sealed class PromptCall(CliContext context, PromptParameters parameters, Invocation invocation)
{
    private LlmHost Host => context.Host;

    /// <summary>Whether a logged conversation is continued.</summary>
    public bool Continues => invocation.Get(parameters.Continue) || invocation.Get(parameters.ConversationId) is { Length: > 0 };

    /// <summary>Whether a new conversation starts after a logged turn.</summary>
    public bool StartsAfterTurn => invocation.Get(parameters.From) is not null;

    /// <summary>The look of answers on a terminal.</summary>
    public TerminalLook Look =>
        new(Renders: context.Terminal.OutputIsTerminal && !invocation.Get(parameters.NoRender) && Host.Settings.Get(Setting.Render));

    /// <summary>The values for the template's variables.</summary>
    public Dictionary<string, string> TemplateValues
    {
        get
        {
            var values = new Dictionary<string, string>();
            foreach (var (name, value) in invocation.Get(parameters.TemplateParameters)) values[name] = value;
            return values;
        }
    }

    /// <summary>Whether answers are logged, which the options or else the user's setting determines.</summary>
    /// <param name="wanted">Whether the command logs if logging is on.</param>
    /// <exception cref="LlmException">The options contradict each other.</exception>
    public bool IsLogged(bool wanted = true)
    {
        var (log, noLog) = (invocation.Get(parameters.Log), invocation.Get(parameters.NoLog));
        if (log && noLog) throw new LlmException("--log and --no-log are mutually exclusive");
        return log || (!noLog && wanted && Host.Directory.LogsOn);
    }

    /// <summary>Shows requests and responses if an option asks for it.</summary>
    public void StartTrace()
    {
        if (invocation.Get(parameters.VerboseHttp)) Host.TraceHttp(context.Terminal.ErrorWriter);
    }

    /// <summary>Creates the log for the database that the options name.</summary>
    public DeferredLog Log() => new(parameters.Database.PathFor(invocation, Host.Directory), context);

    /// <summary>Loads the template that the options name; returns null if they name none.</summary>
    public Task<Template?> LoadTemplateAsync(CancellationToken cancellationToken) =>
        invocation.Get(parameters.Template) is { Length: > 0 } name
        ? LoadTemplateAsync(name, cancellationToken)
        : Task.FromResult<Template?>(null);

    /// <summary>Adds the settings of a template to a draft.</summary>
    /// <exception cref="LlmException">An attachment cannot be found or read.</exception>
    public async Task<PromptDraft> ApplyAsync(Template template, PromptDraft draft, CancellationToken cancellationToken) =>
        RetrievalPlugin.WithSearches(await draft.ApplyAsync(template, context.Attachments, cancellationToken));

    /// <summary>Loads the conversation that the prompt continues.</summary>
    /// <exception cref="LlmException">The options contradict each other, or name a conversation or turn that is not logged.</exception>
    public Task<ConversationStart> LoadStartAsync(DeferredLog log, CancellationToken cancellationToken)
    {
        if (Continues && StartsAfterTurn) throw new LlmException("--from starts a new conversation: leave out -c and --cid");
        return Continues || StartsAfterTurn ? LoadAsync(log, cancellationToken) : Task.FromResult(ConversationStart.New);
    }

    /// <summary>Creates the tools that the draft names.</summary>
    /// <param name="draft">The draft with its template.</param>
    /// <param name="model">The model that will call them.</param>
    /// <param name="start">The conversation.</param>
    /// <param name="functions">Creates tools from the draft's functions.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="LlmException">A tool is unknown or cannot be created.</exception>
    public Task<PromptTools> SelectToolsAsync(
        PromptDraft draft, Model model, ConversationStart start, GivenFunctions functions, CancellationToken cancellationToken)
    {
        if (draft.LeavesFunctionsOut)
        {
            context.Terminal.WriteErrorLine(
                "Warning: the template's functions were left out because the template is not one of your own. "
                + "To run them, save the template in the folder that 'llm templates path' shows.");
        }

        return PromptTools.SelectAsync(Host, draft, model, start, ChainOptions, functions.LoadAsync, cancellationToken);
    }

    /// <summary>Loads the fragments that the draft names, and returns the options of its prompt.</summary>
    /// <exception cref="LlmException">A fragment cannot be found or read.</exception>
    public Task<PromptOptions> ResolveAsync(PromptDraft draft, FragmentResolver fragments, CancellationToken cancellationToken) =>
        draft.HasFragments ? ShowResolvingAsync(draft, fragments, cancellationToken) : draft.ResolveAsync(fragments, cancellationToken);

    /// <summary>Adds the texts of the draft's collections that are similar to the prompt.</summary>
    /// <param name="options">The options of the prompt.</param>
    /// <param name="draft">The draft, of which there is at least one collection.</param>
    /// <param name="ownText">The text of the user's own; if there is none, the draft's is looked for.</param>
    /// <param name="cancellationToken">Cancels the searches.</param>
    /// <exception cref="LlmException">There is no text, or a collection cannot be searched.</exception>
    public async Task<PromptOptions> AddTextsAsync(
        PromptOptions options, PromptDraft draft, string? ownText, CancellationToken cancellationToken)
    {
        var found = await RetrieveAsync(draft, string.IsNullOrEmpty(ownText) ? draft.Text : ownText, cancellationToken);
        return options with { Fragments = [.. options.Fragments, .. found] };
    }

    /// <summary>Returns what finds texts of the draft's collections for each message of a chat; null if it has no collections.</summary>
    public Func<string?, CancellationToken, Task<IReadOnlyList<Fragment>>>? RetrievalOf(PromptDraft draft) =>
        draft.Rag.Count == 0 ? null : (question, cancellationToken) => RetrieveAsync(draft, question, cancellationToken);

    private Task<IReadOnlyList<Fragment>> RetrieveAsync(PromptDraft draft, string? question, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(question)) throw new LlmException("A prompt is needed to look for similar texts.");
        var sources = draft.Rag.Select(RetrievalSource.Parse).ToList();
        return NearestTexts.FindAndShowAsync(context, sources, question, cancellationToken);
    }

    private async Task<Template?> LoadTemplateAsync(string name, CancellationToken cancellationToken) =>
        await (await Host.Templates.LoadAsync(name, cancellationToken)).CompleteAsync(TemplateValues, cancellationToken);

    private async Task<ConversationStart> LoadAsync(DeferredLog log, CancellationToken cancellationToken)
    {
        var opened = await log.OpenAsync(cancellationToken);
        return invocation.Get(parameters.From) is { } turn
            ? await ConversationStart.AfterTurnAsync(opened, turn, cancellationToken)
            : await ConversationStart.ContinueAsync(opened, invocation.Get(parameters.ConversationId), cancellationToken);
    }

    private async Task<PromptOptions> ShowResolvingAsync(PromptDraft draft, FragmentResolver fragments, CancellationToken cancellationToken)
    {
        using var progress = ProgressLine.Start(context.Terminal, "fragments");
        return await draft.ResolveAsync(fragments, cancellationToken);
    }

    private ChainOptions ChainOptions()
    {
        var (approval, asksAlways) = (new ToolApproval(context), invocation.Get(parameters.ToolsApprove));
        var shows = invocation.Get(parameters.ToolsDebug);
        return new ChainOptions
        {
            Limit = invocation.Get(parameters.ChainLimit),
            ToolTimeout = Host.Settings.Get(Setting.ToolTimeout),
            Approve = (tool, call, cancellationToken) =>
                asksAlways || tool.RequiresApproval ? approval.AskAsync(tool, call, cancellationToken) : Task.FromResult(true),
            BeforeCall = shows ? (tool, call, _) =>
            {
                if (tool is null) ToolTrace.ShowUnknown(context.Terminal, call);
                return Task.CompletedTask;
            }
            : null,
            AfterCall = shows ? (_, call, result, _) =>
            {
                ToolTrace.Show(context.Terminal, call, result);
                return Task.CompletedTask;
            }
            : null,
        };
    }
}
