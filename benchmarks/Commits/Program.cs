// Compares the command of one commit with that of another, built side by side and run in turn:
//
//     dotnet run -c Release --project benchmarks/Commits BEFORE [AFTER] [PAIRS] [TURNS]
//
// AFTER defaults to HEAD; uncommitted changes are ignored. The exit code is 1 if something became slower by more than 5 %, and by more
// than the machine's noise explains.
using System.Diagnostics;
using System.Globalization;
using Llm.Benchmarks;
using Llm.Testing;

const double Allowed = 1.05;
const string Prompt = "Name three rivers.";
var before = args[0];
var after = args.Length > 1 ? args[1] : "HEAD";
var count = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 20;
var turns = args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 20_000;

var folder = Directory.CreateTempSubdirectory("llm-bench-").FullName;
await using var server = await FakeServer.StartAsync();
try
{
    var log = Path.Combine(folder, "logs.db");
    await SampleLog.WriteAsync(log, turns / 2);
    var old = Build("before", before, log);
    var @new = Build("after", after, log);

    Console.WriteLine(
        $"{after} against {before}: {count} pairs, medians in milliseconds, {turns} logged turns, {Environment.ProcessorCount} processors");
    (string Name, string[] Arguments)[] commands =
    [
        ("--version", ["--version"]),
        ("--help", ["--help"]),
        ("models", ["models"]),
        ("-m echo, logged", ["-m", "echo", Prompt]),
        ("a streamed prompt, logged", ["-m", "gpt-4o-mini", Prompt]),
        ("a streamed prompt, not logged", ["-m", "gpt-4o-mini", "-n", Prompt]),
        ("-c", ["-m", "gpt-4o-mini", "-c", Prompt]),
        ("logs -n 3", ["logs", "-n", "3"]),
        ("logs -n 100 --json", ["logs", "-n", "100", "--json"]),
        ("logs -q, a rare word", ["logs", "-n", "3", "-q", SampleLog.RareWord]),
        ("logs -q, a common word", ["logs", "-n", "3", "-q", SampleLog.CommonWord]),
        ("templates list", ["templates", "list"]),
        ("-T llm_version, one call", ["-m", "gpt-4o-mini", "-T", "llm_version", "CALL llm_version {}"]),
    ];
    var slower = false;
    foreach (var (name, arguments) in commands)
    {
        var pairs = Pairs.Measure(count, () => @new.Time(arguments), () => old.Time(arguments));
        var (low, high) = pairs.Interval();
        var isSlower = pairs.Ratio > Allowed && low > 1;
        slower |= isSlower;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {pairs.Ours.TotalMilliseconds:0.0} against {pairs.Theirs.TotalMilliseconds:0.0}, ratio {pairs.Ratio:0.000}, "
            + $"95 % interval {low:0.000} to {high:0.000}{(isSlower ? "  SLOWER" : "")}"));
    }

    return slower ? 1 : 0;
}
finally
{
    foreach (var name in new[] { "before", "after" }) Git("worktree", "remove", "--force", Path.Combine(folder, "source", name));
    Directory.Delete(folder, recursive: true);
}

// Builds the command of a commit, with a separate user directory that contains a copy of the log.
Published Build(string name, string commit, string log)
{
    var source = Path.Combine(folder, "source", name);
    if (!Git("worktree", "add", "--detach", source, commit)) throw new InvalidOperationException($"There is no commit {commit} here.");
    var user = Directory.CreateDirectory(Path.Combine(folder, "user", name)).FullName;
    File.Copy(log, Path.Combine(user, "logs.db"));
    return Published.Program("src/Llm.Cli", "llm", Path.Combine(folder, name), source).With(user, server.BaseAddress);
}

static bool Git(params string[] arguments)
{
    using var git = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    git.StandardOutput.ReadToEnd();
    git.WaitForExit();
    return git.ExitCode == 0;
}
