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

        runs.SelectMany(run => run).Where(run => run.ExitCode != 0 || run.Error.Length > 0).ShouldBeEmpty();
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
