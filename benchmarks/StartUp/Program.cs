// Compares the start-up of llm with bare programs, side by side in one run:
//
//     dotnet run -c Release --project benchmarks/StartUp [RUNS]
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Llm.Benchmarks;
using Llm.Testing;

var runs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 25;
var folder = Directory.CreateTempSubdirectory("llm-bench-").FullName;
await using var server = await FakeServer.StartAsync();
var user = Directory.CreateDirectory(Path.Combine(folder, "user")).FullName;
var llm = Published.Program("src/Llm.Cli", "llm", folder).With(user, server.BaseAddress);
var hello = Published.Program("benchmarks/Hello", "Hello", folder);
var floor = Published.Program("benchmarks/Floor", "Floor", folder);
var database = Path.Combine(folder, "floor.db");

Console.WriteLine($"{runs} alternating runs, medians in milliseconds, {Environment.ProcessorCount} processors");
Print("llm --version", "hello", 2.0, Pairs.Measure(runs, () => llm.Time("--version"), () => hello.Time()), TimeSpan.Zero);
var serverTime = await MeasureServerAsync();
Console.WriteLine($"the server's own time: {serverTime.TotalMilliseconds:0.0}");
Print(
    "a logged prompt",
    "floor",
    1.3,
    Pairs.Measure(runs, () => llm.Time("-m", "gpt-4o-mini", "hi"), () => floor.Time(server.BaseAddress, database)),
    serverTime);
Directory.Delete(folder, recursive: true);

// With a client that is already warm, only the server's own time is measured.
async Task<TimeSpan> MeasureServerAsync()
{
    using var http = new HttpClient();
    var times = new List<TimeSpan>();
    for (var i = 0; i < runs + 5; i++)
    {
        var watch = Stopwatch.StartNew();
        using var content = new StringContent(
            """{"model":"fake","stream":true,"messages":[{"role":"user","content":"hi"}]}""", Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri(server.BaseAddress + "/chat/completions"), content);
        await response.Content.ReadAsStringAsync();
        times.Add(watch.Elapsed);
    }

    return Pairs.Median(times.Skip(5));
}

void Print(string name, string bare, double budget, Pairs pairs, TimeSpan without)
{
    var (ours, theirs) = (pairs.Ours - without, pairs.Theirs - without);
    Console.WriteLine(
        $"{name}: {ours.TotalMilliseconds:0.0}, {bare}: {theirs.TotalMilliseconds:0.0}, ratio {ours / theirs:0.00} (budget {budget:0.0})");
}
