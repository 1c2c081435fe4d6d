using System.Runtime.CompilerServices;
using System.Text;

namespace Llm;

/// <summary>A prompt whose tool calls are run and answered until the model has no more of them.</summary>
/// <remarks>Nothing is sent before the chain is read. It can be read once, by one reader; its conversation holds every answer.</remarks>
public sealed class Chain : IAsyncEnumerable<string>
{
    private readonly string? text;
    private readonly PromptOptions options;
    private readonly ChainOptions chainOptions;
    private readonly List<PendingResponse> answers = [];
    private bool begun;

    internal Chain(Conversation conversation, string? text, PromptOptions? options, ChainOptions? chainOptions)
    {
        Conversation = conversation;
        this.text = text;
        this.options = options ?? new PromptOptions();
        this.chainOptions = chainOptions ?? conversation.ChainOptions ?? new ChainOptions();
    }

    /// <summary>The conversation, to which every answer is added.</summary>
    public Conversation Conversation { get; }

    /// <summary>Whether the model was asked directly, so that no one started the conversation on purpose.</summary>
    public bool IsOneOff => Conversation.IsOneOff;

    /// <summary>The answers that have ended so far, oldest first.</summary>
    public IReadOnlyList<Response> Responses => [.. answers.Select(answer => answer.Response).OfType<Response>()];

    /// <summary>The tokens of all answers so far; null if no provider reported any.</summary>
    public Usage? Usage => Usage.Sum(Responses);

    /// <summary>The text between two answers that would otherwise run into each other: a space, or nothing.</summary>
    public static string Separator(string before, string after) =>
        before.Length > 0 && after.Length > 0 && !char.IsWhiteSpace(before[^1]) && !char.IsWhiteSpace(after[0]) ? " " : "";

    /// <summary>
    /// The answers as they begin; each is complete when the next one begins. Leaving the loop stops the answer that is under way.
    /// </summary>
    /// <exception cref="LlmException">
    /// The model asks for tools in the last answer that the limit allows, a request or a callback failed, or a tool paused
    /// (<see cref="PauseChainException"/>). The earlier answers are complete.
    /// </exception>
    /// <exception cref="InvalidOperationException">The chain was read before.</exception>
    public IAsyncEnumerable<PendingResponse> ResponsesAsync(CancellationToken cancellationToken = default) =>
        Conversation.Model.Services.Observer is { } observer && Chosen is { Tools.Count: > 0 } or { Toolboxes.Count: > 0 }
            ? ObserveAsync(observer, cancellationToken)
            : RunAsync(null, cancellationToken);

    private async IAsyncEnumerable<PendingResponse> ObserveAsync(
        IModelObserver observer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var observation = observer.BeginChain(this);
        Exception? error = null;
        var running = RunAsync(observation, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            while (true)
            {
                try
                {
                    if (!await running.MoveNextAsync()) break;
                }
                catch (Exception ex)
                {
                    error = ex;
                    throw;
                }

                yield return running.Current;
            }
        }
        finally
        {
            await running.DisposeAsync();
            // An answer that fails while the caller reads it makes the caller leave the chain.
            observation?.Ended(error ?? answers.LastOrDefault()?.Failure);
        }
    }

    private async IAsyncEnumerable<PendingResponse> RunAsync(
        IModelObservation? observation, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (begun) throw new InvalidOperationException("A chain can be read once: keep its answers, or start another chain.");
        begun = true;
        var tools = await ToolsAsync(cancellationToken);
        var executor = new ToolExecutor(tools, chainOptions, Conversation.Model.Services.Observer, observation);
        var next = options with { Tools = tools, Toolboxes = [] };
        var pending = tools.Count > 0 && chainOptions.RunsPendingCalls ? PendingCalls.In(options.Messages ?? Conversation.Messages) : [];
        if (pending.Count > 0)
            next = ToolAttachments.Send(next, await RunAsync(executor, pending, cancellationToken), Conversation.Model);
        var answer = Conversation.Ask(text, next, observation);
        while (true)
        {
            answers.Add(answer);
            Response response;
            try
            {
                yield return answer;
                response = await answer.CompleteAsync(cancellationToken);
            }
            finally
            {
                // A reader that leaves in the middle of an answer does not need the rest.
                if (answer.StartedAt is not null) await answer.DisposeAsync();
            }

            if (response.ToolCalls is not { Count: > 0 } calls) yield break;
            if (chainOptions.Limit > 0 && answers.Count >= chainOptions.Limit)
                throw new LlmException($"Chain limit of {chainOptions.Limit} exceeded.");
            var results = await RunAsync(executor, calls, cancellationToken);
            // The instructions and fragments were sent and stay in force; the texts of this turn are its results.
            var follow = options with
            {
                Tools = tools,
                Toolboxes = [],
                Messages = null,
                Fragments = [],
                Attachments = [],
                ToolResults = [],
                // A model that must call a tool in every answer would never end.
                ToolChoice = (options.ToolChoice ?? Conversation.Defaults?.ToolChoice) is { } choice && choice != ToolChoice.None
                    ? ToolChoice.Auto
                    : options.ToolChoice,
            };
            if (options.Messages is not null) follow = follow with { Messages = [.. response.Prompt.Messages, .. response.Messages] };
            answer = Conversation.Ask(null, ToolAttachments.Send(follow, results, Conversation.Model), observation);
        }
    }

    /// <summary>Streams the text of all answers. Leaving before the end stops the request that is under way.</summary>
    public async IAsyncEnumerator<string> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (var streamEvent in StreamEventsAsync(cancellationToken))
        {
            if (streamEvent is TextEvent { Length: > 0 } text) yield return text.Text;
        }
    }

    /// <summary>
    /// Streams the events of all answers, with the separating space between two as an event of its own. Leaving before the end stops the
    /// request that is under way.
    /// </summary>
    public async IAsyncEnumerable<StreamEvent> StreamEventsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var last = "";
        await foreach (var answer in ResponsesAsync(cancellationToken))
        {
            var isFirst = true;
            await foreach (var streamEvent in answer.StreamEventsAsync(cancellationToken))
            {
                if (streamEvent is TextEvent { Text: { Length: > 0 } text })
                {
                    if (isFirst && Separator(last, text) is { Length: > 0 } separator) yield return separator;
                    isFirst = false;
                    last = text;
                }

                yield return streamEvent;
            }
        }
    }

    /// <summary>Runs the chain to its end and returns the text of all answers.</summary>
    public async Task<string> GetTextAsync(CancellationToken cancellationToken = default)
    {
        var all = new StringBuilder();
        await foreach (var piece in this.WithCancellation(cancellationToken)) all.Append(piece);
        return all.ToString();
    }

    /// <summary>Runs one round of calls; calls that ended before a pause are not run again after it.</summary>
    private async Task<IReadOnlyList<ToolResult>> RunAsync(
        ToolExecutor executor, IReadOnlyList<ToolCall> calls, CancellationToken cancellationToken)
    {
        try
        {
            return await executor.RunAsync(calls, cancellationToken);
        }
        catch (PauseChainException ex)
        {
            if (ex.ToolResults.Count > 0 || Conversation.Messages is not [.., { Role: Message.ToolRole }])
                Conversation.Answer(ex.ToolResults);
            throw;
        }
    }

    /// <summary>The options of the turn with those of the conversation.</summary>
    private PromptOptions Chosen => options.Over(Conversation.Defaults ?? new PromptOptions(), isFirstTurn: false);

    /// <summary>The tools of the turn, those of toolboxes after they were prepared.</summary>
    private async Task<IReadOnlyList<Tool>> ToolsAsync(CancellationToken cancellationToken)
    {
        var chosen = Chosen;
        var tools = new List<Tool>(chosen.Tools);
        foreach (var toolbox in chosen.Toolboxes) tools.AddRange(await toolbox.GetToolsAsync(cancellationToken));
        return tools;
    }
}
