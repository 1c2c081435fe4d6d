using System.Buffers;

namespace Llm.Providers.Http;

/// <summary>Splits a stream of bytes into lines, which may end with a line feed, a carriage return or both.</summary>
/// <remarks>A line is a view of the buffer and valid until the next call of <see cref="FillAsync"/>. Not thread-safe.</remarks>
internal sealed class LineReader(Stream stream, IdleWatch watch) : IDisposable
{
    private const int InitialSize = 4 * 1024;

    /// <summary>A larger buffer is not pooled, because the pool would keep its memory although the next line is usually short.</summary>
    private const int MaxPooled = 1024 * 1024;

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(InitialSize);
    private int start;
    private int end;
    private int searched;
    private bool skipsLineFeed;
    private bool isPastMark;

    private long received;

    /// <summary>Whether all that is received is one value, so that only <see cref="AnswerLimits.Whole"/> applies.</summary>
    public bool IsWhole { get; set; }

    /// <summary>Whether the server has sent anything.</summary>
    public bool HasReceived => received > 0;

    /// <summary>The bytes that were received and not yet read.</summary>
    public ReadOnlyMemory<byte> Rest => buffer.AsMemory(start, end - start);

    /// <summary>Reads a line without its end; false if no line of the buffer is complete.</summary>
    public bool TryRead(out ReadOnlyMemory<byte> line)
    {
        if (skipsLineFeed && start < end)
        {
            skipsLineFeed = false;
            if (buffer[start] == '\n') searched = ++start;
        }

        var length = buffer.AsSpan(searched, end - searched).IndexOfAny((byte)'\n', (byte)'\r');
        if (length < 0)
        {
            searched = end;
            line = default;
            return false;
        }

        var lineEnd = searched + length;
        // The first line may begin with a byte order mark.
        if (!isPastMark && buffer.AsSpan(start, lineEnd - start).StartsWith("\uFEFF"u8)) start += 3;
        isPastMark = true;
        line = buffer.AsMemory(start, lineEnd - start);
        skipsLineFeed = buffer[lineEnd] == '\r';
        searched = start = lineEnd + 1;
        return true;
    }

    /// <summary>Receives more bytes; false at the end of the stream.</summary>
    /// <exception cref="ProviderException">
    /// The connection is lost, the server is silent for too long, or there are more than <see cref="AnswerLimits"/> allows.
    /// </exception>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (searched, end, start) = (searched - start, end - start, 0);
        }
        else if (end == buffer.Length)
        {
            var larger = Rent(buffer.Length * 2);
            buffer.AsSpan(0, end).CopyTo(larger);
            Return(buffer);
            buffer = larger;
        }

        var count = 0;
        try
        {
            using var following = watch.Follow(cancellationToken);
            watch.Start();
            count = await stream.ReadAsync(buffer.AsMemory(end), watch.Token);
        }
        catch (Exception ex) when (ProviderErrors.IsOfNetwork(ex))
        {
            throw watch.ErrorOf(ex, cancellationToken);
        }
        finally
        {
            watch.Stop();
        }

        end += count;
        received += count;
        if (received > AnswerLimits.Whole) throw ProviderErrors.TooLarge("an answer", AnswerLimits.Whole);
        if (end > AnswerLimits.Line && !IsWhole) throw ProviderErrors.TooLarge("a line", AnswerLimits.Line);
        return count > 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Return(buffer);
        buffer = [];
        start = end = searched = 0;
        stream.Dispose();
    }

    private static byte[] Rent(int size) =>
        size > MaxPooled ? GC.AllocateUninitializedArray<byte>(size) : ArrayPool<byte>.Shared.Rent(size);

    private static void Return(byte[] buffer)
    {
        if (buffer.Length <= MaxPooled) ArrayPool<byte>.Shared.Return(buffer);
    }
}
