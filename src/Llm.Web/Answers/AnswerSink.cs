using Llm.Prompting;

namespace Llm.Web.Answers;

/// <summary>Passes an answer on to the client while it arrives.</summary>
/// <param name="context">The request.</param>
/// <param name="format">The form of the interface.</param>
/// <param name="model">The model, as the client named it.</param>
internal sealed class AnswerSink(HttpContext context, IAnswerFormat format, string model) : IAnswerSink, IDisposable
{
    private static readonly TimeSpan KeepAliveEvery = TimeSpan.FromSeconds(15);

    private EventOutput? output;
    private bool hasText;

    /// <summary>What is known of the answer; null before it begins.</summary>
    public ServedAnswer? Answer { get; private set; }

    /// <summary>The streamed answer; null before it begins.</summary>
    public IAnswerStream? Stream { get; private set; }

    /// <inheritdoc/>
    public async Task ReceiveAsync(PendingResponse answer, CancellationToken cancellationToken)
    {
        await using var events = answer.StreamEventsAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        // Until the first event, an error has a status of its own.
        var more = await WaitAsync(events.MoveNextAsync().AsTask(), answer, cancellationToken);
        Begin(answer);
        var startsRound = hasText;
        while (more)
        {
            if (events.Current is TextEvent { Length: > 0 } text)
            {
                if (startsRound) Stream!.Text(AnswerResult.Separator);
                (startsRound, hasText) = (false, true);
                Stream!.Text(text.Text);
            }
            else if (events.Current is ReasoningEvent { Text.Length: > 0 } reasoning)
            {
                Stream!.Reasoning(reasoning.Text);
            }

            var next = events.MoveNextAsync().AsTask();
            // Whatever has arrived goes out before the wait for more.
            if (!next.IsCompleted) await output!.FlushAsync(cancellationToken);
            more = await WaitAsync(next, answer, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Finish()
    {
    }

    /// <summary>Ends the answer.</summary>
    public async Task EndAsync(AnswerResult result, CancellationToken cancellationToken)
    {
        foreach (var call in result.Calls) Stream!.Call(call);
        Stream!.End(result);
        await output!.FlushAsync(cancellationToken);
    }

    /// <summary>Ends an answer that has begun with an error.</summary>
    public async Task FailAsync(ServedError error, CancellationToken cancellationToken)
    {
        Stream!.Fail(error);
        await output!.FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => output?.Dispose();

    private void Begin(PendingResponse answer)
    {
        if (Stream is not null) return;
        Answer = Describe(answer, model);
        output = new EventOutput(context.Response.BodyWriter, format.StreamsLines);
        AnswerHeaders.Write(context.Response, Answer);
        context.Response.ContentType = output.ContentType;
        context.Response.Headers.CacheControl = "no-store";
        Stream = format.Stream(Answer, output);
        Stream.Begin();
    }

    /// <summary>What is known of an answer that has begun.</summary>
    public static ServedAnswer Describe(PendingResponse answer, string model) =>
        new(answer.Id, model, answer.ConversationId, answer.StartedAt ?? answer.Model.Services.Clock.GetUtcNow());

    /// <summary>Waits for an event; a long wait shows that the connection lives.</summary>
    private async Task<bool> WaitAsync(Task<bool> next, PendingResponse answer, CancellationToken cancellationToken)
    {
        while (!next.IsCompleted)
        {
            try
            {
                // The model stops by itself when the token is cancelled, and must have stopped before its events are disposed of.
                return await next.WaitAsync(KeepAliveEvery, CancellationToken.None);
            }
            catch (TimeoutException) when (!next.IsCompleted)
            {
                if (!format.StreamsLines) Begin(answer);
                output?.KeepAlive();
                if (output is not null) await output.FlushAsync(cancellationToken);
            }
        }

        return await next;
    }
}
