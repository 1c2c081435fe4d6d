using System.Diagnostics;
using System.Net.NetworkInformation;
using Llm.Providers.Http;

namespace Llm.Hosting.Tests;

/// <summary>A thousand streamed prompts at once on one host, three times over: all are answered and nothing is left behind.</summary>
[Collection(nameof(Alone))]
public sealed class ThousandPromptsTests(ITestOutputHelper output)
{
    private const int Prompts = 1000;
    private const int Rounds = 3;

    /// <summary>What the heap may grow by in two rounds, the server's pools included: half a kilobyte a prompt.</summary>
    private const long Margin = 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task All_are_answered_and_nothing_is_left_behind()
    {
        await using var served = await ServedDirectory.StartAsync();
        using var host = LlmHost.Create(new LlmHostOptions
        {
            Directory = served.User,
            // Idle connections are kept for a minute; here they should go before the round is looked at.
            CreateHttpClient = () =>
            {
                var handler = ProviderHttp.CreateHandler();
                handler.PooledConnectionIdleTimeout = TimeSpan.FromSeconds(1);
                return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
            },
        });
        var model = host.GetModel("chat");
        await RoundAsync(model, served, 10);
        var start = await SettleAsync(served);
        var timers = Timer.ActiveCount;
        var memory = new List<long>();
        for (var round = 0; round < Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            var (responses, connections) = await RoundAsync(model, served, Prompts);
            var answered = watch.Elapsed;
            connections.ShouldBeGreaterThanOrEqualTo(Prompts, "the prompts did not run at the same time");
            memory.Add(await SettleAsync(served));
            output.WriteLine($"round {round + 1}: {connections} connections, answered in {answered.TotalSeconds:0.0} s, heap {start:N0} -> {memory[^1]:N0} bytes");
            responses.Count(response => response.TryGetTarget(out _)).ShouldBe(0, "responses are still held");
            Timer.ActiveCount.ShouldBeLessThanOrEqualTo(timers, "timers still run");
            ThreadPool.PendingWorkItemCount.ShouldBe(0);
        }

        memory[^1].ShouldBeLessThan(memory[0] + Margin);
    }

    /// <summary>Starts all prompts, and reads on when all have their first words, so that they are under way at the same time.</summary>
    private static async Task<(List<WeakReference<Response>> Responses, int Connections)> RoundAsync(Model model, ServedDirectory served, int count)
    {
        using var begun = new CountdownEvent(count);
        var readOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = Enumerable.Range(0, count).Select(i => AskAsync(model, $"number {i} of some words", begun, readOn.Task)).ToList();
        await Task.Run(() => begun.Wait(Patience).ShouldBeTrue("not all prompts got their first words"));
        var connections = Connections(served.Server.Port);
        readOn.SetResult();
        return ([.. await Task.WhenAll(asked).WaitAsync(Patience)], connections);
    }

    private static async Task<WeakReference<Response>> AskAsync(Model model, string text, CountdownEvent begun, Task readOn)
    {
        var response = model.PromptAsync(text);
        var pieces = 0;
        await foreach (var _ in response)
        {
            if (pieces++ > 0) continue;
            begun.Signal();
            await readOn;
        }

        (pieces, response.Text).ShouldBe((6, $"echo: {text}"));
        return new WeakReference<Response>(response);
    }

    /// <summary>Waits until the connections are closed, and tells how much memory is in use then.</summary>
    private static async Task<long> SettleAsync(ServedDirectory served)
    {
        served.Server.ForgetRequests();
        var watch = Stopwatch.StartNew();
        while (Connections(served.Server.Port) > 0)
        {
            watch.Elapsed.ShouldBeLessThan(Patience, "connections stay open");
            await Task.Delay(100);
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static int Connections(int port) => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections()
        .Count(connection => connection.RemoteEndPoint.Port == port && connection.State == TcpState.Established);
}
