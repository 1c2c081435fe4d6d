using System.Text.Json;
using System.Threading.Channels;

namespace Llm.Providers.Dify.Python;

/// <summary>One request to the process of a package, and the pieces of its answer that nobody has read yet.</summary>
/// <param name="id">The name by which its answer is recognised.</param>
/// <param name="secrets">The secrets of the request.</param>
/// <param name="unreadLimit">The bytes that may wait to be read.</param>
/// <remarks>Thread-safe for one writer and one reader.</remarks>
internal sealed class PackageSession(string id, IReadOnlyList<string> secrets, long unreadLimit)
{
    private readonly Channel<Piece> pieces = Channel.CreateUnbounded<Piece>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = false });

    private long unread;

    /// <summary>The name by which its answer is recognised.</summary>
    public string Id => id;

    /// <summary>The secrets of the request, which no message may repeat.</summary>
    public IReadOnlyList<string> Secrets => secrets;

    /// <summary>Adds a piece of the answer.</summary>
    /// <returns>False if so much waits to be read that the answer cannot be kept.</returns>
    public bool TryAdd(JsonElement data, int length)
    {
        if (Interlocked.Add(ref unread, length) > unreadLimit) return false;
        pieces.Writer.TryWrite(new Piece(data, length));
        return true;
    }

    /// <summary>Ends the answer. The pieces that are there can still be read, and then the error is thrown.</summary>
    public void End(Exception? error = null) => pieces.Writer.TryComplete(error);

    /// <summary>Reads the next piece; undefined at the end.</summary>
    /// <param name="patience">How long to wait; null for any time.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="TimeoutException">There was nothing to read for that time.</exception>
    public async Task<JsonElement> ReadAsync(TimeSpan? patience, CancellationToken cancellationToken)
    {
        if (!pieces.Reader.TryRead(out var piece))
        {
            var waiting = pieces.Reader.WaitToReadAsync(cancellationToken).AsTask();
            if (!await (patience is { } time ? waiting.WaitAsync(time, cancellationToken) : waiting)) return default;
            pieces.Reader.TryRead(out piece);
        }

        Interlocked.Add(ref unread, -piece!.Length);
        return piece.Data;
    }

    private sealed record Piece(JsonElement Data, int Length);
}
