// Compares commands with all official packages of models added and with none, side by side in one run:
//
//     dotnet run -c Release --project benchmarks/Packages [RUNS] [NATIVE]
//
// NATIVE is the command, if it is published already. The exit code is 1 if a budget is not met. The packages are those in
// ../shared/data/dify; without them, nothing is measured.
using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using Llm.Benchmarks;
using Llm.Testing;

const string Archive = "../shared/data/dify/dify-model-yaml.tar.gz";
const string Used = "yi";
if (!File.Exists(Archive))
{
    Console.WriteLine($"Nothing is measured: there is no {Archive}.");
    return 0;
}

var runs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 40;
var folder = Directory.CreateTempSubdirectory("llm-bench-").FullName;
await using var server = await FakeServer.StartAsync();
string User(string name) => Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
var native = args.Length > 1 ? Published.At(args[1]) : Published.Program("src/Llm.Cli", "llm", folder);
var (none, many) = (native.With(User("none"), server.BaseAddress), native.With(User("many"), server.BaseAddress));
var count = AddAll();

Console.WriteLine($"{runs} alternating runs, medians in milliseconds, {Environment.ProcessorCount} processors, {count} packages");
var budgets = new Budgets();
Report("a prompt that uses none of them", ["-m", "gpt-4o-mini", "hi"], ["-m", "gpt-4o-mini", "hi"], 1.05);
Report("a prompt that uses one of them", ["-m", $"{Used}/yi-large", "hi"], ["-m", "gpt-4o-mini", "hi"], 1.2);
Report("models --all", ["models", "--all"], ["models", "--all"], 3);
Directory.Delete(folder, recursive: true);
return budgets.AreMissed ? 1 : 0;

int AddAll()
{
    using (var file = File.OpenRead(Archive))
    using (var unzipped = new GZipStream(file, CompressionMode.Decompress))
        TarFile.ExtractToDirectory(unzipped, folder, overwriteFiles: false);
    var packages = Directory.GetDirectories(Path.Combine(folder, "models"));
    foreach (var package in packages) many.Output("providers", "add", package);
    many.Output(
        "providers", "configure", Used, "--no-check", "--set", "api_key", "none", "--set", "endpoint_url", server.BaseAddress);
    // Both have a log before anything is measured.
    none.Output("-m", "gpt-4o-mini", "hi");
    many.Output("-m", "gpt-4o-mini", "hi");
    return packages.Length;
}

void Report(string name, string[] ours, string[] theirs, double budget)
{
    var pairs = Pairs.Measure(runs, () => many.Measure(ours).Elapsed, () => none.Measure(theirs).Elapsed);
    budgets.Report(name, pairs.Ours.TotalMilliseconds, "none added", pairs.Theirs.TotalMilliseconds, budget);
}
