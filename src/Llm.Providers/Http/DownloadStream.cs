namespace Llm.Providers.Http;

/// <summary>The bytes of an answer while they arrive.</summary>
/// <param name="response">The answer, which the stream owns.</param>
/// <param name="content">Its body.</param>
/// <param name="watch">Stops reads from a server that is silent for too long; the stream owns it.</param>
/// <remarks>
/// Reads throw <see cref="ProviderException"/> if the connection is lost or the server is silent for too long. Not thread-safe.
/// </remarks>
internal sealed class DownloadStream(HttpResponseMessage response, Stream content, IdleWatch watch) : ReadOnlyStream
{
    /// <summary>The media type; null if the server names none.</summary>
    public string? MediaType => response.Content.Headers.ContentType?.MediaType;

    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return content.Read(buffer, offset, count);
        }
        catch (Exception ex) when (ProviderErrors.IsOfNetwork(ex))
        {
            throw ProviderErrors.OfRead(ex, CancellationToken.None);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            using var following = watch.Follow(cancellationToken);
            watch.Start();
            return await content.ReadAsync(buffer, watch.Token);
        }
        catch (Exception ex) when (ProviderErrors.IsOfNetwork(ex))
        {
            throw watch.ErrorOf(ex, cancellationToken);
        }
        finally
        {
            watch.Stop();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
            response.Dispose();
            watch.Dispose();
        }

        base.Dispose(disposing);
    }
}
