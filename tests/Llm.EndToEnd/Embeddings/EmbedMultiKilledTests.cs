using System.Text.Json.Nodes;
using Llm.Storage.Embeddings;
using Llm.Testing;
using Llm.Tests;

namespace Llm.EndToEnd.Embeddings;

/// <summary>A killed or interrupted embed-multi is continued by the same command, and nothing is paid for twice.</summary>
public sealed class EmbedMultiKilledTests(InstalledTool tool)
{
    private const int Rows = 3000;
    private const int BatchSize = 20;
    private const int AtOnce = 4;
    private static readonly int Kills = Effort.Of(usual: 10, slow: 50);

    [Fact]
    public async Task The_resumed_result_is_that_of_an_uninterrupted_run()
    {
        await using var server = await FakeServer.StartAsync(request => EchoScript.Reply(request).Slowly(TimeSpan.FromMilliseconds(5)));
        using var user = new TemporaryUserDirectory();
        var file = user.Write("rows.csv", "id,text\n" + string.Concat(Enumerable.Range(0, Rows).Select(i => $"{i},text number {i % 2900}\n")));
        var settings = new Dictionary<string, string> { ["OPENAI_BASE_URL"] = server.BaseAddress, ["OPENAI_API_KEY"] = "x" };
        string[] command = ["embed-multi", "c", file, "-m", "3-small", "--store", "--batch-size", $"{BatchSize}", "--parallel", $"{AtOnce}"];

        var random = new Random(5);
        var killed = 0;
        for (var i = 0; i < Kills; i++)
        {
            using var process = Run.Start(tool.Path, user.Path, settings, command);
            var asked = server.Requests.Count;
            var wanted = asked + random.Next(1, Rows / BatchSize / Kills * 2);
            while (!process.HasExited && server.Requests.Count < wanted) await Task.Delay(1);
            await Task.Delay(random.Next(0, 15));
            if (process.HasExited) break;
            process.Kill();
            await process.WaitForExitAsync();
            killed++;
        }

        killed.ShouldBeGreaterThan(3);
        (await Run.ToEndAsync(tool.Path, user.Path, command, environment: settings)).ExitCode.ShouldBe(0);
        var sent = server.Requests.SelectMany(request => ((JsonArray)request.Json["input"]!).Select(text => text!.GetValue<string>())).ToList();
        sent.Distinct().Count().ShouldBe(2900);
        sent.Count.ShouldBeLessThanOrEqualTo(2900 + (killed * AtOnce * BatchSize), "only batches in flight may be embedded twice");

        string[] again = [.. command[..1], "whole", .. command[2..]];
        (await Run.ToEndAsync(tool.Path, user.Path, again, environment: settings)).ExitCode.ShouldBe(0);
        await using var store = (await SqliteEmbeddingStore.OpenExistingAsync(user.Directory.EmbeddingsDatabase))!;
        var resumed = await DumpAsync(store, "c");
        resumed.Count.ShouldBe(Rows);
        resumed.ShouldBe(await DumpAsync(store, "whole"));
        LogFacts.Read(user.Directory.EmbeddingsDatabase, "PRAGMA integrity_check").ShouldBe(["ok"]);
    }

    [Fact]
    public async Task Ctrl_C_stops_it_and_keeps_finished_batches()
    {
        Signals.SkipWhereInterruptsAreIgnored();
        await using var server = await FakeServer.StartAsync(request => EchoScript.Reply(request).Slowly(TimeSpan.FromMilliseconds(20)));
        using var user = new TemporaryUserDirectory();
        var file = user.Write("rows.csv", "id,text\n" + string.Concat(Enumerable.Range(0, Rows).Select(i => $"{i},text number {i}\n")));
        var settings = new Dictionary<string, string> { ["OPENAI_BASE_URL"] = server.BaseAddress, ["OPENAI_API_KEY"] = "x" };
        using var process = Run.Start(tool.Path, user.Path, settings, "embed-multi", "c", file, "-m", "3-small", "--batch-size", $"{BatchSize}");
        while (server.Requests.Count < 20) await Task.Delay(1);
        using (var kill = System.Diagnostics.Process.Start("kill", ["-INT", $"{process.Id}"])) await kill.WaitForExitAsync();
        var run = await Run.FinishAsync(process);
        run.ExitCode.ShouldBe(130);
        await using var store = (await SqliteEmbeddingStore.OpenExistingAsync(user.Directory.EmbeddingsDatabase))!;
        var stored = await store.CountAsync((await store.FindCollectionAsync("c"))!.Id);
        stored.ShouldBeGreaterThanOrEqualTo((20 - AtOnce) * BatchSize);
        (stored % BatchSize).ShouldBe(0);
    }

    private static async Task<List<string>> DumpAsync(SqliteEmbeddingStore store, string name)
    {
        var found = (await store.FindCollectionAsync(name))!;
        var entries = await store.ReadPageAsync(found.Id, null, 2 * Rows);
        return [.. entries.Select(entry =>
            $"{entry.Id} {entry.Text} {Convert.ToHexString(entry.ContentHash.Span)} {Convert.ToHexString(EmbeddingEncoding.Encode(entry.Vector.Span))}")];
    }
}
