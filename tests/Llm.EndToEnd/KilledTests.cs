using System.Diagnostics;
using System.Text;
using Llm.Storage.Logs;
using Llm.Testing;
using Llm.Tests;

namespace Llm.EndToEnd;

/// <summary>Programs that are killed, which gives them no time to log anything.</summary>
public class KilledTests(InstalledTool tool)
{
    private const int AtATime = 32;
    private static readonly int Kills = Effort.Of(usual: 100, slow: 10_000);
    private const string Refuse = "CREATE TRIGGER refuse BEFORE INSERT ON turns BEGIN SELECT RAISE(FAIL, 'refused'); END";
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task What_was_shown_more_than_a_second_before_is_logged_by_the_next_run()
    {
        await using var server = await FakeServerProcess.StartAsync();
        using var user = CutShortTests.UserWith(server);
        var shown = new string[Kills];
        await Parallel.ForAsync(0, Kills, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (i, _) =>
        {
            var prompt = $"SLOW 60\nREPLY kill{i}: {string.Join(' ', Enumerable.Range(0, 500))}";
            shown[i] = await KillAsync(Run.Start(tool.Path, user.Path, null, prompt));
        });

        (await Run.ToEndAsync(tool.Path, user.Path, ["logs", "-n", "1"])).Error.ShouldBe("");
        await using var store = LogStore.OpenReadOnly(user.Directory.LogsDatabase);
        var turns = await store.ListAsync(new LogQuery());
        var logged = turns.ToLookup(turn => turn.Response!.Split(':')[0], turn => turn.Response!);
        Enumerable.Range(0, Kills)
            .Where(i => shown[i].Length > 0 && !(logged[$"kill{i}"].SingleOrDefault() ?? "").StartsWith(shown[i], StringComparison.Ordinal))
            .Select(i => $"{i}: shown '{shown[i]}', logged '{string.Join('|', logged[$"kill{i}"])}'").ShouldBeEmpty();
        shown.Count(text => text.Length > 0).ShouldBeGreaterThan(Kills / 4);
        turns.ShouldAllBe(turn => turn.Incomplete == "error: the program was killed");
        (await store.VerifyAsync()).ShouldBeEmpty();
        LogFacts.Read(user.Directory.LogsDatabase, "PRAGMA integrity_check").ShouldBe(["ok"]);
        Directory.Exists(user.Directory.UnloggedFolder).ShouldBeFalse();
    }

    [Theory]
    [InlineData("-n")]
    [InlineData("--no-log")]
    [InlineData("off")]
    public async Task Nothing_is_kept_of_an_answer_that_is_not_to_be_logged(string how)
    {
        await using var server = await FakeServerProcess.StartAsync();
        using var user = CutShortTests.UserWith(server);
        if (how == "off") user.Directory.SetLogging(on: false);
        var run = Run.ToEndAsync(
            tool.Path, user.Path, [.. how == "off" ? (string[])[] : [how], "SLOW 200\nREPLY one two three four five six seven eight nine"]);
        while (!run.IsCompleted)
        {
            Directory.Exists(user.Directory.UnloggedFolder).ShouldBeFalse();
            await Task.Delay(20);
        }

        (await run).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task An_answer_that_the_log_refuses_is_kept_and_logged_later()
    {
        await using var server = await FakeServerProcess.StartAsync();
        using var user = CutShortTests.UserWith(server);
        (await Run.ToEndAsync(tool.Path, user.Path, ["REPLY first"])).ExitCode.ShouldBe(0);
        LogFacts.Change(user.Directory.LogsDatabase, Refuse);
        var run = await Run.ToEndAsync(tool.Path, user.Path, ["REPLY second"]);
        run.ExitCode.ShouldBe(0);
        run.Output.ShouldBe("second\n");
        run.Error.ShouldStartWith("Warning: the answer was not logged: ");
        run.Error.ShouldEndWith(
            $" The answer is kept in {user.Directory.UnloggedFolder}, and the next command that can write the log adds it.\n");
        (await Run.ToEndAsync(tool.Path, user.Path, ["--json", "REPLY third"])).Output.ShouldContain("\"response\": \"third\"");

        LogFacts.Change(user.Directory.LogsDatabase, "DROP TRIGGER refuse");
        (await Run.ToEndAsync(tool.Path, user.Path, ["logs", "-r"])).ShouldBe(new Run(0, "third\n", ""));
        LogFacts.Read(user.Directory.LogsDatabase, "SELECT count(*) FROM turns").ShouldBe(["3"]);
        Directory.Exists(user.Directory.UnloggedFolder).ShouldBeFalse();

        LogFacts.Change(user.Directory.LogsDatabase, Refuse);
        user.Write("unlogged", "no folder");
        run = await Run.ToEndAsync(tool.Path, user.Path, ["REPLY fourth"]);
        run.ExitCode.ShouldBe(1);
        run.Output.ShouldBe("fourth\n");
        run.Error.ShouldStartWith("Error: The answer above was not logged: ");
        run.Error.ShouldContain($"It could not be kept in {user.Directory.UnloggedFolder} either: ");
    }

    /// <summary>Kills a process at a random moment; returns what it had shown when the promised time before the kill began.</summary>
    private static async Task<string> KillAsync(Process process)
    {
        using (process)
        {
            process.StandardInput.Close();
            var (text, pieces) = (new StringBuilder(), new List<(long Time, int Length)>());
            var buffer = new char[100];
            var first = new TaskCompletionSource();
            var reading = Task.Run(async () =>
            {
                while (await process.StandardOutput.ReadAsync(buffer) is var count and > 0)
                {
                    text.Append(buffer, 0, count);
                    lock (pieces) pieces.Add((Stopwatch.GetTimestamp(), text.Length));
                    first.TrySetResult();
                }

                first.TrySetResult();
            });
            await first.Task;
            await Task.Delay(Random.Shared.Next(4000));
            long killed = Stopwatch.GetTimestamp();
            process.Kill();
            await process.WaitForExitAsync();
            await reading;
            var length = pieces.LastOrDefault(piece => Stopwatch.GetElapsedTime(piece.Time, killed) > Promise).Length;
            return text.ToString(0, length);
        }
    }
}
