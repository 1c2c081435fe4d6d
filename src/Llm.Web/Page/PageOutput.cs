using System.Text.Json;
using Llm.Web.Answers;

namespace Llm.Web.Page;

/// <summary>Writes an answer to the page as lines of JSON, each of which changes one part of what is shown.</summary>
/// <remarks>Thread-safe, because calls of tools and the answer are written by different tasks.</remarks>
internal sealed class PageOutput(HttpResponse response) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private EventOutput? output;

    /// <summary>Whether something was sent, so that an error can no longer have a status.</summary>
    public bool HasBegun => output is not null;

    /// <summary>The answer has begun.</summary>
    /// <param name="conversation">The id of the conversation.</param>
    /// <param name="index">The index of the answer among its messages; the user's message is before it.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public Task BeginAsync(string conversation, int index, CancellationToken cancellationToken) => WriteAsync(
        "start",
        json =>
        {
            json.WriteString("conversation"u8, conversation);
            json.WriteNumber("index"u8, index);
        },
        cancellationToken);

    /// <summary>Adds to the text of a part that is reasoning.</summary>
    public Task ReasonAsync(int part, string text, CancellationToken cancellationToken) => WriteAsync(
        "reasoning",
        json =>
        {
            json.WriteNumber("part"u8, part);
            json.WriteString("text"u8, text);
        },
        cancellationToken);

    /// <summary>Replaces the blocks of a part from one on.</summary>
    public Task SetBlocksAsync(int part, int from, IEnumerable<Html> blocks, CancellationToken cancellationToken) => WriteAsync(
        "blocks",
        json =>
        {
            json.WriteNumber("part"u8, part);
            json.WriteNumber("from"u8, from);
            json.WriteStartArray("html"u8);
            foreach (var block in blocks) json.WriteStringValue(block.ToString());
            json.WriteEndArray();
        },
        cancellationToken);

    /// <summary>Replaces a whole part, such as a call of a tool.</summary>
    public Task SetPartAsync(int part, Html html, CancellationToken cancellationToken) => WriteAsync(
        "part",
        json =>
        {
            json.WriteNumber("part"u8, part);
            json.WriteString("html"u8, html.ToString());
        },
        cancellationToken);

    /// <summary>Ends the answer.</summary>
    /// <param name="note">What is shown under the answer; empty for nothing.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public Task EndAsync(string note, CancellationToken cancellationToken) =>
        WriteAsync("end", json => json.WriteString("note"u8, note), cancellationToken);

    /// <summary>Ends an answer that has begun with an error.</summary>
    public Task FailAsync(string message, CancellationToken cancellationToken) =>
        WriteAsync("error", json => json.WriteString("message"u8, message), cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        output?.Dispose();
        gate.Dispose();
    }

    private async Task WriteAsync(string type, Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (output is null)
            {
                output = new EventOutput(response.BodyWriter, isLines: true);
                PageHeaders.Write(response);
                response.ContentType = output.ContentType;
                response.Headers.CacheControl = "no-store";
            }

            var json = output.Begin();
            json.WriteStartObject();
            json.WriteString("type"u8, type);
            write(json);
            json.WriteEndObject();
            output.End();
            await output.FlushAsync(cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }
}
