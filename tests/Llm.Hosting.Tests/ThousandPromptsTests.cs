using System.Diagnostics;
using System.Net.NetworkInformation;
using Llm.Providers.Http;
using Llm.Testing;

namespace Llm.Hosting.Tests;

/// <summary>A thousand streamed prompts at once on one host, three times over: all are answered and nothing is left behind.</summary>
[Collection(nameof(Alone))]
public sealed class ThousandPromptsTests(ITestOutputHelper output) : IDisposable
{
    private const int Prompts = 1000;
    private const int Rounds = 3;

    /// <summary>What the heap may grow by in two rounds: half a kilobyte a prompt.</summary>
    private const long Margin = 1024 * 1024;

    /// <summary>Timers of the test runner that come and go; one left by each prompt would be a thousand.</summary>
    private const int FewTimers = 20;

    /// <summary>An answer of so many words is larger than what a model reads ahead, so a connection is in use until it is read.</summary>
    private const int Words = 100;

    private static readonly string MoreWords = string.Concat(Enumerable.Repeat(" words", Words));
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryUserDirectory user = new();
    private int port;

    [Fact]
    public async Task All_are_answered_and_nothing_is_left_behind()
    {
        using var host = LlmHost.Create(new LlmHostOptions
        {
            Directory = user.Directory,
            // Idle connections are kept for a minute; here they should go before the round is looked at.
            CreateHttpClient = () =>
            {
                var handler = ProviderHttp.CreateHandler();
                handler.PooledConnectionIdleTimeout = TimeSpan.FromSeconds(1);
                return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
            },
        });
        await RoundAsync(host, 10);
        var timers = Timer.ActiveCount;
        var memory = new List<long>();
        for (var round = 1; round <= Rounds; round++)
        {
            var (responses, connections, time) = await RoundAsync(host, Prompts);
            memory.Add(GC.GetTotalMemory(forceFullCollection: true));
            output.WriteLine(
                $"round {round}: {connections} connections, answered in {time.TotalSeconds:0.0} s, {memory[^1]:N0} bytes in use");
            connections.ShouldBeGreaterThanOrEqualTo(Prompts, "the prompts did not run at the same time");
            responses.Count(response => response.TryGetTarget(out _)).ShouldBe(0, "responses are still held");
            Timer.ActiveCount.ShouldBeLessThan(timers + FewTimers, "timers still run");
            await NothingWaitsAsync();
        }

        memory[^1].ShouldBeLessThan(memory[0] + Margin);
    }

    public void Dispose() => user.Dispose();

    /// <summary>
    /// Starts all prompts, reads on when all have their first words, so that they are under way at the same time, and waits until the
    /// connections are closed. The server is a new one each time, always at the same port, so that its memory does not count.
    /// </summary>
    private async Task<(List<WeakReference<PendingResponse>> Responses, int Connections, TimeSpan Time)> RoundAsync(LlmHost host, int count)
    {
        await using var server = await FakeServer.StartAsync(port: port);
        port = server.Port;
        user.Write("extra-openai-models.yaml", $"- {{model_id: chat, model_name: fake, api_base: '{server.BaseAddress}'}}");
        using var begun = new CountdownEvent(count);
        var readOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var watch = Stopwatch.StartNew();
        var asked = Enumerable.Range(0, count).Select(
            i => AskAsync(host.GetModel("chat"), $"number {i} of some{MoreWords}", begun, readOn.Task)).ToList();
        await Task.Run(() => begun.Wait(Patience).ShouldBeTrue("not all prompts got their first words"));
        var connections = Connections();
        readOn.SetResult();
        List<WeakReference<PendingResponse>> responses = [.. await Task.WhenAll(asked).WaitAsync(Patience)];
        var time = watch.Elapsed;
        while (Connections() > 0)
        {
            watch.Elapsed.ShouldBeLessThan(Patience, "connections stay open");
            await Task.Delay(100);
        }

        return (responses, connections, time);
    }

    private static async Task<WeakReference<PendingResponse>> AskAsync(Model model, string text, CountdownEvent begun, Task readOn)
    {
        var response = model.Ask(text);
        var pieces = 0;
        await foreach (var _ in response)
        {
            if (pieces++ > 0) continue;
            begun.Signal();
            await readOn;
        }

        (pieces, response.Response!.Text).ShouldBe((5 + Words, $"echo: {text}"));
        return new WeakReference<PendingResponse>(response);
    }

    /// <summary>Waits for the pool's queue to be empty; the test runner puts single items into it at any time.</summary>
    private static async Task NothingWaitsAsync()
    {
        var watch = Stopwatch.StartNew();
        while (ThreadPool.PendingWorkItemCount > 0)
        {
            watch.Elapsed.ShouldBeLessThan(Patience, "work still waits");
            await Task.Delay(10);
        }
    }

    private int Connections() => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections()
        .Count(connection => connection.RemoteEndPoint.Port == port && connection.State == TcpState.Established);
}
