using System.Buffers;
using System.IO.Pipelines;

namespace Llm.Providers.Http;

/// <summary>Judges an answer whose type does not say whether it is an event stream, by its first character.</summary>
/// <remarks>Apart from the client, so that the usual answer does not load what only this needs.</remarks>
internal static class UnlabelledAnswer
{
    /// <summary>The event stream; null if the answer is JSON or a page, which is then the response's content.</summary>
    public static async Task<Stream?> OpenAsync(HttpResponseMessage response, Stream stream, CancellationToken cancellationToken)
    {
        var pipe = PipeReader.Create(stream);
        while (true)
        {
            var read = await ReadAsync(pipe, cancellationToken);
            var text = read.Buffer.ToArray().AsSpan().TrimStart(" \t\r\n\uFEFF"u8);
            var first = text.IsEmpty ? default(byte?) : text[0];
            pipe.AdvanceTo(read.Buffer.Start, first is null ? read.Buffer.End : read.Buffer.Start);
            if (first is null && !read.IsCompleted) continue;
            if (first is not ((byte)'{' or (byte)'[' or (byte)'<')) return pipe.AsStream();
            response.Content = new StreamContent(pipe.AsStream());
            return null;
        }
    }

    private static async ValueTask<ReadResult> ReadAsync(PipeReader pipe, CancellationToken cancellationToken)
    {
        try
        {
            return await pipe.ReadAsync(cancellationToken);
        }
        catch (Exception ex) when (ProviderErrors.IsOfNetwork(ex))
        {
            throw ProviderErrors.OfRead(ex, cancellationToken);
        }
    }
}
