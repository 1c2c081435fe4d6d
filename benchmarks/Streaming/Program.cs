// Compares the cost of an event of a streamed answer with reading the same bytes with only the framework's parsers:
//
//     dotnet run -c Release --project benchmarks/Streaming [RUNS]
using System.Diagnostics;
using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Llm;
using Llm.Benchmarks;
using Llm.Providers.OpenAI;
using Llm.Providers.OpenAI.Chat;

const int Events = 10_000;
var runs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 40;
using var http = new HttpClient(new CannedAnswer(Answer()));
var model = new ChatModel(new OpenAIModelSettings { Id = "gpt-4o-mini" }, () => http);
var options = new PromptOptions { Key = "none" };

// Enough rounds for the runtime to optimise both.
for (var i = 0; i < 30; i++)
{
    await OursAsync();
    await BareAsync();
    await Task.Delay(20);
}

var pairs = Pairs.Measure(runs, () => Time(OursAsync), () => Time(BareAsync));
var (ours, bare) = (pairs.Ours, pairs.Theirs);
var perEvent = TimeSpan.FromTicks(ours.Ticks / Events);
Console.WriteLine($"{runs} alternating runs over {Events} events, medians");
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"llm: {ours.TotalMilliseconds:0.00} ms, bare: {bare.TotalMilliseconds:0.00} ms, ratio {ours / bare:0.00} (budget 2.0); "
    + $"{perEvent.TotalNanoseconds:0} ns an event"));
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture, $"allocated for each event: llm {Allocated(OursAsync):0} bytes, bare {Allocated(BareAsync):0} bytes"));

async Task<int> OursAsync()
{
    var length = 0;
    await foreach (var text in model.Ask("hi", options)) length += text.Length;
    return length;
}

async Task<int> BareAsync()
{
    using var request = new HttpRequestMessage(HttpMethod.Post, "http://localhost/");
    using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    await using var stream = await response.Content.ReadAsStreamAsync();
    var length = 0;
    await foreach (var item in SseParser.Create(stream, (_, data) => Content(data)).EnumerateAsync()) length += item.Data.Length;
    return length;
}

// Reads every token, as a program without a model of the answer must, and keeps the text.
static string Content(ReadOnlySpan<byte> data)
{
    if (data.SequenceEqual("[DONE]"u8)) return "";
    var reader = new Utf8JsonReader(data);
    var content = "";
    while (reader.Read())
    {
        if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("content"u8) && reader.Read())
            content = reader.GetString() ?? "";
    }

    return content;
}

static TimeSpan Time(Func<Task<int>> run)
{
    var start = Stopwatch.GetTimestamp();
    var length = run().GetAwaiter().GetResult();
    return length > Events ? Stopwatch.GetElapsedTime(start) : throw new InvalidOperationException("The answer is too short.");
}

static double Allocated(Func<Task<int>> run)
{
    var before = GC.GetTotalAllocatedBytes(precise: true);
    run().GetAwaiter().GetResult();
    return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Events;
}

static byte[] Answer()
{
    var text = new StringBuilder();
    for (var i = 0; i < Events; i++)
    {
        text.Append(CultureInfo.InvariantCulture, $$"""data: {"id":"chatcmpl-AtLOeFGzpzWLyd5lPgf6zTBIXuZKe","object":"chat.completion.chunk","created":1737812524,"model":"gpt-4o-mini-2024-07-18","service_tier":"default","system_fingerprint":"fp_72ed7ab54c","choices":[{"index":0,"delta":{"content":" word{{i}}"},"logprobs":null,"finish_reason":null}],"usage":null}""");
        text.Append("\n\n");
    }

    text.Append("""data: {"id":"chatcmpl-AtLOeFGzpzWLyd5lPgf6zTBIXuZKe","object":"chat.completion.chunk","created":1737812524,"model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""");
    return Encoding.UTF8.GetBytes(text.Append("\n\ndata: [DONE]\n\n").ToString());
}

/// <summary>Answers every request with the same event stream, from memory.</summary>
internal sealed class CannedAnswer(byte[] answer) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var content = new StreamContent(new MemoryStream(answer));
        content.Headers.ContentType = new("text/event-stream");
        return Task.FromResult(new HttpResponseMessage { Content = content });
    }
}
