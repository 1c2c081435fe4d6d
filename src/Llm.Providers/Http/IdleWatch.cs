namespace Llm.Providers.Http;

/// <summary>Stops a request whose server has been silent for too long, before its answer or in the middle of it.</summary>
/// <remarks>Every byte counts as a sign of life, also the comments that servers send to keep a connection open.</remarks>
/// <param name="limit">The longest silence; null for any.</param>
/// <param name="cancellationToken">The caller's own wish to stop.</param>
internal sealed class IdleWatch(TimeSpan? limit, CancellationToken cancellationToken) : IDisposable
{
    private readonly CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

    /// <summary>Cancelled by the caller and after a silence.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Whether the server was silent for too long.</summary>
    public bool HasExpired => source.IsCancellationRequested && !cancellationToken.IsCancellationRequested;

    /// <summary>Begins a wait for the server.</summary>
    public void Start()
    {
        if (limit is { } time) source.CancelAfter(time);
    }

    /// <summary>Ends a wait.</summary>
    public void Stop()
    {
        if (limit is not null) source.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    /// <summary>Lets another token, as a single read may have, stop the request too, until the result is disposed.</summary>
    public CancellationTokenRegistration Follow(CancellationToken other) => other == cancellationToken
        ? default
        : other.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), source);

    /// <summary>The error for a failed wait: a silence, a lost connection, or a cancellation by one of the tokens.</summary>
    public Exception ErrorOf(Exception ex, CancellationToken other) => other.IsCancellationRequested
        ? ProviderErrors.OfRead(ex, other)
        : HasExpired ? ProviderErrors.Idle(limit!.Value) : ProviderErrors.OfRead(ex, cancellationToken);

    public void Dispose() => source.Dispose();
}
