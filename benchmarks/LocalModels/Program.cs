// Compares the time of 64 short sentences one by one with that of one batch, on one thread, and the peak of memory after few notes of all
// lengths with that after many:
//
//     dotnet run -c Release --project benchmarks/LocalModels [RUNS]
//
// The exit code is 1 if a budget is not met. With `embed COUNT`, it embeds so many notes and prints its peak of memory in MiB.
using System.Diagnostics;
using System.Globalization;
using Llm;
using Llm.Benchmarks;
using Llm.Local;

const int Sentences = 64;
if (args is ["embed", var count])
{
    await foreach (var _ in Model().EmbedManyAsync(Notes(int.Parse(count, CultureInfo.InvariantCulture))))
    {
    }

    Console.WriteLine((Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0).ToString(CultureInfo.InvariantCulture));
    return 0;
}

Environment.SetEnvironmentVariable("LLM_LOCAL_THREADS", "1");
var model = Model();
var sentences = Enumerable.Range(0, Sentences)
    .Select(i => $"Short sentence number {i} says that the meeting of day {i * 7 % 31} was moved.").ToList();
var budgets = new Budgets();
var pairs = Pairs.Measure(args is [var runs] ? int.Parse(runs, CultureInfo.InvariantCulture) : 20, Together, OneByOne);
budgets.Report("64 sentences in one batch, ms", pairs.Ours.TotalMilliseconds, "one by one", pairs.Theirs.TotalMilliseconds, 1 / 1.4);
budgets.Report("memory at 5,000 notes, MiB", Peak(5000), "at 500", Peak(500), 1.1);
return budgets.AreMissed ? 1 : 0;

TimeSpan Together()
{
    var watch = Stopwatch.StartNew();
    _ = model.EmbedAsync(sentences).GetAwaiter().GetResult();
    return watch.Elapsed;
}

TimeSpan OneByOne()
{
    var watch = Stopwatch.StartNew();
    foreach (var sentence in sentences) _ = model.EmbedAsync(sentence).GetAwaiter().GetResult();
    return watch.Elapsed;
}

static EmbeddingModel Model()
{
    var registry = new EmbeddingModelRegistry();
    new LocalPlugin().RegisterEmbeddingModels(registry);
    return registry.Models[0].Model;
}

// From a few words to more than the model reads.
static IEnumerable<string> Notes(int count)
{
    var random = new Random(3);
    return Enumerable.Range(0, count).Select(i => string.Join(' ', Enumerable.Range(0, random.Next(3, random.Next(4, 400))).Select(
        word => $"word{random.Next(500)}")));
}

static double Peak(int count)
{
    using var process = Process.Start(
        new ProcessStartInfo(Environment.ProcessPath!, ["embed", count.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        })!;
    return double.Parse(process.StandardOutput.ReadToEnd(), CultureInfo.InvariantCulture);
}
