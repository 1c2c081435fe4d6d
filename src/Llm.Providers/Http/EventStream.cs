namespace Llm.Providers.Http;

/// <summary>The events of an answer that a server sends piece by piece, in the order in which they are received.</summary>
/// <remarks>
/// Reads server-sent events by the rules of the HTML standard, or JSON lines. Events without data, which only keep a connection alive, are
/// skipped. A server that sends one JSON value although a stream was requested yields that value as its only event. Not thread-safe.
/// </remarks>
public sealed class EventStream : IAsyncDisposable
{
    /// <summary>The name of an event if the server sends none.</summary>
    public const string DefaultName = "message";

    private readonly HttpResponseMessage response;
    private readonly StreamFormat format;
    private readonly LineReader lines;
    private readonly EventFields fields = new();
    private ReadOnlyMemory<byte> data;
    private bool isStarted;
    private bool hasEnded;

    private EventStream(HttpResponseMessage response, StreamFormat format, LineReader lines)
    {
        this.response = response;
        this.format = format;
        this.lines = lines;
    }

    /// <summary>The name of the current event, which is <see cref="DefaultName"/> if the server sent none.</summary>
    public string Name { get; private set; } = DefaultName;

    /// <summary>The data of the current event, which is valid until the next one is read.</summary>
    public ReadOnlySpan<byte> Data => data.Span;

    /// <summary>Whether the server sent one JSON value instead of a stream; known when the first event has been read.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Reads the next event; false at the end of the stream.</summary>
    /// <exception cref="LlmException">The connection is lost.</exception>
    public ValueTask<bool> ReadAsync(CancellationToken cancellationToken) =>
        TryRead() ? new(true) : ReceiveAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lines.Dispose();
        response.Dispose();
        hasEnded = true;
        return ValueTask.CompletedTask;
    }

    /// <summary>Opens the stream of an answer, which the result owns from now on.</summary>
    internal static async Task<EventStream> OpenAsync(
        HttpResponseMessage response, StreamFormat format, CancellationToken cancellationToken) =>
        new(response, format, new LineReader(await response.Content.ReadAsStreamAsync(cancellationToken)));

    private async ValueTask<bool> ReceiveAsync(CancellationToken cancellationToken)
    {
        if (hasEnded) return false;
        if (!isStarted)
        {
            IsWhole = await DetectWholeAsync(cancellationToken);
            isStarted = true;
        }

        while (!TryRead())
        {
            // The buffer moves.
            fields.Keep();
            if (await FillAsync(cancellationToken)) continue;
            hasEnded = true;
            data = lines.Rest;
            // The last line may lack its end; an event without the blank line after it is not complete.
            return IsWhole || (format == StreamFormat.JsonLines && !IsBlank(data.Span));
        }

        return true;
    }

    /// <summary>Whether the answer is JSON or a page, by its content type or else by its first character.</summary>
    private async ValueTask<bool> DetectWholeAsync(CancellationToken cancellationToken)
    {
        var type = response.Content.Headers.ContentType?.MediaType;
        if (type is "application/json") return true;
        if (type is "text/event-stream" || format == StreamFormat.JsonLines) return false;
        while (true)
        {
            var text = lines.Rest.Span.TrimStart(" \t\r\n\uFEFF"u8);
            if (!text.IsEmpty) return text[0] is (byte)'{' or (byte)'[' or (byte)'<';
            if (!await FillAsync(cancellationToken)) return false;
        }
    }

    /// <summary>Reads the next event if all of it has been received.</summary>
    internal bool TryRead()
    {
        if (!isStarted || IsWhole) return false;
        while (lines.TryRead(out var line))
        {
            if (format == StreamFormat.JsonLines)
            {
                data = line;
            }
            else if (line.IsEmpty)
            {
                // Start-up: not a tuple (docs/decisions/0009).
                Name = fields.Name;
                data = fields.Data;
                fields.Reset();
            }
            else
            {
                fields.Add(line);
                continue;
            }

            if (!IsBlank(data.Span)) return true;
        }

        return false;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await lines.FillAsync(cancellationToken);
        }
        catch (Exception ex) when (ProviderErrors.IsOfNetwork(ex))
        {
            throw ProviderErrors.OfRead(ex, cancellationToken);
        }
    }

    private static bool IsBlank(ReadOnlySpan<byte> text) => text.Trim(" \t\r\n"u8).IsEmpty;
}
