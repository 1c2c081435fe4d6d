namespace Llm.Prompting;

/// <summary>The tools of a prompt or a chat, and how their calls are run; dispose it when no more calls can come.</summary>
public sealed class PromptTools : IAsyncDisposable
{
    private readonly ToolSelection? selection;

    private PromptTools(IReadOnlyList<Tool> functions, ToolSelection? selection, ChainOptions? chain) =>
        (Tools, this.selection, Chain) = ([.. functions, .. selection?.Tools ?? []], selection, chain);

    /// <summary>The tools, functions first; empty if there are none.</summary>
    public IReadOnlyList<Tool> Tools { get; }

    /// <summary>How calls are run; null if there are no tools.</summary>
    public ChainOptions? Chain { get; }

    /// <summary>Makes the tools that a draft names; if it names none, a conversation continues with those of its first turn.</summary>
    /// <param name="host">Knows the tools.</param>
    /// <param name="draft">Names the tools.</param>
    /// <param name="model">The model that is to call them.</param>
    /// <param name="start">The conversation.</param>
    /// <param name="chain">Says how calls are run; asked only if there are tools.</param>
    /// <param name="loadFunctions">Makes tools of functions given as text, which stay its own to dispose.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="LlmException">The model takes no tools, or one is not known or cannot be made.</exception>
    public static Task<PromptTools> SelectAsync(
        LlmHost host,
        PromptDraft draft,
        Model model,
        ConversationStart start,
        Func<ChainOptions> chain,
        Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlyList<Tool>>> loadFunctions,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(loadFunctions);
        var specifications = draft.Tools.Count > 0 ? draft.Tools : start.Conversation?.Tools ?? [];
        if (specifications.Count + draft.Functions.Count == 0) return Task.FromResult(new PromptTools([], null, null));
        if (!model.SupportsTools) throw new LlmException($"{model} does not support tools");
        return MakeAsync();

        async Task<PromptTools> MakeAsync()
        {
            var functions = await loadFunctions(draft.Functions, cancellationToken);
            var selection = await host.Tools.SelectAsync(specifications, model, cancellationToken);
            return new PromptTools(functions, selection, chain() with { RunsPendingCalls = start.Conversation is not { IsLegacy: true } });
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => selection?.DisposeAsync() ?? ValueTask.CompletedTask;
}
