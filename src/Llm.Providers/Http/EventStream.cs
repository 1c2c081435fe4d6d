namespace Llm.Providers.Http;

/// <summary>The events of an answer that a server sends piece by piece, in the order in which they are received.</summary>
/// <remarks>
/// Reads server-sent events by the rules of the HTML standard, or JSON lines. Events without data, which only keep a connection alive, are
/// skipped. A server that sends one JSON value although a stream was requested yields that value as its only event, and one that streams
/// although a value was requested yields its events. Not thread-safe.
/// </remarks>
public sealed class EventStream : IAsyncDisposable
{
    /// <summary>The name of an event if the server sends none.</summary>
    public const string DefaultName = "message";

    /// <summary>The name of an event that reports an error.</summary>
    internal const string ErrorName = "error";

    private readonly HttpResponseMessage response;
    private readonly StreamFormat format;
    private readonly LineReader lines;
    private readonly IdleWatch watch;
    private readonly EventFields fields = new();
    private ReadOnlyMemory<byte> data;
    private bool isStarted;
    private bool hasEnded;

    private EventStream(HttpResponseMessage response, StreamFormat format, LineReader lines, IdleWatch watch)
    {
        this.response = response;
        this.format = format;
        this.lines = lines;
        this.watch = watch;
    }

    /// <summary>The name of the current event, which is <see cref="DefaultName"/> if the server sent none.</summary>
    public string Name { get; private set; } = DefaultName;

    /// <summary>The data of the current event, which is valid until the next one is read.</summary>
    public ReadOnlySpan<byte> Data => data.Span;

    /// <summary>Whether the server sent one JSON value instead of a stream; known when the first event has been read.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Whether the server ended the current event by ending the stream, so that a part of it may be missing.</summary>
    internal bool IsCut { get; private set; }

    /// <summary>Whether the server has sent anything.</summary>
    internal bool HasReceived => lines.HasReceived;

    /// <summary>Reads the next event; false at the end of the stream.</summary>
    /// <exception cref="LlmException">
    /// The connection is lost, the server has been silent for too long, or the event is too large.
    /// </exception>
    public ValueTask<bool> ReadAsync(CancellationToken cancellationToken) =>
        TryRead() ? new(true) : ReceiveAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lines.Dispose();
        response.Dispose();
        watch.Dispose();
        hasEnded = true;
        return ValueTask.CompletedTask;
    }

    /// <summary>Opens the stream of an answer, which the result owns from now on.</summary>
    internal static async Task<EventStream> OpenAsync(
        HttpResponseMessage response, StreamFormat format, IdleWatch watch, CancellationToken cancellationToken) =>
        new(response, format, new LineReader(await response.Content.ReadAsStreamAsync(cancellationToken), watch), watch);

    /// <summary>Frees the data of the current event, the last one, before the stream is disposed.</summary>
    internal void Free()
    {
        data = default;
        lines.Free();
    }

    private async ValueTask<bool> ReceiveAsync(CancellationToken cancellationToken)
    {
        if (hasEnded) return false;
        if (!isStarted)
        {
            IsWhole = lines.IsWhole = await DetectWholeAsync(cancellationToken);
            isStarted = true;
        }

        while (!TryRead())
        {
            // The buffer moves.
            fields.Keep();
            if (await lines.FillAsync(cancellationToken)) continue;
            hasEnded = true;
            return ReadRest();
        }

        return true;
    }

    /// <summary>Reads what remains at the end: a value in one piece, a last line, or an event without an empty line after it.</summary>
    private bool ReadRest()
    {
        data = lines.Rest;
        if (IsWhole) return true;
        IsCut = true;
        if (format != StreamFormat.JsonLines)
        {
            if (!data.IsEmpty) fields.Add(data);
            Name = fields.Name;
            data = fields.Data;
        }

        return !IsBlank(data.Span);
    }

    /// <summary>Whether the answer is one value, by its beginning, because servers and gateways mislabel event streams.</summary>
    private async ValueTask<bool> DetectWholeAsync(CancellationToken cancellationToken)
    {
        var label = response.Content.Headers.ContentType?.MediaType;
        if (format == StreamFormat.JsonLines) return label is "application/json" or "text/html";
        while (true)
        {
            var text = lines.Rest.Span.TrimStart(" \t\r\n\uFEFF"u8);
            if (!text.IsEmpty && label is "text/event-stream") return text[0] is (byte)'{' or (byte)'[' or (byte)'<';
            if (!text.IsEmpty && EventFields.CanBegin(text) is { } isEvent) return !isEvent;
            if (!await lines.FillAsync(cancellationToken)) return false;
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

    private static bool IsBlank(ReadOnlySpan<byte> text) => text.Trim(" \t\r\n"u8).IsEmpty;
}
