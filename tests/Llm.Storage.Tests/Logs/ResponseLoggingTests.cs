using Llm.Storage.Logs;

namespace Llm.Storage.Tests.Logs;

public sealed class ResponseLoggingTests : LogStoreTest
{
    [Fact]
    public async Task An_answer_that_is_cancelled_is_logged()
    {
        using var stop = new CancellationTokenSource();
        var response = new ScriptedModel("as far", " as it", " came").Ask("one");
        await response.LogAsync(store);
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in response.WithCancellation(stop.Token)) await stop.CancelAsync();
        });
        (await store.ListAsync(new LogQuery())).Single().Response.ShouldBe("as far");
    }
}
