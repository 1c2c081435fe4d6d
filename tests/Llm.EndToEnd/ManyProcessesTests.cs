using System.Collections.Concurrent;
using System.Diagnostics;
using Llm.Storage.Logs;
using Llm.Testing;
using Llm.Tests;

namespace Llm.EndToEnd;

public class ManyProcessesTests(InstalledTool tool)
{
    private const int Processes = 64;
    private static readonly int Prompts = Effort.Of(usual: 5, slow: 64);

    [Fact]
    public async Task No_row_is_lost_when_64_processes_start_on_an_empty_directory()
    {
        using var user = new TemporaryUserDirectory();
        var runs = await Task.WhenAll(Enumerable.Range(0, Processes).Select(async process =>
        {
            var results = new List<Run>();
            for (var prompt = 0; prompt < Prompts; prompt++)
            {
                results.Add(await Run.ToEndAsync(tool.Path, user.Path, ["-m", "echo", $"{{\"raw\": \"answer {process}.{prompt}\"}}"]));
            }

            return results;
        }));

        // On a busy machine, some wait for so long that they say so.
        runs.SelectMany(run => run)
            .Where(run => run.ExitCode != 0
                || (run.Error.Length > 0 && !run.Error.StartsWith("Waiting for the database ", StringComparison.Ordinal)))
            .ShouldBeEmpty();
        await ShouldHaveAllAsync(user);
    }

    /// <summary>The prompts also compete with a reader, VACUUM and checkpoints; the last run logs what did not get its turn.</summary>
    [Fact]
    public async Task Every_answer_is_logged_and_nobody_starves_beside_programs_that_keep_the_log_busy()
    {
        using var user = new TemporaryUserDirectory();
        (await Run.ToEndAsync(tool.Path, user.Path, ["-m", "echo", "--no-log", "x"])).ExitCode.ShouldBe(0);
        using var end = new CancellationTokenSource();
        var others = Task.WhenAll(
            KeepBusyAsync(user, "SELECT count(*) FROM parts JOIN messages ON hash = message_hash WHERE text LIKE '%x%'", 20, end.Token),
            KeepBusyAsync(user, "VACUUM", 1000, end.Token),
            KeepBusyAsync(user, "PRAGMA wal_checkpoint", 100, end.Token));
        var times = new ConcurrentBag<TimeSpan>();
        await Task.WhenAll(Enumerable.Range(0, Processes).Select(async process =>
        {
            for (var prompt = 0; prompt < Prompts; prompt++)
            {
                var started = Stopwatch.GetTimestamp();
                var run = await Run.ToEndAsync(tool.Path, user.Path, ["-m", "echo", $"{{\"raw\": \"answer {process}.{prompt}\"}}"]);
                times.Add(Stopwatch.GetElapsedTime(started));
                run.ExitCode.ShouldBe(0, run.Error);
            }
        }));
        await end.CancelAsync();
        await others;

        (await Run.ToEndAsync(tool.Path, user.Path, ["logs", "-n", "1"])).Error.ShouldBe("");
        await ShouldHaveAllAsync(user);
        Directory.Exists(user.Directory.UnloggedFolder).ShouldBeFalse();
        times.Max().ShouldBeLessThan(10 * times.Order().ElementAt(times.Count / 2));
    }

    /// <summary>Executes a statement again and again; while the log is locked, it fails soon and is tried again.</summary>
    private static async Task KeepBusyAsync(TemporaryUserDirectory user, string sql, int pause, CancellationToken end)
    {
        await Task.Yield();
        while (!end.IsCancellationRequested)
        {
            try
            {
                LogFacts.Change(user.Directory.LogsDatabase, sql);
            }
            catch (LlmException)
            {
                // The log was locked.
            }

            await Task.Delay(pause, CancellationToken.None);
        }
    }

    private static async Task ShouldHaveAllAsync(TemporaryUserDirectory user)
    {
        await using var store = LogStore.Open(user.Directory.LogsDatabase);
        (await store.CountAsync()).Turns.ShouldBe(Processes * Prompts);
        (await store.VerifyAsync()).ShouldBeEmpty();
        var answers = (await store.ListAsync(new LogQuery())).Select(entry => entry.Response);
        answers.ShouldBe(Enumerable.Range(0, Processes).SelectMany(
            process => Enumerable.Range(0, Prompts).Select(prompt => $"answer {process}.{prompt}")), ignoreOrder: true);
        LogFacts.Read(user.Directory.LogsDatabase, "PRAGMA integrity_check").ShouldBe(["ok"]);
        LogFacts.Read(user.Directory.LogsDatabase, "SELECT count(*) || '/' || count(DISTINCT name) FROM _llm_migrations")
            .ShouldBe(["30/30"]);
    }
}
