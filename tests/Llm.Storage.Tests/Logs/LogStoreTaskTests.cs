using Llm.Storage.Logs;

namespace Llm.Storage.Tests.Logs;

/// <summary>What goes wrong is in the task, where <c>Task.WhenAll</c> and continuations find it.</summary>
public sealed class LogStoreTaskTests : LogStoreTest
{
    [Fact]
    public async Task A_token_that_is_cancelled_before_cancels_the_task()
    {
        var cancelled = new CancellationToken(canceled: true);
        var response = await new ScriptedModel("a").PromptAsync("one");
        foreach (var task in (Task[])
            [
                LogStore.OpenAsync(folder.File("new.db"), cancellationToken: cancelled), store.LogAsync(response, cancelled),
                store.ListAsync(new LogQuery(), cancelled), store.VerifyAsync(cancelled), store.BackUpAsync(
                    folder.File("copy.db"), cancelled),
            ])
        {
            task.IsCanceled.ShouldBeTrue();
        }

        Directory.GetFiles(folder.Path).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Errors_are_in_the_task()
    {
        foreach (var task in (Task[])
            [
                LogStore.OpenAsync(folder.Path), store.ListAsync(new LogQuery { Text = "\"" }),
                store.BackUpAsync(folder.File("logs.db")),
            ])
        {
            await Should.ThrowAsync<LlmException>(task);
        }
    }

    [Fact]
    public async Task Operations_on_the_calling_thread_return_completed_tasks()
    {
        var options = new LogStoreOptions { OnCallingThread = true };
        var opening = LogStore.OpenAsync(store.Path, options);
        opening.IsCompletedSuccessfully.ShouldBeTrue();
        var other = await opening;
        other.LogAsync(await new ScriptedModel("a").PromptAsync("one")).IsCompletedSuccessfully.ShouldBeTrue();
        other.ListAsync(new LogQuery { Text = "\"" }).Exception.ShouldNotBeNull().InnerException.ShouldBeAssignableTo<LlmException>();
        other.DisposeAsync().AsTask().IsCompletedSuccessfully.ShouldBeTrue();
        other.CountAsync().Exception.ShouldNotBeNull().InnerException.ShouldBeOfType<ObjectDisposedException>();
        LogStore.OpenAsync(folder.Path, options).Exception.ShouldNotBeNull().InnerException.ShouldBeAssignableTo<LlmException>();
        (await store.CountAsync()).Turns.ShouldBe(1);
    }

    [Fact]
    public async Task A_disposed_store_is_reported_as_such()
    {
        await store.DisposeAsync();
        foreach (var task in (Task[])[store.CountAsync(), store.ListAsync(new LogQuery()), store.RenameConversationAsync("a", "b")])
            (await Should.ThrowAsync<ObjectDisposedException>(task)).ObjectName.ShouldBe(nameof(LogStore));
        store.Dispose();
        await store.DisposeAsync();
    }
}
