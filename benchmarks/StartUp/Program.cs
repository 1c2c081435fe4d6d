// Compares the native command with bare native programs, and with the managed build of the same sources, side by side in one run:
//
//     dotnet run -c Release --project benchmarks/StartUp [RUNS] [TURNS]
//
// The exit code is 1 if a budget is not met.
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Llm.Benchmarks;
using Llm.Testing;

var runs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 25;
var turns = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 100_000;
var folder = Directory.CreateTempSubdirectory("llm-bench-").FullName;
await using var server = await FakeServer.StartAsync();
string User(string name) => Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
var (small, large) = (User("user"), User("large"));
var log = Path.Combine(large, "logs.db");
await SampleLog.WriteAsync(log, turns / 2);
var native = Published.Program("src/Llm.Cli", "llm", folder).With(small, server.BaseAddress);
var managed = Published.Program("src/Llm.Cli", "llm", folder, managed: true).With(small, server.BaseAddress);
var hello = Published.Program("benchmarks/Hello", "Hello", folder);
var floor = Published.Program("benchmarks/Floor", "Floor", folder);
var budgets = new Budgets();

Console.WriteLine(
    $"{runs} alternating runs, medians in milliseconds, {turns} logged turns where a log is read, {Environment.ProcessorCount} processors");
string[] version = ["--version"], prompt = ["-m", "gpt-4o-mini", "hi"], echo = ["-m", "echo", "hi"];
Against("--version", "hello", 3.5, () => native.Measure(version), () => hello.Measure());
AgainstManaged("--version", 0.35, small, version);
var serverTime = await MeasureServerAsync();
Console.WriteLine($"the server's own time: {serverTime.TotalMilliseconds:0.0}");
Against(
    "a logged prompt", "floor", 1.3, () => native.Measure(prompt),
    () => floor.Measure(server.BaseAddress, Path.Combine(folder, "floor.db")), serverTime);
AgainstManaged("a logged prompt", 0.12, small, prompt);
AgainstManaged("-m echo hi, logged", 0.18, small, echo);
AgainstManaged("logs -n 3", 0.15, large, "logs", "-n", "3");
AgainstManaged("logs -n 100 --json", 0.25, large, "logs", "-n", "100", "--json");
foreach (var word in (string[])[SampleLog.RareWord, SampleLog.CommonWord]) AgainstSql(word);
if (await SecureStart.MeasureAsync(native, small, folder, runs) is { } secure)
{
    Report("a logged prompt over https, processor time", secure.Http, "http", 1.5);
    Report("a logged prompt over https, processor time", secure.Curl, "curl", 1);
}

var peak = Published.Program("benchmarks/Peak", "Peak", folder);
budgets.Report("peak memory of a prompt, MiB", Peak(native), "managed", Peak(managed), 0.55);
budgets.Report("size of the command, MiB", native.Size / 1048576.0, "allowed", 18, 1);
Directory.Delete(folder, recursive: true);
return budgets.AreMissed ? 1 : 0;

double Peak(Published program) => long.Parse(
    peak.With(small, server.BaseAddress).Output([program.Path, .. prompt]), CultureInfo.InvariantCulture) / 1048576.0;

void Against(
    string name, string other, double budget, Func<Measured> ours, Func<Measured> bare, TimeSpan without = default)
{
    Report(name, Pairs.Measure(runs, () => ours().Elapsed - without, () => bare().Elapsed - without), other, budget);
}

void AgainstManaged(string name, double budget, string user, params string[] arguments)
{
    var (ours, theirs) = (native.With(user, server.BaseAddress), managed.With(user, server.BaseAddress));
    Against(name, "managed", budget, () => ours.Measure(arguments), () => theirs.Measure(arguments));
}

// The bare SQL that finds and reads the turns, and what any command takes.
void AgainstSql(string word)
{
    var ours = native.With(large, server.BaseAddress);
    Against(
        $"logs -q {word}", "bare SQL and --version", 1.3, () => ours.Measure("logs", "-q", word, "-n", "3"), () =>
        {
            var (sql, start) = (BareSql.Time(log, BareSql.Search(word), 3), native.Measure(version));
            return start with { Elapsed = start.Elapsed + sql };
        });
}

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

void Report(string name, Pairs pairs, string other, double budget) =>
    budgets.Report(name, pairs.Ours.TotalMilliseconds, other, pairs.Theirs.TotalMilliseconds, budget);
