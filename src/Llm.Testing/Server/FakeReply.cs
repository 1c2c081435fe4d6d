using System.Text;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Testing;

/// <summary>
/// The bytes that a <see cref="FakeServer"/> sends, and how it sends them: in which writes, how slowly, and where the connection breaks.
/// </summary>
/// <remarks>Immutable; the methods return changed copies.</remarks>
public sealed record FakeReply
{
    /// <summary>The status code.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The headers, without length and transfer encoding, which are added.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The body, split into writes. A single write is sent with its length, several are sent as chunks.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Writes { get; init; } = [];

    /// <summary>The time that the server waits before each write.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>
    /// The number of bytes of the body after which the connection breaks, 0 for before the status line; null for no break.
    /// </summary>
    public int? CutAfter { get; init; }

    /// <summary>The number of writes after which the server sends nothing more and keeps the connection open; null for none.</summary>
    public int? StallAfter { get; init; }

    /// <summary>Creates a reply of JSON.</summary>
    public static FakeReply Json(JsonNode body, int status = 200) => Text(PythonJson.CompactUnescaped(body), "application/json", status);

    /// <summary>Creates a reply of any text.</summary>
    public static FakeReply Text(string body, string contentType = "text/plain; charset=utf-8", int status = 200) =>
        Bytes(Encoding.UTF8.GetBytes(body), contentType, status);

    /// <summary>Creates a reply of any bytes.</summary>
    public static FakeReply Bytes(ReadOnlyMemory<byte> body, string contentType, int status = 200) =>
        new FakeReply { Status = status, Writes = [body] }.WithHeader("Content-Type", contentType);

    /// <summary>Creates an event stream of blocks such as <c>data: {…}</c>, each in a separate write; the blank lines are added.</summary>
    public static FakeReply Events(params IEnumerable<string> blocks) =>
        new FakeReply { Writes = [.. blocks.Select(block => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(block + "\n\n"))] }
            .WithHeader("Content-Type", "text/event-stream");

    /// <summary>Creates a stream of lines, one JSON value each, in a separate write each; the line breaks are added.</summary>
    public static FakeReply Lines(params IEnumerable<string> lines) =>
        new FakeReply { Writes = [.. lines.Select(line => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(line + "\n"))] }
            .WithHeader("Content-Type", "application/x-ndjson");

    /// <summary>Creates an error in the form that OpenAI's servers use.</summary>
    public static FakeReply Error(int status, string message) => Json(
        new JsonObject
        {
            ["error"] = new JsonObject { ["message"] = message, ["type"] = "fake_error", ["param"] = null, ["code"] = null },
        }, status);

    /// <summary>Creates a redirect.</summary>
    public static FakeReply Redirect(string location, int status = 307) =>
        new FakeReply { Status = status }.WithHeader("Location", location);

    /// <summary>Adds a header.</summary>
    public FakeReply WithHeader(string name, string value) => this with { Headers = [.. Headers, KeyValuePair.Create(name, value)] };

    /// <summary>Splits the body into writes at these positions, even within characters and lines.</summary>
    public FakeReply SplitAt(params IEnumerable<int> positions)
    {
        ReadOnlyMemory<byte> body = Body;
        var writes = new List<ReadOnlyMemory<byte>>();
        var start = 0;
        foreach (var position in positions.Append(body.Length))
        {
            writes.Add(body[start..position]);
            start = position;
        }

        return this with { Writes = writes };
    }

    /// <summary>Makes the server wait before each write.</summary>
    public FakeReply Slowly(TimeSpan pause) => this with { Pause = pause };

    /// <summary>Makes the server silent after a number of writes, while the connection stays open.</summary>
    public FakeReply StallAfterWrites(int count) => this with { StallAfter = count };

    /// <summary>Breaks the connection after a number of bytes of the body, 0 for before the status line.</summary>
    public FakeReply CutAfterBytes(int count) => this with { CutAfter = count };

    /// <summary>The whole body.</summary>
    public byte[] Body => [.. Writes.SelectMany(write => write.ToArray())];
}
