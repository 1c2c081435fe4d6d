using Llm.Testing;
using Microsoft.Extensions.AI;

namespace Llm.Bridge.Tests;

/// <summary>What a streamed update costs in memory.</summary>
public class StreamingCostTests
{
    private const int Count = 10_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_update_costs_little_more_than_itself(bool reasoning)
    {
        var events = Enumerable.Range(0, Count).Select(_ => reasoning ? new ReasoningEvent("word ") : (StreamEvent)"word ").ToArray();
        var client = new FakeModel((_, _, _) => events.ToAsyncEnumerable()).AsChatClient();
        await ReadAsync(client);
        (await ReadAsync(client)).ShouldBeLessThanOrEqualTo(350);
    }

    /// <summary>Reads an answer and returns the bytes that were allocated for each update.</summary>
    private static async Task<long> ReadAsync(IChatClient client)
    {
        var updates = 0;
        var thread = Environment.CurrentManagedThreadId;
        var before = GC.GetAllocatedBytesForCurrentThread();
        await foreach (var _ in client.GetStreamingResponseAsync("q")) updates++;
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        // Events from memory never wait, so that everything is counted on this thread.
        Environment.CurrentManagedThreadId.ShouldBe(thread);
        updates.ShouldBe(Count + 1);
        return bytes / Count;
    }
}
