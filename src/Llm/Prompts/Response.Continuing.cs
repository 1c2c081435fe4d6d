namespace Llm;

/// <content>What follows an answer: tool calls, replies and new conversations.</content>
public sealed partial class Response
{
    /// <summary>The conversation in which it was made in this process.</summary>
    internal Conversation? Conversation { get; init; }

    /// <summary>The key that the prompt was given, for replies.</summary>
    internal string? Key { get; init; }

    /// <summary>The same response with a model that answers replies, usually that of <see cref="ModelId"/>.</summary>
    public Response WithModel(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var copy = (Response)MemberwiseClone();
        copy.Model = model;
        return copy;
    }

    /// <summary>
    /// Starts the next turn: everything that was said so far, then <paramref name="text"/>. Nothing is sent before the answer is read.
    /// </summary>
    /// <remarks>The tools of this prompt are offered again unless the options name some.</remarks>
    /// <exception cref="LlmException">The answer asks for tools and the options bring no results.</exception>
    /// <exception cref="InvalidOperationException">The response was read and has no model; see <see cref="WithModel"/>.</exception>
    public PendingResponse Reply(string? text = null, PromptOptions? options = null)
    {
        options ??= new PromptOptions();
        if (ToolCalls is { Count: > 0 } calls && options.ToolResults.Count == 0)
        {
            throw new LlmException(
                $"The answer asks for {string.Join(", ", calls.Select(call => call.Name))}: reply with ReplyAsync, which runs the tools, "
                + "or pass ToolResults with the reply.");
        }

        var conversation = Conversation ?? new Conversation(RequireModel(), ConversationId);
        return conversation.Ask(text, options with
        {
            Messages = [.. Prompt.Messages, .. Messages, .. options.Messages ?? []],
            Tools = OfferedAgain(options),
            Key = options.Key ?? Key,
        });
    }

    /// <summary>Runs the tool calls of the answer if the options bring no results, and waits for the answer to the next turn.</summary>
    /// <inheritdoc cref="Reply" path="/remarks"/>
    /// <exception cref="LlmException">The request or a callback failed, or a tool paused (<see cref="PauseChainException"/>).</exception>
    /// <exception cref="InvalidOperationException">The response was read and has no model; see <see cref="WithModel"/>.</exception>
    public async Task<Response> ReplyAsync(
        string? text = null, PromptOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new PromptOptions();
        if (options.ToolResults.Count == 0 && ToolCalls.Count > 0)
        {
            var results = await RunToolsAsync(ToolCalls, OfferedAgain(options), null, cancellationToken);
            options = ToolAttachments.Send(options, results, RequireModel());
        }

        return await Reply(text, options).CompleteAsync(cancellationToken);
    }

    /// <summary>Runs the tool calls of the answer with the tools of its prompt; the results are in the order of the calls.</summary>
    /// <param name="chain">How tools are run; null for the hooks and limits of the conversation.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="PauseChainException">A tool paused.</exception>
    public Task<IReadOnlyList<ToolResult>> ExecuteToolCallsAsync(
        ChainOptions? chain = null, CancellationToken cancellationToken = default) =>
        RunToolsAsync(ToolCalls, Prompt.Tools, chain, cancellationToken);

    /// <summary>Runs one call with the tools of the prompt, in the same way; a call without an id is given one.</summary>
    /// <param name="call">The call.</param>
    /// <param name="chain">How tools are run; null for the hooks and limits of the conversation.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="PauseChainException">The tool paused.</exception>
    public async Task<ToolResult> ExecuteToolCallAsync(
        ToolCall call, ChainOptions? chain = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (call.ToolCallId is null) call = call with { ToolCallId = "tc_" + (Model?.Services ?? ModelServices.Default).Ids.Next() };
        return (await RunToolsAsync([call], Prompt.Tools, chain, cancellationToken))[0];
    }

    /// <summary>Starts a new conversation that continues after this response.</summary>
    /// <param name="model">The model that answers, usually that of <see cref="ModelId"/>.</param>
    /// <param name="defaults">What every turn uses unless its own options say otherwise.</param>
    public Conversation Fork(Model model, PromptOptions? defaults = null) =>
        StartAfter([.. Prompt.Messages, .. Messages], model, defaults);

    /// <summary>Starts a new conversation that stands before this response: a prompt without a text asks again.</summary>
    /// <inheritdoc cref="Fork" path="/param"/>
    public Conversation Retry(Model model, PromptOptions? defaults = null) => StartAfter(Prompt.Messages, model, defaults);

    private Conversation StartAfter(IReadOnlyList<Message> history, Model model, PromptOptions? defaults) =>
        new(model, history: history) { ForkedFrom = ConversationId, Defaults = defaults };

    private Task<IReadOnlyList<ToolResult>> RunToolsAsync(
        IReadOnlyList<ToolCall> calls, IReadOnlyList<Tool> tools, ChainOptions? chain, CancellationToken cancellationToken) =>
        new ToolExecutor(tools, chain ?? Conversation?.ChainOptions ?? new ChainOptions(), Model?.Services.Observer, null)
            .RunAsync(calls, cancellationToken);

    private IReadOnlyList<Tool> OfferedAgain(PromptOptions options) =>
        options.Tools.Count + options.Toolboxes.Count > 0 ? options.Tools : Prompt.Tools;

    private Model RequireModel() => Model ?? throw new InvalidOperationException(
        "The response was read from data, so it has no model: name one with WithModel, such as "
        + "response.WithModel(llm.GetModel(response.ModelId)).");
}
