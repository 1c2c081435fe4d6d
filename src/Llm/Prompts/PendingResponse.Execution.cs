using System.Runtime.ExceptionServices;

namespace Llm;

/// <content>How the answer begins, is received and ends.</content>
public sealed partial class PendingResponse
{
    /// <summary>What is known of the response before it ends.</summary>
    internal Response WithoutMessages() => new()
    {
        Id = Id,
        ModelId = Model.Id,
        Prompt = Prompt,
        ConversationId = ConversationId,
        ForkedFrom = conversation.ForkedFrom,
        StartedAt = StartedAt,
    };

    private IAsyncEnumerator<StreamEvent> Start(CancellationToken cancellationToken)
    {
        StartedAt = Model.Services.Clock.GetUtcNow();
        startTimestamp = Model.Services.Clock.GetTimestamp();
        observation = Model.Services.Observer?.BeginResponse(this, chain);
        context = new ModelContext(Model.ResolveKey(options.Key), Stream) { Ids = Model.Services.Ids };
        return Model.ExecuteAsync(Prompt, context, cancellationToken).GetAsyncEnumerator(cancellationToken);
    }

    private void Receive(StreamEvent streamEvent)
    {
        assembler!.Add(streamEvent);
        observation?.Received(streamEvent);
    }

    private void Finish(Exception? error)
    {
        if (error is OperationCanceledException) error = new OperationCanceledException("The request was stopped.", error);
        var incomplete = error is null ? null : error is OperationCanceledException ? "cancelled" : $"error: {error.Message}";
        if (error is not null) failure = ExceptionDispatchInfo.Capture(error);
        var assembled = assembler!.Assemble(PayloadText.Find(context.Payload?.Outline));
        var messages = AnswerMessages.Complete(assembled, context.ToolCalls, Model.Services.Ids, incomplete);
        context.Payload?.Share(messages);
        var complete = new Response
        {
            Id = Id,
            ModelId = Model.Id,
            Prompt = Prompt,
            Conversation = conversation,
            ConversationId = ConversationId,
            ForkedFrom = conversation.ForkedFrom,
            Key = options.Key,
            Messages = messages,
            FinishReason = context.FinishReason,
            Usage = context.Usage,
            ResponseId = context.ResponseId,
            ResponseModel = context.ResponseModel,
            ResolvedModel = context.ResolvedModel,
            Payload = context.Payload,
            StartedAt = StartedAt,
            Duration = StartedAt is null ? TimeSpan.Zero : Model.Services.Clock.GetElapsedTime(startTimestamp),
            Incomplete = incomplete,
        }.WithModel(Model);
        lock (gate) response = complete;
        // Whoever reads from here on reads the parts, so the events and what assembled them can go.
        pump = null;
        assembler = null;
        if (error is null || messages.Count > 0) conversation.Add(complete);
        observation?.Ended(error);
        observation = null;
    }

    /// <summary>Runs every callback; a reader at the end receives the first error.</summary>
    /// <remarks>No lock is held meanwhile, so a callback may read or dispose the object.</remarks>
    private async Task NotifyAsync()
    {
        foreach (var callback in callbacks)
        {
            try
            {
                await callback(response!, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception ex) when (ex is not OutOfMemoryException)
            {
                callbackFailure ??= ExceptionDispatchInfo.Capture(ex);
            }
        }
    }

    /// <summary>Throws at the end of every reader why the answer is not whole.</summary>
    private void ThrowFailure(CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref callbackFailure, null)?.Throw();
        if (failure?.SourceException is OperationCanceledException stopped)
        {
            throw new OperationCanceledException(
                "The answer was stopped before it was complete. The part that was received is in the Response of this object; "
                + "prompt again for a whole answer.",
                stopped,
                cancellationToken);
        }

        failure?.Throw();
    }
}
