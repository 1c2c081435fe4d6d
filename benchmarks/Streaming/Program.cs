// Compares the cost of an event of a streamed answer with reading the same bytes with only the framework's parsers, and with the
// vendors' own libraries; and measures what a finished response keeps in memory:
//
//     dotnet run -c Release --project benchmarks/Streaming [RUNS]
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Llm;
using Llm.Benchmarks;
using Llm.Benchmarks.Streaming;

const int Kept = 20;
var runs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 40;
using var programs = new Programs();
using var messages = new MessagesPrograms();
using var ollama = new OllamaPrograms();

// Enough rounds for the runtime to optimise all of them.
for (var i = 0; i < 30; i++)
{
    foreach (var program in (Func<Task<int>>[])
        [
            programs.TextAsync, programs.BareAsync, programs.BridgeAsync, programs.SdkAsync, programs.SdkBridgeAsync, messages.TextAsync,
            messages.SdkAsync, programs.GeminiAsync, programs.BareGeminiAsync, ollama.TextAsync, ollama.SdkAsync,
        ])
    {
        await program();
    }

    await Task.Delay(20);
}

Console.WriteLine($"{runs} alternating runs over {CannedAnswer.Events} events, medians");
Compare("text", programs.TextAsync, "bare", programs.BareAsync, 1.3, null);
Compare("text", programs.TextAsync, "OpenAI SDK", programs.SdkAsync, 0.25, 0.12);
Compare("Gemini", programs.GeminiAsync, "bare", programs.BareGeminiAsync, 1.3, null);
Compare("IChatClient", programs.BridgeAsync, "OpenAI SDK", programs.SdkAsync, 0.4, 0.25);
Compare("IChatClient", programs.BridgeAsync, "Microsoft.Extensions.AI.OpenAI", programs.SdkBridgeAsync, null, null);
Compare("text of Anthropic", messages.TextAsync, "Anthropic SDK", messages.SdkAsync, 0.3, 0.2);
Compare("text of Ollama", ollama.TextAsync, "OllamaSharp", ollama.SdkAsync, 0.3, 0.2);

var responses = new Response[Kept];
var before = GC.GetTotalMemory(forceFullCollection: true);
for (var i = 0; i < Kept; i++) responses[i] = await programs.WholeAsync();
var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Kept;
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"a finished response keeps {bytes / Encoding.UTF8.GetByteCount(responses[0].Text):0.00} times its text (budget 3.0)"));

void Compare(string ours, Func<Task<int>> our, string theirs, Func<Task<int>> their, double? timeBudget, double? byteBudget)
{
    var pairs = Pairs.Measure(runs, () => Time(our), () => Time(their));
    var (ourBytes, theirBytes) = (Allocated(our), Allocated(their));
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{ours}: {PerEvent(pairs.Ours):0} ns, {ourBytes:0} bytes an event; {theirs}: {PerEvent(pairs.Theirs):0} ns, {theirBytes:0} bytes; "
        + $"time {pairs.Ratio:0.00}{Budget(timeBudget)}, bytes {ourBytes / theirBytes:0.00}{Budget(byteBudget)}"));
}

static string Budget(double? budget) => budget is { } most ? string.Create(CultureInfo.InvariantCulture, $" (budget {most:0.##})") : "";

static double PerEvent(TimeSpan time) => time.TotalNanoseconds / CannedAnswer.Events;

static TimeSpan Time(Func<Task<int>> run)
{
    var start = Stopwatch.GetTimestamp();
    var length = run().GetAwaiter().GetResult();
    return length > CannedAnswer.Events
        ? Stopwatch.GetElapsedTime(start)
        : throw new InvalidOperationException("The answer is too short.");
}

static double Allocated(Func<Task<int>> run)
{
    var before = GC.GetTotalAllocatedBytes(precise: true);
    run().GetAwaiter().GetResult();
    return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)CannedAnswer.Events;
}
