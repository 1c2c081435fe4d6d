using System.Buffers;

namespace Llm.Providers.Http;

/// <summary>Splits a stream of bytes into lines, which may end with a line feed, a carriage return or both.</summary>
/// <remarks>A line is a view of the buffer and valid until the next call of <see cref="FillAsync"/>. Not thread-safe.</remarks>
internal sealed class LineReader(Stream stream, IdleWatch watch) : IDisposable
{
    private const int InitialSize = 4 * 1024;

    /// <summary>A larger buffer is not an array, whose memory would stay although the next line is usually short.</summary>
    private const int MaxPooled = 1024 * 1024;

    private byte[] pooled = ArrayPool<byte>.Shared.Rent(InitialSize);
    private NativeBuffer? large;
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
    public ReadOnlyMemory<byte> Rest => Buffer.Slice(start, end - start);

    private Memory<byte> Buffer => large?.Memory ?? pooled;

    /// <summary>Reads a line without its end; false if no line of the buffer is complete.</summary>
    public bool TryRead(out ReadOnlyMemory<byte> line)
    {
        var buffer = large is null ? pooled.AsSpan() : large.GetSpan();
        if (skipsLineFeed && start < end)
        {
            skipsLineFeed = false;
            if (buffer[start] == '\n') searched = ++start;
        }

        var length = buffer[searched..end].IndexOfAny((byte)'\n', (byte)'\r');
        if (length < 0)
        {
            searched = end;
            line = default;
            return false;
        }

        var lineEnd = searched + length;
        // The first line may begin with a byte order mark.
        if (!isPastMark && buffer[start..lineEnd].StartsWith("\uFEFF"u8)) start += 3;
        isPastMark = true;
        line = Buffer[start..lineEnd];
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
        MakeRoom();
        var count = 0;
        try
        {
            using var following = watch.Follow(cancellationToken);
            watch.Start();
            count = await stream.ReadAsync(Buffer[end..], watch.Token);
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
        Free();
        stream.Dispose();
    }

    /// <summary>Frees the buffer at the end of the stream.</summary>
    public void Free()
    {
        Release();
        start = end = searched = 0;
    }

    /// <summary>Makes room for more bytes behind those that were not read yet.</summary>
    private void MakeRoom()
    {
        var rest = Rest.Span;
        if (large is not null && rest.Length < MaxPooled / 4)
        {
            var small = ArrayPool<byte>.Shared.Rent(InitialSize + rest.Length);
            rest.CopyTo(small);
            Release();
            pooled = small;
        }
        else if (start > 0)
        {
            rest.CopyTo(Buffer.Span);
        }
        else if (end == Buffer.Length)
        {
            Grow(2 * end);
        }

        (searched, end, start) = (searched - start, end - start, 0);
    }

    private void Grow(int size)
    {
        if (large is not null)
        {
            large.Resize(size);
            return;
        }

        if (size > MaxPooled)
        {
            large = new NativeBuffer(size);
            pooled.AsSpan(0, end).CopyTo(large.GetSpan());
            ArrayPool<byte>.Shared.Return(pooled);
            pooled = [];
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(size);
        pooled.AsSpan(0, end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(pooled);
        pooled = larger;
    }

    private void Release()
    {
        large?.Free();
        large = null;
        if (pooled.Length > 0) ArrayPool<byte>.Shared.Return(pooled);
        pooled = [];
    }
}
