using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Llm.Web.Answers;

/// <summary>Writes an answer piece by piece, as server-sent events or as lines of JSON.</summary>
/// <remarks>What is written reaches the client with the next <see cref="FlushAsync"/>. Not thread-safe.</remarks>
internal sealed class EventOutput : IDisposable
{
    private static readonly JsonWriterOptions Options = new()
    {
        // The text is sent as JSON and nothing else, so only what JSON needs is escaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly PipeWriter pipe;
    private readonly Utf8JsonWriter json;
    private readonly bool isLines;

    /// <summary>Creates the output of an answer.</summary>
    /// <param name="pipe">The body of the HTTP response.</param>
    /// <param name="isLines">Whether each event is a line of JSON rather than a server-sent event.</param>
    public EventOutput(PipeWriter pipe, bool isLines)
    {
        this.pipe = pipe;
        this.isLines = isLines;
        json = new Utf8JsonWriter(pipe, Options);
    }

    /// <summary>The media type.</summary>
    public string ContentType => isLines ? "application/x-ndjson" : "text/event-stream";

    /// <summary>Starts an event, whose data is written as JSON.</summary>
    /// <param name="name">The name of the event; null if it has none.</param>
    public Utf8JsonWriter Begin(string? name = null)
    {
        if (name is not null)
        {
            Write("event: "u8);
            foreach (var c in name) Write([(byte)c]);
            Write("\n"u8);
        }

        if (!isLines) Write("data: "u8);
        json.Reset();
        return json;
    }

    /// <summary>Ends the event.</summary>
    public void End()
    {
        json.Flush();
        Write(isLines ? "\n"u8 : "\n\n"u8);
    }

    /// <summary>Writes the mark after the last event that OpenAI's interfaces have.</summary>
    public void Done() => Write("data: [DONE]\n\n"u8);

    /// <summary>Shows proxies and clients that the connection lives; there is nothing that readers of lines would pass over.</summary>
    public void KeepAlive()
    {
        if (!isLines) Write(": keep-alive\n\n"u8);
    }

    /// <summary>Sends what was written; waits while the client does not read.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken) => await pipe.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => json.Dispose();

    private void Write(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(pipe.GetSpan(utf8.Length));
        pipe.Advance(utf8.Length);
    }
}
