// Compares searches of a large collection with the least that they could take, side by side in one run:
//
//     dotnet run -c Release --project benchmarks/Similarity [COUNT] [DIMENSIONS] [RUNS]
//
// The exit code is 1 if a budget is not met. With `measure DATABASE` in front, it is the native program that is measured.
using System.Globalization;
using Llm;
using Llm.Benchmarks;
using Llm.Benchmarks.Similarity;
using Llm.Storage.Embeddings;

int Number(int index, int other) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : other;
if (args is ["measure", var measured, ..])
{
    var found = await SearchFigures.MeasureAsync(measured, Number(2, 0), Number(3, 0), Number(4, 0));
    double[] printed = [.. new[] { found.Search, found.Scan, found.Build, found.Read }.Select(time => time.TotalMilliseconds), found.Size];
    Console.WriteLine(string.Join(' ', printed.Select(number => number.ToString(CultureInfo.InvariantCulture))));
    return 0;
}

var (count, dimensions, runs) = (Number(0, 100_000), Number(1, 1024), Number(2, 20));
var folder = Directory.CreateTempSubdirectory("llm-bench-").FullName;
var missed = false;
try
{
    var large = Path.Combine(folder, "large.db");
    var small = Path.Combine(folder, "small.db");
    await FillAsync(large, count);
    await FillAsync(small, 10);
    var program = Published.Program("benchmarks/Similarity", "Similarity", folder);
    var user = Directory.CreateDirectory(Path.Combine(folder, "user")).FullName;
    var command = Published.Program("src/Llm.Cli", "llm", folder).With(user, "");
    Console.WriteLine($"{count} vectors of {dimensions} numbers, {runs} alternating runs, medians in milliseconds");
    string[] measure = ["measure", large, $"{count}", $"{dimensions}", $"{runs}"];
    var figures = program.Output(measure).Split(' ');
    var numbers = Array.ConvertAll(figures, text => double.Parse(text, CultureInfo.InvariantCulture));
    var scan = numbers[1];
    Report("a warm search for 10", numbers[0], "the scan", scan, dimensions >= 1024 ? 0.35 : 0.5);
    Report("making the index", numbers[2], "reading the rows", numbers[3], 1.5);
    Report("size of the index, bytes", numbers[4], "the vectors", (double)count * dimensions * sizeof(float), 0.3);
    string[] similar = ["similar", "made", "7", "-d"];
    var pairs = Pairs.Measure(
        runs, () => command.Measure([.. similar, large]).Elapsed, () => command.Measure([.. similar, small]).Elapsed);
    Report("llm similar", pairs.Ours.TotalMilliseconds, "over 10 rows + 0.6 × the scan", pairs.Theirs.TotalMilliseconds + (0.6 * scan), 1);
}
finally
{
    Directory.Delete(folder, recursive: true);
}

return missed ? 1 : 0;

async Task FillAsync(string path, int number)
{
    await using var store = await SqliteEmbeddingStore.OpenAsync(path);
    var collection = await store.CreateCollectionAsync("made", "none");
    var next = 0;
    foreach (var batch in MadeVectors.Make(number, dimensions).Chunk(1000))
        await store.SaveAsync(collection.Id, [.. batch.Select(vector => new StoredEmbedding { Id = $"{next++}", Vector = vector })]);
}

void Report(string name, double ours, string other, double theirs, double budget)
{
    var ratio = ours / theirs;
    missed |= ratio > budget;
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name}: {ours:0.0}, {other}: {theirs:0.0}, ratio {ratio:0.00} (budget {budget:0.00}){(ratio > budget ? "  MISSED" : "")}"));
}
