using System.Text;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Testing;

/// <summary>
/// What a <see cref="FakeServer"/> sends, byte for byte, and how: in which writes, how slowly, and where the connection breaks.
/// </summary>
/// <remarks>Immutable; the methods return changed copies.</remarks>
public sealed record FakeReply
{
    /// <summary>The status code.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The headers; length and transfer encoding are added.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The body, cut into the writes in which it is sent. One write is sent with its length, several are sent in chunks.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Writes { get; init; } = [];

    /// <summary>How long the server waits before each write.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>After how many bytes of the body the connection is lost; null keeps it. 0 loses it before the status line.</summary>
    public int? CutAfter { get; init; }

    /// <summary>A JSON answer.</summary>
    public static FakeReply Json(JsonNode body, int status = 200) => Text(PythonJson.CompactUnescaped(body), "application/json", status);

    /// <summary>Any text.</summary>
    public static FakeReply Text(string body, string contentType = "text/plain; charset=utf-8", int status = 200) =>
        Bytes(Encoding.UTF8.GetBytes(body), contentType, status);

    /// <summary>Any bytes.</summary>
    public static FakeReply Bytes(ReadOnlyMemory<byte> body, string contentType, int status = 200) =>
        new FakeReply { Status = status, Writes = [body] }.WithHeader("Content-Type", contentType);

    /// <summary>An event stream of blocks such as <c>data: {…}</c>, each in a write of its own; the blank lines are added.</summary>
    public static FakeReply Events(params IEnumerable<string> blocks) =>
        new FakeReply { Writes = [.. blocks.Select(block => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(block + "\n\n"))] }
            .WithHeader("Content-Type", "text/event-stream");

    /// <summary>An error in the form that OpenAI's servers use.</summary>
    public static FakeReply Error(int status, string message) => Json(
        new JsonObject
        {
            ["error"] = new JsonObject { ["message"] = message, ["type"] = "fake_error", ["param"] = null, ["code"] = null },
        }, status);

    /// <summary>A redirect.</summary>
    public static FakeReply Redirect(string location, int status = 307) =>
        new FakeReply { Status = status }.WithHeader("Location", location);

    /// <summary>With one header more.</summary>
    public FakeReply WithHeader(string name, string value) => this with { Headers = [.. Headers, KeyValuePair.Create(name, value)] };

    /// <summary>Sent in writes that end at these positions of the body, whatever characters and lines they cut.</summary>
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

    /// <summary>Sent slowly: the server waits before each write.</summary>
    public FakeReply Slowly(TimeSpan pause) => this with { Pause = pause };

    /// <summary>With the connection lost after so many bytes of the body; 0 loses it before the status line.</summary>
    public FakeReply CutAfterBytes(int count) => this with { CutAfter = count };

    /// <summary>The whole body.</summary>
    public byte[] Body => [.. Writes.SelectMany(write => write.ToArray())];
}
