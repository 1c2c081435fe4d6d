// Compares listing a log of 100,000 turns with the bare SQL, and with the same command on a log of only the rows that it prints:
//
//     dotnet run -c Release --project benchmarks/Logs [RUNS] [TURNS]
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Llm;
using Llm.Benchmarks;
using Llm.Cli;
using Llm.Cli.Input;
using Llm.Cli.Output;

const double Budget = 1.5;
var runs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 25;
var turns = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 100_000;
var folder = Directory.CreateTempSubdirectory("llm-bench-").FullName;
var big = UserFolder("big");
await SampleLog.WriteAsync(big.LogsDatabase, turns / 2);

const string NewestTurns = "SELECT id FROM turns ORDER BY id DESC LIMIT ";
const string NewestResponses =
    "SELECT id FROM responses WHERE NOT EXISTS (SELECT 1 FROM turns WHERE turns.id = responses.id) ORDER BY id DESC LIMIT ";
string[] Newest(int count) => [NewestTurns + count, NewestResponses + count];
const string Current = "(SELECT thread_id FROM turns ORDER BY id DESC LIMIT 1)";
string[] current =
    [$"SELECT id FROM turns WHERE thread_id = {Current}", $"SELECT id FROM responses WHERE conversation_id = {Current}"];

Console.WriteLine(
    $"{turns} turns of both generations, {runs} alternating runs, medians in milliseconds; "
    + "(command - same command on just its rows) / bare SQL");
Compare(["logs", "-n", "3"], Newest(3), 3);
Compare(["logs", "-n", "100", "--json"], Newest(100), 100);
Compare(["logs", "-q", SampleLog.RareWord, "-n", "3"], BareSql.Search(SampleLog.RareWord), 3);
Compare(["logs", "-q", SampleLog.CommonWord, "-n", "3"], BareSql.Search(SampleLog.CommonWord), 3);
Compare(["logs", "-c"], current, int.MaxValue);
Directory.Delete(folder, recursive: true);

void Compare(string[] command, string[] choices, int count)
{
    var printed = JsonNode.Parse(Output(big, [.. command.Where(word => word != "--json"), "--json"]))!.AsArray();
    var small = UserFolder(string.Join('_', command));
    SmallLog.Copy(big.LogsDatabase, small.LogsDatabase, [.. printed.Select(entry => entry!["id"]!.GetValue<string>())]);
    for (var i = 0; i < 20; i++) Time(big, command);
    var bare = new List<TimeSpan>();
    var pairs = Pairs.Measure(
        runs,
        () =>
        {
            bare.Add(BareSql.Time(big.LogsDatabase, choices, count));
            return Time(big, command);
        },
        () => Time(small, command));
    var (onBig, onSmall, sql) = (pairs.Ours, pairs.Theirs, Pairs.Median(bare));
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{string.Join(' ', command)}: {onBig.TotalMilliseconds:0.00} ({printed.Count} rows), "
        + $"on just its rows {onSmall.TotalMilliseconds:0.00}, bare SQL {sql.TotalMilliseconds:0.00}, "
        + $"ratio {(onBig - onSmall) / sql:0.00} (budget {Budget:0.0})"));
}

TimeSpan Time(UserDirectory user, string[] command)
{
    var watch = Stopwatch.StartNew();
    Output(user, command);
    return watch.Elapsed;
}

string Output(UserDirectory user, string[] command)
{
    using var output = new StringWriter();
    using var interrupt = new Interrupt();
    var terminal = new Terminal(output, Console.Error, outputIsTerminal: false, errorIsTerminal: false);
    var input = new StandardInput(_ => Stream.Null, isTerminal: false, _ => { });
    var context = new CliContext(terminal, input, interrupt, _ => LlmHost.Create(new LlmHostOptions { Directory = user }));
    return new CliApplication(context).Run(command, CancellationToken.None) == 0
        ? output.ToString()
        : throw new InvalidOperationException($"llm {string.Join(' ', command)} failed.");
}

UserDirectory UserFolder(string name) => new(Directory.CreateDirectory(Path.Combine(folder, name)).FullName);
