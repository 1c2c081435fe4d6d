using Llm.Cli.Commands.Prompt;
using Llm.Cli.Options;
using Llm.Cli.Twin;
using Llm.Commands;

namespace Llm.Cli.Commands.Chat;

/// <summary>Talks with a model, turn by turn.</summary>
internal sealed class ChatCommand(CliContext context) : Command, ITakesFunctions, ILooksIntoCollections
{
    public const string Name = "chat";

    private readonly PromptParameters parameters = new();

    public override string? Example => "llm chat -m gpt-5.5 -s 'answer in Spanish'";

    public override string Help => "Hold an ongoing chat with a model.";

    public override IReadOnlyList<Parameter> Parameters => parameters.Help.OfChat;

    public override IReadOnlyList<Option> Additions => parameters.Help.AddedToChat;

    private LlmHost Host => context.Host;

    public IReadOnlyList<string> FunctionsOf(Invocation invocation) => invocation.Get(parameters.Functions);

    public string? TemplateOf(Invocation invocation) => invocation.Get(parameters.Template);

    /// <summary>A person may ask for a fragment later.</summary>
    public bool LooksIntoCollections(Invocation invocation) => parameters.NamesCollections(invocation) || ManagedTwin.CanRun;

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var call = new PromptCall(context, parameters, invocation);
        call.StartTrace();
        var isLogged = call.IsLogged(Host.Settings.Get(Setting.ChatLog));
        await using var log = call.Log();
        log.StartOpening(isLogged, cancellationToken);
        var draft = parameters.Read(invocation);
        var template = await call.LoadTemplateAsync(cancellationToken);
        // A chat does not use the schema of a template.
        if (template is not null)
            draft = await call.ApplyAsync(template with { SchemaObject = null }, draft, cancellationToken);
        var start = await call.LoadStartAsync(log, cancellationToken);
        Host.LoadPluginsFor(draft);
        var model = context.FindModel(draft.ModelId ?? start.ModelId, CliContext.NotAKnownModel);
        await using var functions = new GivenFunctions(context);
        await using var tools = await call.SelectToolsAsync(draft, model, start, functions, cancellationToken);
        var fragments = context.Fragments(log);
        var opening = await call.ResolveAsync(draft.For(model, Host.ModelOptions), fragments, cancellationToken);
        var session = new ChatSession(
            context, await log.OpenForAnswersAsync(isLogged, cancellationToken), start.Begin(model, tools.Chain is not null))
        {
            Draft = draft,
            Opening = opening with { Tools = tools.Tools },
            Template = template,
            TemplateValues = call.TemplateValues,
            ToolChain = tools.Chain,
            Look = call.Look,
            Retrieve = call.RetrievalOf(draft),
        };
        var keyboard = context.Input.GivesKeys && context.Terminal.HasCursor ? new ChatKeyboard(context, isLogged) : null;
        await session.RunAsync(new ChatInput(context, fragments, keyboard), cancellationToken);
        return 0;
    }
}
