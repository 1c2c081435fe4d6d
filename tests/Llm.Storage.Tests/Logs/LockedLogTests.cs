using Llm.Storage.Logs;

namespace Llm.Storage.Tests.Logs;

/// <summary>Operations of a store whose file another connection, like one of another program, has locked.</summary>
public sealed class LockedLogTests : LogStoreTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Calls_do_not_wait_for_a_lock_and_all_of_them_succeed_when_it_ends()
    {
        var responses = new List<Response>();
        for (var i = 0; i < 300; i++) responses.Add(await new ScriptedModel("a").PromptAsync($"prompt {i}"));
        Lock();
        // This thread makes all calls and ends the lock, so none of the calls has waited for it.
        var writing = Task.WhenAll(responses.Select(response => store.LogAsync(response)));
        await Task.Delay(100);
        writing.IsCompleted.ShouldBeFalse();
        Unlock();
        await writing.WaitAsync(Patience);
        Turns().ShouldBe(responses.Select(response => response.Id));
    }

    [Fact]
    public async Task Continuations_run_on_the_pool()
    {
        Lock();
        var thread = store.EnsureSchemaAsync([]).ContinueWith(
            _ => Thread.CurrentThread, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        Unlock();
        (await thread.WaitAsync(Patience)).IsThreadPoolThread.ShouldBeTrue();
    }

    [Fact]
    public async Task A_lock_that_stays_is_reported()
    {
        await using var impatient = LogStore.Open(store.Path, new LogStoreOptions { BusyTimeout = TimeSpan.FromMilliseconds(50) });
        Lock();
        (await Should.ThrowAsync<LlmException>(impatient.EnsureSchemaAsync([]))).Message.ShouldContain("is locked by another program");
        Unlock();
        await impatient.EnsureSchemaAsync([]);
    }

    [Fact]
    public async Task A_wait_of_two_seconds_is_reported_once()
    {
        var alerts = new List<string>();
        await using var waiting = LogStore.Open(store.Path, new LogStoreOptions { Alert = alerts.Add });
        Lock();
        var writing = waiting.EnsureSchemaAsync([]);
        await Task.Delay(1500);
        alerts.ShouldBeEmpty();
        await Task.Delay(1500);
        alerts.ShouldBe([$"Waiting for the database {store.Path}, which another program has locked ..."]);
        Unlock();
        await writing.WaitAsync(Patience);
        alerts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_time_limit_for_a_lock_does_not_count_the_time_in_the_queue()
    {
        var limit = TimeSpan.FromMilliseconds(500);
        await using var impatient = LogStore.Open(store.Path, new LogStoreOptions { BusyTimeout = limit });
        await store.LogAsync(await new ScriptedModel("a").PromptAsync("one"));
        using var slow = new ManualResetEventSlim();
        var reading = impatient.GetResponseAsync(Turns()[0], Slowly);
        var writing = impatient.EnsureSchemaAsync([]);
        await Task.Delay(limit + limit);
        Lock();
        slow.Set();
        _ = (await reading.WaitAsync(Patience)).ShouldNotBeNull();
        writing.IsCompleted.ShouldBeFalse();
        Unlock();
        await writing.WaitAsync(Patience);

        Model Slowly(string id)
        {
            slow.Wait();
            return new ScriptedModel("a");
        }
    }

    [Fact]
    public async Task A_cancelled_operation_leaves_the_queue_at_once()
    {
        var first = await new ScriptedModel("a").PromptAsync("one");
        var second = await new ScriptedModel("a").PromptAsync("two");
        var third = await new ScriptedModel("a").PromptAsync("three");
        using var cancellation = new CancellationTokenSource();
        Lock();
        var kept = store.LogAsync(first);
        var dropped = store.LogAsync(second, cancellation.Token);
        var last = store.LogAsync(third);
        cancellation.Cancel();
        dropped.IsCanceled.ShouldBeTrue();
        (await Should.ThrowAsync<OperationCanceledException>(dropped)).CancellationToken.ShouldBe(cancellation.Token);
        Unlock();
        await Task.WhenAll(kept, last).WaitAsync(Patience);
        Turns().ShouldBe([first.Id, third.Id]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancelling_ends_the_wait_for_a_lock(bool commitIsBlocked)
    {
        var response = await new ScriptedModel("a").PromptAsync("one");
        using var cancellation = new CancellationTokenSource();
        // A reader blocks the end of a transaction, a writer its beginning.
        database.Execute(commitIsBlocked ? "BEGIN" : "BEGIN IMMEDIATE");
        Turns().ShouldBeEmpty();
        var running = store.LogAsync(response, cancellation.Token);
        await Task.Delay(100);
        running.IsCompleted.ShouldBeFalse();
        cancellation.Cancel();
        await Should.ThrowAsync<OperationCanceledException>(running.WaitAsync(Patience));
        Unlock();
        Turns().ShouldBeEmpty();
        await store.LogAsync(response);
        Turns().ShouldBe([response.Id]);
    }

    [Fact]
    public async Task Opening_does_not_wait_for_a_lock_and_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        database.Execute("BEGIN EXCLUSIVE");
        var cancelled = LogStore.OpenAsync(store.Path, cancellationToken: cancellation.Token);
        var patient = LogStore.OpenAsync(store.Path);
        await Task.Delay(50);
        patient.IsCompleted.ShouldBeFalse();
        cancellation.Cancel();
        await Should.ThrowAsync<OperationCanceledException>(cancelled.WaitAsync(Patience));
        Unlock();
        await (await patient.WaitAsync(Patience)).DisposeAsync();
    }

    [Fact]
    public async Task Disposing_completes_what_was_accepted()
    {
        var other = LogStore.Open(store.Path);
        var response = await new ScriptedModel("a").PromptAsync("one");
        Lock();
        var accepted = other.LogAsync(response);
        var disposing = other.DisposeAsync().AsTask();
        var late = other.CountAsync();
        await Should.ThrowAsync<ObjectDisposedException>(late);
        disposing.IsCompleted.ShouldBeFalse();
        Unlock();
        await disposing.WaitAsync(Patience);
        accepted.IsCompletedSuccessfully.ShouldBeTrue();
        Turns().ShouldBe([response.Id]);
    }

    [Fact]
    public async Task Two_stores_on_one_file_take_turns()
    {
        await using var other = LogStore.Open(store.Path);
        var responses = new List<Response>();
        for (var i = 0; i < 40; i++) responses.Add(await new ScriptedModel("same answer").PromptAsync($"prompt {i}"));
        await Task.WhenAll(responses.Select((response, i) => (i % 2 == 0 ? store : other).LogAsync(response))).WaitAsync(Patience);
        Turns().ShouldBe(responses.Select(response => response.Id), ignoreOrder: true);
        (await other.VerifyAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Callbacks_run_in_the_context_of_the_caller()
    {
        var request = new AsyncLocal<string>();
        await store.LogAsync(await new ScriptedModel("a").PromptAsync("one"));
        foreach (var name in (string[])["first", "second"])
        {
            request.Value = name;
            await store.GetResponseAsync(Turns()[0], _ =>
            {
                request.Value.ShouldBe(name);
                return new ScriptedModel("a");
            });
        }
    }

    private void Lock() => database.Execute("BEGIN IMMEDIATE");

    private void Unlock() => database.Execute("ROLLBACK");

    /// <summary>The ids of the logged turns in the order in which they were written.</summary>
    private List<string> Turns() => [.. database.Texts("SELECT id FROM turns ORDER BY rowid")];
}
