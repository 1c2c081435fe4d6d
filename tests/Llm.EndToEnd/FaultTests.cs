using System.Diagnostics;
using System.Globalization;
using Llm.Prompting;
using Llm.Storage.Logs;
using Llm.Testing;

namespace Llm.EndToEnd;

/// <summary>Every fault of a server or of the network ends in an answer or in one clear error, in time.</summary>
public sealed class FaultTests(InstalledTool tool)
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(2);

    /// <summary>The limit for one prompt: the silence, and what a busy machine adds.</summary>
    private static readonly TimeSpan InTime = Idle + TimeSpan.FromSeconds(13);

    private static int Kinds => FaultyServer.Faults.Count;

    [Fact]
    public async Task A_thousand_prompts_in_one_program()
    {
        await using var server = new FaultyServer();
        using var user = UserWith(server);
        using var host = LlmHost.Create(new LlmHostOptions
        {
            Directory = user.Directory,
            Limits = new RequestLimits { IdleTimeout = Idle, Retries = 0 },
        });
        await using var log = LogStore.Open(user.Directory.LogsDatabase);
        await AskAsync(host, log, 0);
        var (sockets, timers) = (await SettledAsync(Sockets, 0), Timer.ActiveCount);

        var failures = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForAsync(1, 1000, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) =>
        {
            var time = Stopwatch.StartNew();
            var error = await AskAsync(host, log, i);
            if (Problem(i, error, time.Elapsed) is { } problem) failures.Add(problem);
        });

        failures.ShouldBeEmpty();
        (await SettledAsync(Sockets, sockets)).ShouldBeLessThanOrEqualTo(sockets);
        (await SettledAsync(() => (int)Timer.ActiveCount, (int)timers)).ShouldBeLessThanOrEqualTo((int)timers);
        await ShouldHoldAsync(log, 1000);
    }

    [Fact]
    public async Task Two_hundred_and_eighty_prompts_by_the_command()
    {
        const int prompts = 280;
        await using var server = new FaultyServer();
        using var user = UserWith(server);
        user.Write("settings.yaml", "idle_timeout: 2\nretries: 0\n");
        var failures = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForAsync(0, prompts, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
        {
            var fault = FaultyServer.Faults[i % Kinds];
            var time = Stopwatch.StartNew();
            var run = await Run.ToEndAsync(tool.Path, user.Path, ["-m", $"m{i % Kinds}", Prompt(i)]);
            var lines = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var error = lines is [var only] && only.StartsWith("Error: ", StringComparison.Ordinal) ? only["Error: ".Length..] : run.Error;
            if (run.ExitCode != (fault.Error.Length > 0 ? 1 : 0)) error += $" (exit code {run.ExitCode})";
            if (lines.Length > 1) error += " (several lines)";
            if (Problem(i, error, time.Elapsed) is { } problem) failures.Add(problem);
            if (run.Output.Contains(FaultyServer.Piece, StringComparison.Ordinal) != fault.HasPiece) failures.Add($"{i} {fault.Name}: '{run.Output}'");
        });

        failures.ShouldBeEmpty();
        await using var log = LogStore.OpenReadOnly(user.Directory.LogsDatabase);
        await ShouldHoldAsync(log, prompts);
        Directory.Exists(user.Directory.UnloggedFolder).ShouldBeFalse();
    }

    private static TemporaryUserDirectory UserWith(FaultyServer server)
    {
        var user = new TemporaryUserDirectory();
        user.Write("extra-openai-models.yaml", string.Concat(FaultyServer.Faults.Select((fault, i) =>
            $"- {{model_id: m{i}, model_name: m, api_base: '{server.Address(fault)}'}}\n")));
        return user;
    }

    private static string Prompt(int i) => string.Create(CultureInfo.InvariantCulture, $"FAULT {i % Kinds} number {i}");

    /// <summary>Asks, logs what came, and returns the error; empty if there is none.</summary>
    private static async Task<string> AskAsync(LlmHost host, LogStore log, int i)
    {
        try
        {
            var conversation = host.GetModel($"m{i % Kinds}").StartConversation();
            await new PromptRun(log).AskAsync(conversation, Prompt(i), new PromptOptions(), null, CancellationToken.None);
            return "";
        }
        catch (LlmException ex)
        {
            return ex.Message;
        }
    }

    private static string? Problem(int i, string error, TimeSpan time)
    {
        var fault = FaultyServer.Faults[i % Kinds];
        if (time > InTime) return $"{i} {fault.Name}: took {time}";
        var isRight = fault.Error.Length == 0 ? error.Length == 0 : error.Contains(fault.Error, StringComparison.Ordinal);
        return isRight ? null : $"{i} {fault.Name}: '{error}'";
    }

    /// <summary>Checks that the log has the answers and the pieces, and nothing else.</summary>
    private static async Task ShouldHoldAsync(LogStore log, int prompts)
    {
        var turns = await log.ListAsync(new LogQuery());
        var expected = Enumerable.Range(0, prompts).Where(i => FaultyServer.Faults[i % Kinds].HasPiece).Select(Prompt);
        turns.Select(turn => turn.Prompt!).ShouldBe(expected, ignoreOrder: true);
        turns.ShouldAllBe(turn => turn.Response == FaultyServer.Piece);
        turns.Count(turn => turn.Incomplete is null).ShouldBe(Enumerable.Range(0, prompts).Count(i => i % Kinds == 0));
        (await log.VerifyAsync()).ShouldBeEmpty();
    }

    private static int Sockets() => Directory.EnumerateFiles("/proc/self/fd")
        .Count(file => new FileInfo(file).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) is true);

    /// <summary>Waits until a count is at most what it should be; closing takes a moment.</summary>
    private static async Task<int> SettledAsync(Func<int> count, int atMost)
    {
        for (var i = 0; i < 100 && count() > atMost; i++) await Task.Delay(100);
        return count();
    }
}
