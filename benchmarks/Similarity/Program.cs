// Compares searches of a large collection with the least that they could take, side by side in one run:
//
//     dotnet run -c Release --project benchmarks/Similarity [COUNT] [DIMENSIONS] [RUNS] [FILE]
//
// FILE has vectors that benchmarks/Sentences wrote, of 384 dimensions; without it, vectors are made. The exit code is 1 if a budget is
// not met. With `measure DATABASE` or `use DATABASE` in front, it is the native program that is measured.
using System.Globalization;
using System.Runtime.CompilerServices;
using Llm;
using Llm.Benchmarks;
using Llm.Benchmarks.Similarity;
using Llm.Storage.Embeddings;

if (args is ["measure" or "use", var measured, ..])
{
    var its = Vectors.Parse(args.AsSpan(2));
    if (args[0] == "measure") Console.WriteLine(await SearchFigures.MeasureAsync(measured, its));
    else await SearchFigures.UseAsync(measured, its.Read().First());
    return 0;
}

const double MiB = 1024 * 1024;
var vectors = Vectors.Parse(args);
var (count, dimensions, runs) = (vectors.Count, vectors.Dimensions, vectors.Runs);
var folder = Directory.CreateTempSubdirectory("llm-bench-").FullName;
var budgets = new Budgets();
try
{
    var large = Path.Combine(folder, "large.db");
    var small = Path.Combine(folder, "small.db");
    await FillAsync(large, count);
    await FillAsync(small, 10);
    // A native build of this program measures itself.
    var program = RuntimeFeature.IsDynamicCodeSupported
        ? Published.Program("benchmarks/Similarity", "Similarity", folder) : Published.At(Environment.ProcessPath!);
    var peak = Published.Program("benchmarks/Peak", "Peak", folder);
    var user = Directory.CreateDirectory(Path.Combine(folder, "user")).FullName;
    // A command that was published before saves minutes.
    var command = (Environment.GetEnvironmentVariable("LLM_PROGRAM") is { Length: > 0 } published
        ? Published.At(published) : Published.Program("src/Llm.Cli", "llm", folder)).With(user, "");
    Console.WriteLine(
        $"{count} vectors of {dimensions} numbers, {(vectors.File.Length > 0 ? "of sentences" : "made")}, {runs} alternating runs, "
        + "medians in milliseconds");
    var figures = SearchFigures.Parse(program.Output(["measure", large, .. vectors.Arguments]));
    budgets.Report("a warm exact search for 10", figures.Exact, "the scan", figures.ExactScan, dimensions >= 1024 ? 0.35 : 0.5);
    budgets.Report("the first search, which makes the file", figures.File, "reading the rows", figures.Read, 1.5);
    var bytes = (double)count * dimensions * sizeof(float);
    budgets.Report("size of the file, bytes", figures.Size, "the vectors", bytes, dimensions >= 1024 ? 0.3 : 0.33);
    budgets.Report("a warm approximate search for 10", figures.Approximate, "the scan", figures.ApproximateScan, 1 / 30.0);
    budgets.Report("missed of the 10 nearest", 1 - figures.Recall, "all", 1, 0.02);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"the index: made in {figures.Index:0}, compares {figures.Compared:0.000} of the entries, "
        + $"{figures.ApproximateScan / figures.Approximate:0.0} times as fast as the scan"));
    string[] similar = ["similar", "made", "7", "-d"];
    foreach (var exact in (string[][])[["--exact"], []])
    {
        var pairs = Pairs.Measure(
            runs,
            () => command.Measure([.. similar, large, .. exact]).Elapsed,
            () => command.Measure([.. similar, small, .. exact]).Elapsed);
        budgets.Report(
            $"llm similar {string.Concat(exact)}", pairs.Ours.TotalMilliseconds,
            "over 10 rows + 0.6 × the scan", pairs.Theirs.TotalMilliseconds + (0.6 * figures.ExactScan), 1);
    }

    var memory = double.Parse(peak.Output([program.Path, "use", large, .. vectors.Arguments]), CultureInfo.InvariantCulture);
    var limit = (count > 300_000 ? 1.2 : 0.5) * 1024;
    budgets.Report("memory of making and searching, MiB", memory / MiB, "the limit", limit, 1);
}
finally
{
    Directory.Delete(folder, recursive: true);
}

return budgets.AreMissed ? 1 : 0;

async Task FillAsync(string path, int number)
{
    await using var store = await SqliteEmbeddingStore.OpenAsync(path);
    var collection = await store.CreateCollectionAsync("made", "none");
    var next = 0;
    foreach (var batch in vectors.Read().Take(number).Chunk(1000))
        await store.SaveAsync(collection.Id, [.. batch.Select(vector => new StoredEmbedding { Id = $"{next++}", Vector = vector })]);
}
