using System.Runtime.ExceptionServices;
using System.Text.Json.Nodes;

namespace Llm;

/// <content>How the answer is pulled from the model and finished.</content>
public sealed partial class Response
{
    private IModelObservation? observation;

    /// <summary>The event at <paramref name="index"/>, waiting for it if need be; null if the answer ends before.</summary>
    private async ValueTask<StreamEvent?> NextAsync(int index, CancellationToken cancellationToken)
    {
        while (true)
        {
            // In this order: what came before the end is there once the end is seen.
            var isOver = ended;
            if (events.Find(index) is { } known) return known;
            if (isOver) return null;
            // Whoever reads drives the request, so a reader's token stops it, and the reader waits until that is done.
            await using var registration = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), stop);
            await pulling.WaitAsync(CancellationToken.None);
            bool isLast;
            try
            {
                if (ended || events.Find(index) is not null) continue;
                isLast = !await ReceiveAsync();
            }
            finally
            {
                pulling.Release();
            }

            if (isLast) await NotifyAsync();
        }
    }

    /// <summary>Takes the next event from the model; false if there was none and the answer is finished now.</summary>
    private async Task<bool> ReceiveAsync()
    {
        Exception? error = null;
        try
        {
            stop.Token.ThrowIfCancellationRequested();
            source ??= Start();
            if (await source.MoveNextAsync())
            {
                var current = source.Current;
                assembler.Add(current);
                events.Add(current);
                observation?.Received(current);
                return true;
            }
        }
        catch (Exception ex)
        {
            error = ex;
        }

        await FinishAsync(error);
        return false;
    }

    /// <summary>Every reader is told at its end why there is no more.</summary>
    private void ThrowFailure(CancellationToken cancellationToken)
    {
        if (failure?.SourceException is OperationCanceledException stopped)
        {
            throw new OperationCanceledException(
                "The answer was stopped before it was complete. What came is in the response's Messages; prompt again for a whole one.",
                stopped,
                cancellationToken);
        }

        failure?.Throw();
    }

    private IAsyncEnumerator<StreamEvent> Start()
    {
        StartedAt = Model.Environment.Clock.GetUtcNow();
        startTimestamp = Model.Environment.Clock.GetTimestamp();
        observation = Model.Environment.Observer?.BeginResponse(this);
        context = new ModelContext(Model.ResolveKey(options.Key), Stream);
        return Model.ExecuteAsync(Prompt, context, stop.Token).GetAsyncEnumerator(stop.Token);
    }

    /// <summary>The request by which the model would be asked, with nothing sent to it; null if the model knows none.</summary>
    /// <remarks>Attachments that are given by an address may be fetched, where the model sends their bytes. A missing key does not matter.</remarks>
    /// <exception cref="LlmException">The request cannot be made.</exception>
    public Task<ModelRequest?> DescribeRequestAsync(CancellationToken cancellationToken = default)
    {
        string? key = null;
        try
        {
            key = Model.ResolveKey(options.Key);
        }
        catch (MissingKeyException)
        {
            // It would not be shown.
        }

        return Model.DescribeRequestAsync(Prompt, new ModelContext(key, Stream), cancellationToken);
    }

    /// <summary>Makes the answer complete, whole or with an error. The caller holds <see cref="pulling"/> and has seen that it is not complete yet.</summary>
    private async Task FinishAsync(Exception? error)
    {
        if (source is not null)
        {
            try
            {
                await source.DisposeAsync();
            }
            catch (Exception ex) when (ex is not OutOfMemoryException)
            {
                // The first error is the one to tell.
                error ??= ex;
            }
        }

        if (StartedAt is not null) Duration = Model.Environment.Clock.GetElapsedTime(startTimestamp);
        var messages = assembler.Assemble().ToList();
        AddRegisteredCalls(messages);
        NameToolCalls(messages);
        if (error is not null)
        {
            Incomplete = error is OperationCanceledException ? "cancelled" : $"error: {error.Message}";
            if (messages.LastOrDefault()?.Parts.LastOrDefault() is { } last)
            {
                (last.ProviderMetadata ??= [])["llm"] = new JsonObject { ["incomplete"] = Incomplete };
            }

            failure = ExceptionDispatchInfo.Capture(error);
        }

        Messages = messages;
        lock (gate) ended = true;
        observation?.Ended(error);
        observation = null;
        if (error is null || messages.Count > 0) conversation?.Add(this);
    }

    /// <summary>Runs every callback; the first that failed is told to whoever ended the answer, which stays what it is.</summary>
    /// <remarks>Nothing is held meanwhile, so a callback may read or dispose the response.</remarks>
    private async Task NotifyAsync()
    {
        ExceptionDispatchInfo? first = null;
        foreach (var callback in completed)
        {
            try
            {
                await callback(this);
            }
            catch (Exception ex) when (ex is not OutOfMemoryException)
            {
                first ??= ExceptionDispatchInfo.Capture(ex);
            }
        }

        first?.Throw();
    }

    /// <summary>Calls that the model registered without streaming them go to the end of the last message.</summary>
    private void AddRegisteredCalls(List<Message> messages)
    {
        foreach (var call in context.ToolCalls)
        {
            var streamed = call.ToolCallId is not null
                && messages.SelectMany(message => message.Parts).OfType<ToolCallPart>().Any(part => part.ToolCallId == call.ToolCallId);
            if (streamed) continue;
            if (messages.Count == 0) messages.Add(Message.Assistant());
            messages[^1].Parts.Add(new ToolCallPart { Name = call.Name, Arguments = call.Arguments.DeepClone().AsObject(), ToolCallId = call.ToolCallId });
        }
    }

    /// <summary>Every call on this side has an id, so that its result can name it.</summary>
    private void NameToolCalls(List<Message> messages)
    {
        foreach (var call in messages.SelectMany(message => message.Parts).OfType<ToolCallPart>())
        {
            if (!call.ServerExecuted && string.IsNullOrEmpty(call.ToolCallId)) call.ToolCallId = "tc_" + Model.Environment.Ids.Next();
        }
    }
}
