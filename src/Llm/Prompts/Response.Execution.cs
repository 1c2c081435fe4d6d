using System.Runtime.ExceptionServices;
using System.Text.Json.Nodes;

namespace Llm;

/// <content>How the answer is pulled from the model and finished.</content>
public sealed partial class Response
{
    private IModelObservation? observation;

    /// <summary>Whether there is an event at <paramref name="index"/>, waiting for it if need be.</summary>
    private async ValueTask<bool> HasAsync(int index, CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (gate)
            {
                if (index < events.Count) return true;
            }

            if (ended) return false;
            // Whoever reads drives the request, so a reader's token stops it, and the reader waits until that is done.
            await using var registration = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), stop);
            await pulling.WaitAsync(CancellationToken.None);
            try
            {
                if (ended || Count > index) continue;
                stop.Token.ThrowIfCancellationRequested();
                source ??= Start();
                if (await source.MoveNextAsync())
                {
                    assembler.Add(source.Current);
                    lock (gate) events.Add(source.Current);
                    observation?.Received(source.Current);
                }
                else
                {
                    await EndAsync(null);
                }
            }
            catch (Exception ex)
            {
                await EndAsync(ex);
            }
            finally
            {
                pulling.Release();
            }
        }
    }

    private int Count
    {
        get
        {
            lock (gate) return events.Count;
        }
    }

    private IAsyncEnumerator<StreamEvent> Start()
    {
        StartedAt = Model.Environment.Clock.GetUtcNow();
        startTimestamp = Model.Environment.Clock.GetTimestamp();
        observation = Model.Environment.Observer?.BeginResponse(this);
        context = new ModelContext(Model.ResolveKey(options.Key), Stream, conversation?.Known);
        return Model.ExecuteAsync(Prompt, context, stop.Token).GetAsyncEnumerator(stop.Token);
    }

    private async Task EndAsync(Exception? error)
    {
        if (source is not null)
        {
            try
            {
                await source.DisposeAsync();
            }
            catch (Exception ex) when (error is not null && ex is not OutOfMemoryException)
            {
                // The first error is the one to tell.
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
        List<Func<Response, Task>> callbacks;
        lock (gate)
        {
            ended = true;
            callbacks = [.. completed];
        }

        observation?.Ended(error);
        observation = null;
        if (error is null || messages.Count > 0) conversation?.Add(this);
        foreach (var callback in callbacks) await callback(this);
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
