using Llm.Cli.Options;
using Llm.Cli.Output.Tools;
using Llm.Commands;

namespace Llm.Cli.Commands.Prompt;

/// <summary>The tools of a prompt or chat, and how their calls are run.</summary>
internal sealed class PromptTools : IAsyncDisposable
{
    private readonly LoadedFunctions? functions;
    private readonly ToolSelection? selection;

    private PromptTools(LoadedFunctions? functions = null, ToolSelection? selection = null, ChainOptions? chain = null) =>
        (this.functions, this.selection, Chain) = (functions, selection, chain);

    /// <summary>The tools, functions first; empty if there are none.</summary>
    public IReadOnlyList<Tool> Tools => [.. functions?.Tools ?? [], .. selection?.Tools ?? []];

    /// <summary>How calls are run; null if there are no tools.</summary>
    public ChainOptions? Chain { get; }

    /// <summary>Makes the tools that the options and the template name; without any, a conversation goes on with those of its first turn.</summary>
    /// <exception cref="LlmException">One is not known or cannot be made.</exception>
    public static async Task<PromptTools> LoadAsync(
        CliContext context,
        Invocation invocation,
        PromptParameters parameters,
        PromptDraft draft,
        Model model,
        ConversationStart start,
        CancellationToken cancellationToken)
    {
        if (draft.LeavesFunctionsOut)
        {
            context.Terminal.WriteErrorLine(
                "Warning: the template's functions were left out, as it comes from elsewhere. To run them, save it in the folder that 'llm templates path' shows.");
        }

        var specifications = draft.Tools.Count > 0 ? draft.Tools : start.Conversation?.Tools ?? [];
        if (specifications.Count + draft.Functions.Count == 0) return new PromptTools();
        if (!model.SupportsTools) throw new LlmException($"{model} does not support tools");
        var functions = await FunctionsOption.LoadAsync(context, draft.Functions, cancellationToken);
        try
        {
            var selection = await context.Host.Tools.SelectAsync(specifications, model, cancellationToken);
            return new PromptTools(functions, selection, ChainOf(context, invocation, parameters) with
            {
                RunsPendingCalls = start.Conversation is not { IsLegacy: true },
            });
        }
        catch
        {
            await functions.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (selection is not null) await selection.DisposeAsync();
        if (functions is not null) await functions.DisposeAsync();
    }

    private static ChainOptions ChainOf(CliContext context, Invocation invocation, PromptParameters parameters)
    {
        var (approval, asksAlways) = (new ToolApproval(context), invocation.Get(parameters.ToolsApprove));
        var shows = invocation.Get(parameters.ToolsDebug);
        return new ChainOptions
        {
            Limit = invocation.Get(parameters.ChainLimit),
            ToolTimeout = context.Host.Settings.Get(Setting.ToolTimeout),
            BeforeCall = (tool, call, cancellationToken) =>
                asksAlways || tool is { RequiresApproval: true } ? approval.AskAsync(tool, call, cancellationToken) : Task.CompletedTask,
            AfterCall = shows ? (_, call, result, _) =>
            {
                ToolTrace.Show(context.Terminal, call, result);
                return Task.CompletedTask;
            }
            : null,
        };
    }
}
