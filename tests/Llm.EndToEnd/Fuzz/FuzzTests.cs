using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Llm.Testing;
using Llm.Tests;

namespace Llm.EndToEnd.Fuzz;

/// <summary>Whatever is in files, in answers and in databases, a command ends in time and with words.</summary>
/// <remarks>
/// <c>LLM_FUZZ_FROM</c> names another first seed, <c>LLM_FUZZ_COUNT</c> another number of inputs, and <c>LLM_FUZZ_KEEP</c> a folder that
/// keeps the user directories of those that found something. Their seeds go into <c>Seeds.txt</c> and are tried first.
/// </remarks>
public sealed class FuzzTests(InstalledTool tool)
{
    private const int AtATime = 4;
    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(20);

    /// <summary>A program that needs more for its objects ends with an error of the runtime.</summary>
    private static readonly Dictionary<string, string> Limits = new() { ["DOTNET_GCHeapHardLimit"] = "0x40000000" };

    private static int Inputs => Number("LLM_FUZZ_COUNT") ?? Effort.Of(usual: 300, slow: 20_000);

    private static int First => Number("LLM_FUZZ_FROM") ?? 0;

    [Fact]
    public async Task Every_input_ends_with_an_answer_or_with_an_error_that_says_what_is_wrong()
    {
        var valid = await FuzzSources.CreateAsync(tool);
        using var server = new FuzzServer();
        var problems = new ConcurrentBag<string>();
        var kept = File.ReadAllLines(Path.Combine(SharedData.RepositoryRoot, "tests", "Llm.EndToEnd", "Fuzz", "Seeds.txt"))
            .Where(line => line.Length > 0 && line[0] != '#').Select(line => int.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture));
        await Parallel.ForEachAsync(
            kept.Concat(Enumerable.Range(First, Inputs)).Distinct(), new ParallelOptions { MaxDegreeOfParallelism = AtATime },
            async (seed, _) => await TryAsync(seed, server, valid, problems));
        problems.ShouldBeEmpty();
    }

    private async Task TryAsync(int seed, FuzzServer server, FuzzSources valid, ConcurrentBag<string> problems)
    {
        using var user = new TemporaryUserDirectory();
        foreach (var command in FuzzInput.Create(seed, server, user, valid).Commands)
        {
            using var process = Run.Start(tool.Path, user.Path, Limits, command);
            process.StandardInput.Close();
            var finish = Run.FinishAsync(process);
            var time = Stopwatch.StartNew();
            if (await Task.WhenAny(finish, Task.Delay(InTime)) != finish)
            {
                process.Kill(entireProcessTree: true);
                problems.Add($"{seed} {command[0]}: does not end");
                await finish;
                Keep(user, seed);
            }
            else if (Problem(await finish, command) is { } problem)
            {
                problems.Add($"{seed} {string.Join(' ', command.Select(word => word.Length > 40 ? word[..40] : word))}: {problem}");
                Keep(user, seed);
            }
        }
    }

    private static int? Number(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out var number) ? number : null;

    private static void Keep(TemporaryUserDirectory user, int seed)
    {
        if (Environment.GetEnvironmentVariable("LLM_FUZZ_KEEP") is not { Length: > 0 } folder) return;
        foreach (var file in Directory.EnumerateFiles(user.Path, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder, $"{seed}", Path.GetRelativePath(user.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }

    private static string? Problem(Run run, string[] command)
    {
        var error = run.Error.Length > 400 ? run.Error[..400] : run.Error;
        if (run.ExitCode is < 0 or > 2) return $"exit code {run.ExitCode}: {error}";
        if (run.Error.Contains("this is a bug", StringComparison.Ordinal) || run.Error.Contains("   at ", StringComparison.Ordinal)) return error;
        // The doctor reports what it finds on standard output.
        var hasWords = run.ExitCode == 0 || command[0] == "doctor"
            || run.Error.Split('\n').Any(line => line.StartsWith("Error: ", StringComparison.Ordinal) && line.Length > "Error: ".Length);
        return hasWords ? null : $"exit code {run.ExitCode} without an error: {error}";
    }
}
