using System.Text.Json;

namespace Llm.Providers.Http;

/// <summary>Sends a prompt and reads the answer, event by event.</summary>
/// <remarks>Written by hand, because an event that is in the buffer already needs no asynchronous method.</remarks>
internal sealed class AnswerEnumerator(
    HttpModel model, Prompt prompt, ModelContext context, CancellationTokenSource? linked, CancellationToken cancellationToken)
    : IAsyncEnumerator<StreamEvent>
{
    private readonly ProviderClient client = new(model.Http, model.Services);
    private AnswerReader? reader;
    private EventStream? stream;
    private IEnumerator<StreamEvent>? pending;
    private bool hasEnded;

    public StreamEvent Current { get; private set; } = null!;

    public ValueTask<bool> MoveNextAsync()
    {
        if (stream is null || pending is not null || cancellationToken.IsCancellationRequested || !stream.TryRead())
            return AdvanceAsync(hasEvent: false);
        return TryReadUtf8() ? new ValueTask<bool>(true) : AdvanceAsync(hasEvent: true);
    }

    public async ValueTask DisposeAsync()
    {
        pending?.Dispose();
        if (stream is not null) await stream.DisposeAsync();
        linked?.Dispose();
    }

    private async ValueTask<bool> AdvanceAsync(bool hasEvent)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (reader is null) await StartAsync();
            while (!MoveNextPending())
            {
                if (hasEnded) return false;
                if (!hasEvent && !await stream!.ReadAsync(cancellationToken)) End(ReadEnd());
                else if (TryReadUtf8()) return true;
                else ReadEvent();
                hasEvent = false;
            }

            return true;
        }
        catch (LlmException ex) when (ProviderErrors.WithoutKey(ex, context.Key) is { } clean)
        {
            throw clean;
        }
    }

    private async Task StartAsync()
    {
        var request = await model.CreateRequestAsync(prompt, context, cancellationToken);
        reader = model.CreateReader(prompt, context);
        if (request.Stream is null) End(ReadWhole(await client.SendAsync(request, cancellationToken)));
        else stream = await client.StreamAsync(request, cancellationToken);
    }

    private bool MoveNextPending()
    {
        if (pending is null) return false;
        if (pending.MoveNext())
        {
            Current = pending.Current;
            return true;
        }

        pending.Dispose();
        pending = null;
        return false;
    }

    private bool TryReadUtf8()
    {
        if (stream!.IsWhole || reader!.ReadUtf8(stream.Name, stream.Data) is not { } next) return false;
        Current = next;
        return true;
    }

    private void ReadEvent()
    {
        if (stream!.Data.Trim(" \t\r"u8).SequenceEqual("[DONE]"u8))
        {
            reader!.MarkDone();
            End(ReadEnd());
            return;
        }

        var data = ProviderErrors.ParseElement(stream.Data);
        if (stream.IsWhole)
        {
            End(ReadWhole(data));
            return;
        }

        ProviderErrors.ThrowIfError(data);
        pending = reader!.ReadEvent(stream.Name, data).GetEnumerator();
    }

    private void End(IEnumerable<StreamEvent> last)
    {
        pending = last.GetEnumerator();
        hasEnded = true;
    }

    private IEnumerable<StreamEvent> ReadWhole(JsonElement answer)
    {
        ProviderErrors.ThrowIfError(answer);
        foreach (var streamEvent in reader!.ReadWhole(answer)) yield return streamEvent;
        foreach (var streamEvent in reader.ReadEnd()) yield return streamEvent;
    }

    private IEnumerable<StreamEvent> ReadEnd()
    {
        foreach (var streamEvent in reader!.ReadEnd()) yield return streamEvent;
        if (!reader.IsComplete) throw ProviderErrors.Incomplete();
    }
}
