using Llm.Cli.Commands.Prompt;
using Llm.Cli.Output;
using Llm.Commands;

namespace Llm.Cli.Commands.Chat;

/// <summary>Talks with a model, turn by turn.</summary>
/// <example><c>llm chat -m gpt-5.5 -s 'answer in Spanish'</c></example>
internal sealed class ChatCommand(CliContext context) : Command
{
    private readonly PromptParameters parameters = new();

    public override string Help => "Hold an ongoing chat with a model.";

    public override IReadOnlyList<Parameter> Parameters => parameters.OfChat;

    public override IReadOnlyList<Option> Additions => parameters.AdditionsOfChat;

    private LlmHost Host => context.Host;

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var isLogged = parameters.LogsToFile(invocation, Host.Directory, Host.Settings.Get(Setting.ChatLog));
        await using var logs = new PromptLog(parameters.Database.PathFor(invocation, Host.Directory), context);
        if (isLogged || !logs.Exists) logs.BeginOpen(cancellationToken);
        var draft = ReadDraft(invocation);
        var values = parameters.TemplateValues(invocation);
        Template? template = null;
        if (invocation.Get(parameters.Template) is { Length: > 0 } name)
        {
            template = await (await Host.Templates.LoadAsync(name, cancellationToken)).CompleteAsync(values, cancellationToken);
            await draft.AddAsync(template, context.Attachments, cancellationToken);
        }

        var start = await ConversationStart.LoadAsync(invocation, parameters, logs, cancellationToken);
        var model = FindModel(draft.ModelId ?? start.ModelId);
        await using var tools = await PromptTools.LoadAsync(context, invocation, parameters, draft, model, start, cancellationToken);

        var fragments = context.Fragments(logs);
        var opening = (await BuildOpeningAsync(invocation, draft, model, fragments, cancellationToken)) with { Tools = tools.Tools };
        // An unusable database is found before anything is paid for.
        if (isLogged || !logs.Exists) await logs.OpenAsync(cancellationToken);
        var session = new ChatSession(context, logs, start.Begin(model, tools.Chain is not null))
        {
            Draft = draft,
            Opening = opening,
            Template = template,
            TemplateValues = values,
            ToolChain = tools.Chain,
            IsLogged = isLogged,
            Look = parameters.Look(invocation, context),
        };
        var keyboard = context.Input.GivesKeys && context.Terminal.HasCursor ? new ChatKeyboard(context, isLogged) : null;
        await session.RunAsync(new ChatInput(context, fragments, keyboard), cancellationToken);
        return 0;
    }

    private PromptDraft ReadDraft(Invocation invocation) => new()
    {
        System = invocation.Get(parameters.System),
        ModelId = invocation.Get(parameters.Model),
        Options = parameters.Options.Read(invocation),
        Fragments = [.. invocation.Get(parameters.Fragments)],
        SystemFragments = [.. invocation.Get(parameters.SystemFragments)],
        Tools = [.. invocation.Get(parameters.Tools)],
        Functions = [.. invocation.Get(parameters.Functions)],
    };

    private Model FindModel(string? id) => string.IsNullOrEmpty(id)
        ? Host.GetModel()
        : Host.Models.Find(id) ?? throw new UnknownNameException($"'{id}' is not a known model", NameKind.Model, id);

    private async Task<PromptOptions> BuildOpeningAsync(
        Invocation invocation, PromptDraft draft, Model model, FragmentResolver resolver, CancellationToken cancellationToken)
    {
        var options = draft.OptionsFor(model, Host.ModelOptions);
        using var progress = draft.HasFragments ? ProgressLine.Start(context.Terminal, "fragments") : null;
        var fragments = await resolver.ResolveAsync(draft.Fragments, allowAttachments: true, cancellationToken);
        var systemFragments = await resolver.ResolveAsync(draft.SystemFragments, allowAttachments: false, cancellationToken);
        return draft.ToOptions(options, fragments, systemFragments) with
        {
            HideReasoning = invocation.Get(parameters.HideReasoning),
            Stream = !invocation.Get(parameters.NoStream),
            Key = invocation.Get(parameters.Key),
        };
    }
}
