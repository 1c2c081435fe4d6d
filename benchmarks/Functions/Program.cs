// Compares a prompt with functions given as text with one that has a built-in tool, side by side in one run:
//
//     dotnet run -c Release --project benchmarks/Functions [RUNS]
using System.Globalization;
using Llm.Benchmarks;
using Llm.Testing;

const string CSharp = "/// <summary>Multiplies two numbers.</summary>\nint Multiply(int x, int y) => x * y;";
const string Python = "def multiply(x: int, y: int) -> int:\n    \"Multiplies two numbers.\"\n    return x * y\n";

var runs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 25;
var folder = Directory.CreateTempSubdirectory("llm-bench-").FullName;
await using var server = await FakeServer.StartAsync();
var program = Published.Program("benchmarks/FunctionsPrompt", "FunctionsPrompt", folder).With(folder, server.BaseAddress);

Console.WriteLine($"{runs} alternating runs, medians in milliseconds, {Environment.ProcessorCount} processors");
Compare("C#, second run", CSharp, "multiply", "budget 1.3");
Compare("Python", Python, "multiply", "no budget");
var first = Enumerable.Range(0, 5).Select(i => program.Time($"{CSharp} // {i}", "hi"));
Console.WriteLine($"C#, first run: {Pairs.Median(first).TotalMilliseconds:0.0}");
Directory.Delete(folder, recursive: true);

// Compares prompts without a tool call and with one.
void Compare(string name, string functions, string tool, string budget)
{
    foreach (var (kind, ours, theirs) in new[]
    {
        ("no call", "hi", "hi"),
        ("a call", $$"""CALL {{tool}} {"x": 6, "y": 7}""", "CALL llm_version {}"),
    })
    {
        var medians = Pairs.Measure(runs, () => program.Time(functions, ours), () => program.Time("llm_version", theirs));
        Console.WriteLine(
            $"{name}, {kind}: {medians.Ours.TotalMilliseconds:0.0}, built-in tool: {medians.Theirs.TotalMilliseconds:0.0}, "
            + $"ratio {medians.Ratio:0.00} ({budget})");
    }
}
