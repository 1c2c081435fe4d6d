namespace Llm.Prompting;

/// <summary>Asks a model, passes its answers on and logs each as it ends, whole or cut short.</summary>
/// <remarks>Not thread-safe; one instance is for one prompt, with all its rounds of tools.</remarks>
/// <param name="log">Where answers are logged; null logs none.</param>
/// <param name="sink">Takes the answers as they come; null waits for each in silence.</param>
public sealed class PromptRun(IPromptLog? log, IAnswerSink? sink = null)
{
    private readonly List<Response> responses = [];

    /// <summary>The answers so far, oldest first.</summary>
    public IReadOnlyList<Response> Responses => responses;

    /// <summary>Asks; with tools, until the model calls no more of them.</summary>
    /// <remarks>
    /// Each asynchronous method that waits for the answer adds to the time until the request is sent, so there is none between the caller
    /// and the one that reads the answer.
    /// </remarks>
    /// <param name="conversation">The conversation to ask in.</param>
    /// <param name="text">What the user says.</param>
    /// <param name="options">What goes with the text, the tools among it.</param>
    /// <param name="chain">How tools are run; null if there are none.</param>
    /// <param name="cancellationToken">Stops the request; what came until then is logged.</param>
    /// <exception cref="LlmException">The request failed, or an answer could not be logged.</exception>
    public Task AskAsync(Conversation conversation, string? text, PromptOptions options, ChainOptions? chain, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        return chain is null
            ? AnswerAsync(conversation.PromptAsync(text, options), isLast: true, cancellationToken)
            : AnswerAllAsync(conversation, conversation.Chain(text, options, chain), cancellationToken);
    }

    private async Task AnswerAllAsync(Conversation conversation, Chain chain, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var response in chain.ResponsesAsync(cancellationToken)) await AnswerAsync(response, isLast: false, cancellationToken);
        }
        catch (PauseChainException)
        {
            // The results that there are; whoever continues runs the other calls.
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

    private async Task AnswerAsync(Response response, bool isLast, CancellationToken cancellationToken)
    {
        responses.Add(response);
        try
        {
            await (sink?.ReceiveAsync(response, cancellationToken) ?? response.CompleteAsync(cancellationToken));
        }
        catch (Exception ex) when (ex is not OutOfMemoryException)
        {
            await LogUnfinishedAsync(response, ex);
            throw;
        }

        try
        {
            // A cancellation after the last word takes nothing from the log.
            if (log is not null) await log.LogAsync(response, CancellationToken.None);
        }
        catch (LlmException ex)
        {
            sink?.Finish();
            throw new LlmException($"The answer above was not logged: {ex.Message}", ex);
        }

        if (isLast) sink?.Finish();
    }

    private async Task LogUnfinishedAsync(Response response, Exception error)
    {
        // The reader may have stopped before the model did.
        await response.DisposeAsync();
        if (log is null || !response.IsComplete || response.Messages.Count == 0) return;
        try
        {
            await log.LogAsync(response, CancellationToken.None);
        }
        catch (LlmException ex)
        {
            throw new LlmException($"{error.Message} What came before could not be logged: {ex.Message}", ex);
        }
    }
}

/// <summary>Takes the answers of a <see cref="PromptRun"/> as they come, to show them or to pass them on.</summary>
public interface IAnswerSink
{
    /// <summary>Reads one answer to its end.</summary>
    /// <remarks>An exception ends the run; what came of the answer until then is logged.</remarks>
    Task ReceiveAsync(Response response, CancellationToken cancellationToken);

    /// <summary>Ends the output: after the last answer, or after a whole one that could not be logged.</summary>
    void Finish();
}
