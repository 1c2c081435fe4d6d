using System.Buffers;
using System.IO.Pipelines;

namespace Llm.Providers.Http;

/// <summary>Detects from the first character whether an answer is an event stream, for content types that do not show it.</summary>
/// <remarks>Start-up: separate from the client, so that usual answers do not load the types that only this class needs.</remarks>
internal static class EventStreamDetection
{
    /// <summary>Opens the event stream; returns null if the answer is JSON or a page, which is then the response's content.</summary>
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
