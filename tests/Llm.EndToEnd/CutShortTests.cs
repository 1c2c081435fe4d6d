using System.Diagnostics;
using Llm.Storage.Logs;
using Llm.Testing;
using Llm.Tests;

namespace Llm.EndToEnd;

/// <summary>Answers that are cut short: what was printed is in the log.</summary>
public class CutShortTests(InstalledTool tool)
{
    /// <summary>Lasts for most of a minute, so that a busy machine has the time to cut it short.</summary>
    internal static readonly string LongAnswer = $"SLOW 400\nREPLY one two {string.Join(' ', Enumerable.Range(3, 100))} end";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(15)]
    public async Task Stopped_by_a_signal(int signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are sent by kill");
        Signals.SkipWhereIgnored(signal);
        await using var server = await FakeServerProcess.StartAsync();
        using var user = UserWith(server);
        using var process = Run.Start(tool.Path, user.Path, null, LongAnswer);
        process.StandardInput.Close();
        var first = await ReadAsync(process, 8);
        using (var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString()])) await kill.WaitForExitAsync();
        var run = await Run.FinishAsync(process, first);

        run.ExitCode.ShouldBe(128 + signal);
        run.Error.ShouldBe("");
        run.Output.ShouldStartWith("one two ");
        run.Output.ShouldNotContain("end");
        await ShouldBeLoggedAsync(user, run.Output, "cancelled");
    }

    [Fact]
    public async Task The_server_is_killed()
    {
        var server = await FakeServerProcess.StartAsync();
        using var user = UserWith(server);
        using var process = Run.Start(tool.Path, user.Path, null, LongAnswer);
        process.StandardInput.Close();
        var first = await ReadAsync(process, 8);
        await server.KillAsync();
        var run = await Run.FinishAsync(process, first);
        await server.DisposeAsync();

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldStartWith("Error: Connection lost before the answer was complete");
        run.Error.Trim().ShouldNotContain('\n');
        await ShouldBeLoggedAsync(user, run.Output, "error: Connection lost");
    }

    [Fact]
    public async Task Nobody_reads_any_more()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the pipe is made by sh");
        await using var server = await FakeServerProcess.StartAsync();
        using var user = UserWith(server);
        var environment = new Dictionary<string, string>
        {
            ["LLM"] = tool.Path,
            ["PROMPT"] = "SLOW 400\nREPLY first\\nsecond\\nthird\\nfourth\\nfifth\\nsixth\\nseventh\\neighth\\nninth\\ntenth",
        };
        var run = await Run.ToEndAsync(
            "/bin/bash", user.Path, ["-c", "\"$LLM\" \"$PROMPT\" | head -1; echo \"${PIPESTATUS[0]}\""], [], environment);

        run.ShouldBe(new Run(0, "first\n1\n", ""));
        await ShouldBeLoggedAsync(user, "first\n", "cancelled");
    }

    /// <summary>A directory whose default model answers from the server.</summary>
    internal static TemporaryUserDirectory UserWith(FakeServerProcess server)
    {
        var user = new TemporaryUserDirectory();
        Configure(user, server);
        return user;
    }

    /// <summary>Makes the server's model the default of a directory.</summary>
    internal static void Configure(TemporaryUserDirectory user, FakeServerProcess server)
    {
        user.Write("extra-openai-models.yaml", $"- {{model_id: fake, model_name: fake, api_base: '{server.BaseAddress}', vision: true}}\n");
        user.Write("default_model.txt", "fake");
    }

    private static async Task<string> ReadAsync(Process process, int length)
    {
        var buffer = new char[length];
        (await process.StandardOutput.ReadBlockAsync(buffer)).ShouldBe(length);
        return new string(buffer);
    }

    private static async Task ShouldBeLoggedAsync(TemporaryUserDirectory user, string printed, string reason)
    {
        await using var store = LogStore.OpenReadOnly(user.Directory.LogsDatabase);
        var entry = (await store.ListAsync(new LogQuery())).ShouldHaveSingleItem();
        entry.Response!.ShouldStartWith(printed.TrimEnd('\n'));
        var payload = LogFacts.Read(user.Directory.LogsDatabase, "SELECT payload FROM parts ORDER BY id DESC LIMIT 1")
            .ShouldHaveSingleItem();
        payload!.ShouldStartWith($"{{\"provider_metadata\": {{\"llm\": {{\"incomplete\": \"{reason}");
    }
}
