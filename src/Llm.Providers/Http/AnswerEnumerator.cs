using System.Text.Json;

namespace Llm.Providers.Http;

/// <summary>Sends a prompt and reads the answer, event by event.</summary>
/// <remarks>Written by hand, because an event that is in the buffer already needs no asynchronous method.</remarks>
internal sealed class AnswerEnumerator(
    HttpModel model, Prompt prompt, ModelContext context, CancellationTokenSource? linked, CancellationToken cancellationToken)
    : IAsyncEnumerator<StreamEvent>
{
    private readonly ProviderClient client = new(model.Http, model.Services);
    private ProviderRequest? request;
    private AnswerReader? reader;
    private EventStream? stream;
    private IEnumerator<StreamEvent>? pending;
    private bool hasContent;
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
            if (stream is null) await StartAsync();
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
        catch (LlmException ex) when (ProviderErrors.WithoutSecrets(ex, request, context.Key) is { } clean)
        {
            throw clean;
        }
    }

    private async Task StartAsync()
    {
        request = await model.CreateRequestAsync(prompt, context, cancellationToken);
        reader = model.CreateReader(prompt, context);
        stream = await client.StreamAsync(request, cancellationToken);
    }

    private bool MoveNextPending()
    {
        if (pending is null) return false;
        if (pending.MoveNext())
        {
            Current = pending.Current;
            hasContent |= Current is TextEvent { Length: > 0 } or ToolEvent or AttachmentEvent { Attachment: not null };
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
        hasContent = true;
        return true;
    }

    private void ReadEvent()
    {
        var text = EndMark.Trim(stream!.Data);
        if (stream.IsWhole) End(ReadWhole(ParseWhole(EndMark.Without(text))));
        else if (EndMark.Is(text)) EndByMark();
        else if (stream.Name == EventStream.ErrorName) throw ProviderErrors.ReportedEvent(text);
        else if (!EndMark.IsSignOfLife(text)) pending = reader!.ReadEvent(stream.Name, Parse(text)).GetEnumerator();
    }

    private JsonElement ParseWhole(ReadOnlySpan<byte> text)
    {
        var data = ProviderErrors.ParseElement(reader!.TakeText(text, isWhole: true) ?? text);
        stream!.Free();
        return data;
    }

    private JsonElement Parse(ReadOnlySpan<byte> text)
    {
        try
        {
            var data = ProviderErrors.ParseElement(reader!.TakeText(text, isWhole: false) ?? text);
            ProviderErrors.ThrowIfError(data);
            return data;
        }
        catch (ProviderException ex) when (stream!.IsCut && ex.InnerException is JsonException)
        {
            throw ProviderErrors.Incomplete();
        }
    }

    private void EndByMark()
    {
        reader!.MarkDone();
        End(ReadEnd());
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
        CheckEnd();
    }

    private IEnumerable<StreamEvent> ReadEnd()
    {
        if (!stream!.HasReceived) throw ProviderErrors.NoBody();
        foreach (var streamEvent in reader!.ReadEnd()) yield return streamEvent;
        if (context.FinishReason is not { IsFailure: true } && !reader.IsComplete)
            throw reader.IsDone ? ProviderErrors.NoReason() : ProviderErrors.Incomplete();
        CheckEnd();
    }

    /// <summary>An answer that failed, or that has nothing and does not say why, must not pass for a good one.</summary>
    private void CheckEnd()
    {
        if (context.FinishReason is { IsFailure: true } failure) throw ProviderErrors.Failed(failure);
        if (hasContent || context.FinishReason is { IsKnown: true }) return;
        if (context.FinishReason is not null || !reader!.IsComplete) throw ProviderErrors.NoContent(context.FinishReason);
    }
}
