namespace Llm.Tests.Tools;

public sealed class ToolboxPreparationTests : IAsyncDisposable
{
    private readonly Slow slow = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => slow.DisposeAsync();

    [Fact]
    public async Task Callers_at_once_share_one_preparation()
    {
        var callers = Enumerable.Range(0, 8).Select(_ => Task.Run(() => slow.GetToolsAsync(Token))).ToList();
        await slow.Begun.WaitAsync(Token);
        slow.Go.SetResult();
        await Task.WhenAll(callers);
        slow.Prepared.ShouldBe(1);
    }

    [Fact]
    public async Task A_preparation_that_failed_is_tried_again()
    {
        var first = slow.GetToolsAsync(Token);
        slow.Go.SetException(new LlmException("not yet"));
        await Should.ThrowAsync<LlmException>(() => first);
        slow.Go = new();
        slow.Go.SetResult();
        await slow.GetToolsAsync(Token);
        slow.Prepared.ShouldBe(2);
    }

    [Fact]
    public async Task Who_is_cancelled_takes_nobody_along()
    {
        using var cancel = new CancellationTokenSource();
        var first = slow.GetToolsAsync(cancel.Token);
        var second = slow.GetToolsAsync(Token);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        slow.Go.SetResult();
        (await second).ShouldBeEmpty();
        slow.Prepared.ShouldBe(2);
    }

    [Fact]
    public async Task Who_only_waits_can_be_cancelled_alone()
    {
        using var cancel = new CancellationTokenSource();
        var first = slow.GetToolsAsync(Token);
        var second = slow.GetToolsAsync(cancel.Token);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => second.WaitAsync(TimeSpan.FromSeconds(10), Token));
        slow.Go.SetResult();
        await first;
    }

    private sealed class Slow : Toolbox
    {
        private int prepared;

        public TaskCompletionSource Go { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public SemaphoreSlim Begun { get; } = new(0);

        public override ValueTask DisposeAsync()
        {
            Begun.Dispose();
            return base.DisposeAsync();
        }

        public int Prepared => prepared;

        protected override async Task PrepareAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref prepared);
            Begun.Release();
            await Go.Task.WaitAsync(cancellationToken);
        }
    }
}
