namespace Llm.Prompting;

/// <summary>Prompts a model, passes its answers to a sink and logs each one when it ends, complete or not.</summary>
/// <remarks>An instance is used for one prompt, including all its rounds of tool calls, and is not thread-safe.</remarks>
/// <param name="log">The log for the answers; null to log nothing.</param>
/// <param name="sink">The receiver of the answers; null to wait for each answer without output.</param>
public sealed class PromptRun(IPromptLog? log, IAnswerSink? sink = null)
{
    private readonly List<PendingResponse> answers = [];

    /// <summary>The answers that have ended so far, including those that were cut short, oldest first.</summary>
    public IReadOnlyList<Response> Responses => [.. answers.Select(answer => answer.Response).OfType<Response>()];

    /// <summary>Whether an answer could not be logged and is kept in a file until a program can log it.</summary>
    public bool HasUnlogged { get; private set; }

    /// <summary>Prompts the model; if there are tools, until the model makes no more calls.</summary>
    /// <remarks>
    /// Every asynchronous method on the way adds to the time until the request is sent, so there is none between the caller and the method
    /// that reads the answer.
    /// </remarks>
    /// <param name="conversation">The conversation to prompt in.</param>
    /// <param name="text">The text of the prompt; null if there is none.</param>
    /// <param name="options">Everything that is sent with the text, including the tools.</param>
    /// <param name="chain">How tools are run; null if there are none.</param>
    /// <param name="cancellationToken">Cancels the request; the part of the answer that was received is logged.</param>
    /// <exception cref="LlmException">The request failed, or an answer could not be logged.</exception>
    public Task AskAsync(
        Conversation conversation, string? text, PromptOptions options, ChainOptions? chain, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        return chain is null
            ? AnswerAsync(conversation.Ask(text, options), isLast: true, cancellationToken)
            : AnswerAllAsync(conversation, conversation.Chain(text, options, chain), cancellationToken);
    }

    private async Task AnswerAllAsync(Conversation conversation, Chain chain, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var answer in chain.ResponsesAsync(cancellationToken))
                await AnswerAsync(answer, isLast: false, cancellationToken);
        }
        catch (PauseChainException)
        {
            // Only the results so far; the run that continues the conversation runs the other calls.
            if (log is not null) await log.LogMessagesAsync(conversation, CancellationToken.None);
            throw;
        }
        catch
        {
            conversation.DeclineCalls(ConversationStart.ChainEnded);
            throw;
        }

        sink?.Finish();
    }

    private async Task AnswerAsync(PendingResponse answer, bool isLast, CancellationToken cancellationToken)
    {
        answers.Add(answer);
        using var kept = log?.Keep(answer);
        Response response;
        try
        {
            if (sink is not null) await sink.ReceiveAsync(answer, cancellationToken);
            response = await answer.CompleteAsync(cancellationToken);
        }
        catch (Exception ex) when (ex is not OutOfMemoryException)
        {
            await LogUnfinishedAsync(answer, ex);
            throw;
        }

        try
        {
            // The answer is complete, so it is logged even if the caller cancels now.
            if (log is not null) await log.LogAsync(response, CancellationToken.None);
        }
        catch (AnswerKeptException ex)
        {
            HasUnlogged = true;
            sink?.Note($"Warning: the answer was not logged: {ex.Message}");
        }
        catch (LlmException ex)
        {
            sink?.Finish();
            throw new LlmException($"The answer above was not logged: {ex.Message}", ex);
        }

        if (isLast) sink?.Finish();
    }

    private async Task LogUnfinishedAsync(PendingResponse answer, Exception error)
    {
        // The reader may have stopped before the model did.
        await answer.DisposeAsync();
        if (log is null || answer.Response is not { Messages.Count: > 0 } response) return;
        try
        {
            await log.LogAsync(response, CancellationToken.None);
        }
        catch (AnswerKeptException) when (error is OperationCanceledException)
        {
            // The caller wants an end; the part that was received is safe.
            HasUnlogged = true;
        }
        catch (LlmException ex)
        {
            throw new LlmException($"{error.Message} The part of the answer that was received could not be logged: {ex.Message}", ex);
        }
    }
}

/// <summary>Receives the answers of a <see cref="PromptRun"/> as they arrive, to show them or to pass them on.</summary>
public interface IAnswerSink
{
    /// <summary>Reads one answer to the end.</summary>
    /// <remarks>An exception ends the run; the part of the answer that was received is logged.</remarks>
    Task ReceiveAsync(PendingResponse answer, CancellationToken cancellationToken);

    /// <summary>Takes a message for the user, to be shown after the answer.</summary>
    void Note(string text)
    {
    }

    /// <summary>Ends the output. It is called after the last answer, or after a complete answer that could not be logged.</summary>
    void Finish();
}
