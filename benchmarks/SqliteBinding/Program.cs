// Prints what each binding to SQLite adds to the start of a program that opens a database and writes one row:
//
//     dotnet run -c Release --project benchmarks/SqliteBinding [RUNS]
//
// With the name of a binding and a file it is the program that is measured.
using System.Globalization;
using Llm.Benchmarks;

if (args is [var binding, var file])
{
    OneRow.Write(binding, file);
    return;
}

const int WarmUps = 2;
var runs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 25;
var folder = Directory.CreateTempSubdirectory("llm-bench-").FullName;
var program = Published.Program("benchmarks/SqliteBinding", "SqliteBinding", folder);

string[] names = ["none", .. OneRow.Bindings];
var times = names.ToDictionary(name => name, _ => new List<TimeSpan>());
for (var i = 0; i < runs + WarmUps; i++)
{
    foreach (var name in names)
    {
        var time = program.Time(name, Path.Combine(folder, $"{name}.db"));
        if (i >= WarmUps) times[name].Add(time);
    }
}

var bare = Pairs.Median(times["none"]).TotalMilliseconds;
Console.WriteLine(Line($"{runs} alternating runs, medians in milliseconds over a program that does nothing ({bare:0.0})"));
foreach (var name in OneRow.Bindings) Console.WriteLine(Line($"{name}: {Pairs.Median(times[name]).TotalMilliseconds - bare:0.0}"));
Directory.Delete(folder, recursive: true);

string Line(FormattableString text) => FormattableString.Invariant(text);
