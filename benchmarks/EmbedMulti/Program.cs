// Compares `llm embed-multi` with a bare program that computes the same vectors and inserts the same rows, and its memory over few rows
// with that over many:
//
//     dotnet run -c Release --project benchmarks/EmbedMulti [ROWS] [RUNS]
//
// The memory is that at a tenth of the rows and at all. The exit code is 1 if a budget is not met. With `bare INPUT DATABASE`, it is the
// bare program.
using System.Globalization;
using Llm.Benchmarks;
using Llm.Benchmarks.EmbedMulti;

if (args is ["bare", var source, var target])
{
    await BareEmbedding.RunAsync(source, target);
    return 0;
}

int Number(int index, int other) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : other;
var (count, runs) = (Number(0, 200_000), Number(1, 5));
var folder = Directory.CreateTempSubdirectory("llm-bench-").FullName;
var budgets = new Budgets();
try
{
    var (few, many) = (Write("few.jsonl", count / 10), Write("many.jsonl", count));
    var user = Directory.CreateDirectory(Path.Combine(folder, "user")).FullName;
    var command = Published.Program("src/Llm.Cli", "llm", folder).With(user, "");
    var bare = Published.Program("benchmarks/EmbedMulti", "EmbedMulti", folder);
    var peak = Published.Program("benchmarks/Peak", "Peak", folder);
    Console.WriteLine($"{count / 10} rows, {runs} alternating runs, medians in milliseconds");
    var pairs = Pairs.Measure(
        runs, () => command.Measure(Command(few, Fresh())).Elapsed, () => bare.Measure("bare", few, Fresh()).Elapsed);
    budgets.Report("embed-multi", pairs.Ours.TotalMilliseconds, "bare", pairs.Theirs.TotalMilliseconds, 1.5);
    budgets.Report($"memory at {count} rows, MiB", Peak(many), $"at {count / 10}", Peak(few), 1.2);

    double Peak(string input) =>
        long.Parse(peak.Output([command.Path, .. Command(input, Fresh())]), CultureInfo.InvariantCulture) / 1048576.0;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

return budgets.AreMissed ? 1 : 0;

string[] Command(string input, string database) => ["embed-multi", "notes", input, "-m", "ngrams", "--store", "-d", database];

// A database of its own for each run, since rows that are there would be skipped.
string Fresh()
{
    foreach (var old in Directory.GetFiles(folder, "*.db*")) File.Delete(old);
    return Path.Combine(folder, "embeddings.db");
}

// The made texts hold nothing that JSON escapes.
string Write(string name, int number)
{
    var path = Path.Combine(folder, name);
    File.WriteAllLines(path, MadeTexts.Make(number).Select((text, i) => $$"""{"id": "note-{{i}}", "content": "{{text}}"}"""));
    return path;
}
