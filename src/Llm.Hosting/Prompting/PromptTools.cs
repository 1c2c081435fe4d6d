namespace Llm.Prompting;

/// <summary>The tools of a prompt or a chat and the settings for running their calls.</summary>
/// <remarks>Dispose it when the last chain has ended; that disposes its toolboxes.</remarks>
public sealed class PromptTools : IAsyncDisposable
{
    private readonly ToolSelection? selection;

    private PromptTools(IReadOnlyList<Tool> functions, ToolSelection? selection, ChainOptions? chain) =>
        (Tools, this.selection, Chain) = ([.. functions, .. selection?.Tools ?? []], selection, chain);

    /// <summary>The tools, functions first; empty if there are none.</summary>
    public IReadOnlyList<Tool> Tools { get; }

    /// <summary>The settings for running calls; null if there are no tools.</summary>
    public ChainOptions? Chain { get; }

    /// <summary>Creates the tools that a draft names; if it names none, those of the first turn of the conversation.</summary>
    /// <param name="host">The host with the available tools.</param>
    /// <param name="draft">The draft that names the tools.</param>
    /// <param name="model">The model that calls the tools.</param>
    /// <param name="start">The start of the conversation.</param>
    /// <param name="chain">Returns the settings for running calls; it is called only if there are tools.</param>
    /// <param name="loadFunctions">Creates tools from functions that were given as source text; the caller keeps ownership of them.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="LlmException">The model does not support tools, or a tool is unknown or cannot be created.</exception>
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
        return CreateAsync();

        async Task<PromptTools> CreateAsync()
        {
            var functions = await loadFunctions(draft.Functions, cancellationToken);
            var selection = await host.Tools.SelectAsync(specifications, model, cancellationToken);
            return new PromptTools(functions, selection, chain() with { RunsPendingCalls = start.Conversation is not { IsLegacy: true } });
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => selection?.DisposeAsync() ?? ValueTask.CompletedTask;
}
