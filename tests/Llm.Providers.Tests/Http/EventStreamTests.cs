using System.Net;
using System.Net.ServerSentEvents;
using System.Text;
using Llm.Providers.Http;

namespace Llm.Providers.Tests.Http;

/// <summary>Server-sent events are read as the framework's parser reads them, and JSON lines line by line.</summary>
public class EventStreamTests
{
    private const int Documents = 400;

    private static readonly string[] Pieces =
    [
        "data: one", "data:two", "data:  three", "data", "data:", "event: delta", "event: ping", "id: 7", "retry: 10",
        ": comment", "data: {\"a\":\"é😀\"}", "dat: x", "data : x", "", "", "", "",
    ];

    [Fact]
    public async Task Events_are_those_of_the_frameworks_parser_wherever_the_bytes_are_split()
    {
        var random = new Random(12);
        for (var i = 0; i < Documents; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(Document(random));
            var expected = SseParser.Create(new MemoryStream(bytes)).Enumerate()
                .Where(item => !string.IsNullOrWhiteSpace(item.Data)).Select(item => $"{item.EventType}|{item.Data}").ToList();
            (await ReadAsync(new SmallReads(bytes, random), "text/event-stream")).ShouldBe(expected, Encoding.UTF8.GetString(bytes));
        }
    }

    /// <summary>The framework's parser does not follow the standard here.</summary>
    [Theory]
    [InlineData("event:\ndata: a\n\n")]
    [InlineData("event: ping\n\ndata: a\n\n")]
    [InlineData("event: ping\nevent\ndata: a\n\n")]
    public async Task An_empty_name_and_an_event_without_data_leave_the_usual_name(string text) =>
        (await ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), "text/event-stream")).ShouldBe(["message|a"]);

    [Fact]
    public async Task An_event_that_is_larger_than_the_buffer_is_read_whole()
    {
        var text = new string('x', 300_000);
        var bytes = Encoding.UTF8.GetBytes($"event: big\ndata: {text}\ndata: end\n\ndata: next\n\n");
        (await ReadAsync(new MemoryStream(bytes), "text/event-stream")).ShouldBe([$"big|{text}\nend", "message|next"]);
    }

    [Theory]
    [InlineData("{\"a\":1}\n{\"b\":2}\r\n\n{\"c\":3}")]
    [InlineData("\uFEFF{\"a\":1}\r{\"b\":2}\n \n{\"c\":3}\n")]
    public async Task JSON_lines_are_read_with_and_without_a_last_line_end(string text) =>
        (await ReadAsync(new SmallReads(Encoding.UTF8.GetBytes(text), new Random(1)), "application/x-ndjson", StreamFormat.JsonLines))
            .ShouldBe(["message|{\"a\":1}", "message|{\"b\":2}", "message|{\"c\":3}"]);

    [Theory]
    [InlineData("application/json", StreamFormat.ServerSentEvents)]
    [InlineData("application/json", StreamFormat.JsonLines)]
    [InlineData("text/plain", StreamFormat.ServerSentEvents)]
    public async Task JSON_in_place_of_a_stream_is_one_event(string type, StreamFormat format)
    {
        var bytes = Encoding.UTF8.GetBytes("\n{\n  \"a\": 1\n}\n");
        (await ReadAsync(new SmallReads(bytes, new Random(2)), type, format, isWhole: true)).ShouldBe(["message|\n{\n  \"a\": 1\n}\n"]);
    }

    [Theory]
    [InlineData("data: a\n\ndata: b")]
    [InlineData("data: a\n\ndata: b\n")]
    [InlineData("data: a\r\rdata: b\r")]
    [InlineData("data: a\n\nevent: message\ndata: b")]
    public async Task A_last_event_needs_no_empty_line_after_it(string text) =>
        (await ReadAsync(new SmallReads(Encoding.UTF8.GetBytes(text), new Random(3)), "text/event-stream")).ShouldBe(["message|a", "message|b"]);

    [Theory]
    [InlineData("error: {\"message\": \"no\"}\n\n", "error|{\"message\": \"no\"}")]
    [InlineData("error: no\n", "error|no")]
    [InlineData("event: error\ndata: no", "error|no")]
    public async Task A_field_with_an_error_is_an_event(string text, string expected) =>
        (await ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), "text/event-stream")).ShouldBe([expected]);

    [Theory]
    [InlineData("data: a\n\n")]
    [InlineData("\n\n : hello\n\ndata: a\n\n")]
    [InlineData("\uFEFFid: 7\ndata: a\n\n")]
    [InlineData("retry: 10\n\ndata: a\n\n")]
    [InlineData("data\n\ndata: a\n\n")]
    public async Task A_stream_is_known_by_its_beginning_whatever_its_label_says(string text)
    {
        foreach (var type in (string[])["text/event-stream", "application/json", "text/html", "application/octet-stream"])
            (await ReadAsync(new SmallReads(Encoding.UTF8.GetBytes(text), new Random(4)), type)).ShouldBe(["message|a"], type);
    }

    /// <summary>Random lines with random ends; no event has a name and no data.</summary>
    private static string Document(Random random)
    {
        var text = new StringBuilder(random.Next(5) == 0 ? "\uFEFF" : "");
        var hasData = false;
        for (var line = random.Next(30); line > 0; line--)
        {
            var piece = Pieces[random.Next(Pieces.Length)];
            if (piece.Length == 0 && !hasData) continue;
            hasData = piece.Length > 0 && (hasData || piece.StartsWith("data:", StringComparison.Ordinal));
            text.Append(piece).Append(random.Next(3) switch { 0 => "\r\n", 1 => "\r", _ => "\n" });
        }

        // The end of the last event, which the framework's parser drops without it.
        return text.Append("\n\n").ToString();
    }

    private static async Task<List<string>> ReadAsync(
        Stream body, string type, StreamFormat format = StreamFormat.ServerSentEvents, bool isWhole = false)
    {
        using var http = new HttpClient(new Handler(body, type));
        var request = new ProviderRequest(new Uri("http://localhost/")) { Stream = format };
        await using var stream = await new ProviderClient(() => http, ModelServices.Default).StreamAsync(request, default);
        var events = new List<string>();
        while (await stream.ReadAsync(default))
        {
            stream.IsWhole.ShouldBe(isWhole);
            events.Add($"{stream.Name}|{Encoding.UTF8.GetString(stream.Data)}");
        }

        (await stream.ReadAsync(default)).ShouldBeFalse();
        return events;
    }

    private sealed class Handler(Stream body, string type) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var content = new StreamContent(body);
            content.Headers.ContentType = new(type);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
        }
    }

    /// <summary>Bytes that are received a few at a time, and not always at once.</summary>
    private sealed class SmallReads(byte[] bytes, Random random) : MemoryStream(bytes, writable: false)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (random.Next(4) == 0) await Task.Yield();
            return await base.ReadAsync(buffer[..Math.Min(buffer.Length, random.Next(1, 12))], cancellationToken);
        }
    }
}
