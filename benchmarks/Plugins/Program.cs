// Compares commands with 100 installed plugins and with none, side by side in one run:
//
//     dotnet run -c Release --project benchmarks/Plugins [RUNS] [NATIVE MANAGED]
//
// NATIVE and MANAGED are programs that are published already. The exit code is 1 if a budget is not met.
//
// One plugin is really installed, with 'llm install', and used. The others are copies of its entry in the list of plugins, with names of
// their own: listings and other commands read the list only, so a folder for each would change nothing but the time to make it.
using System.Globalization;
using Llm.Benchmarks;
using Llm.Testing;

const int Count = 100;
var runs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 25;
var folder = Directory.CreateTempSubdirectory("llm-bench-").FullName;
await using var server = await FakeServer.StartAsync();
string User(string name) => Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
var (none, many) = (User("none"), User("many"));
var native = args.Length > 1 ? Published.At(args[1]) : Published.Program("src/Llm.Cli", "llm", folder);
var managed = args.Length > 2 ? Published.At(args[2]) : Published.Program("src/Llm.Cli", "llm", folder, managed: true);
SamplePlugin.Install(managed.With(many, server.BaseAddress), folder);
SamplePlugin.Multiply(Path.Combine(many, "plugins", "plugins.json"), Count);

Console.WriteLine($"{runs} alternating runs, medians in milliseconds, {Environment.ProcessorCount} processors, {Count} plugins");
var budgets = new Budgets();
Against("--version", "--version");
Against("models list", "models", "list");
Against("a logged prompt", "-m", "gpt-4o-mini", "hi");
Report(
    "a prompt to the model of a plugin, managed",
    () => managed.With(many, server.BaseAddress).Measure("-m", "sample000", "hi"), "the same model built in",
    () => managed.With(none, server.BaseAddress).Measure("-m", "echo", "hi"), 1.3);
Directory.Delete(folder, recursive: true);
return budgets.AreMissed ? 1 : 0;

void Against(string name, params string[] arguments) => Report(
    $"{name}, {Count} plugins", () => native.With(many, server.BaseAddress).Measure(arguments), "none",
    () => native.With(none, server.BaseAddress).Measure(arguments), 1.1);

void Report(string name, Func<Measured> ours, string other, Func<Measured> theirs, double budget)
{
    var pairs = Pairs.Measure(runs, () => ours().Elapsed, () => theirs().Elapsed);
    budgets.Report(name, pairs.Ours.TotalMilliseconds, other, pairs.Theirs.TotalMilliseconds, budget);
}
