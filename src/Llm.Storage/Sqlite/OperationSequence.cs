namespace Llm.Storage.Sqlite;

/// <summary>Runs the operations of a store one after another, in the order of the calls.</summary>
/// <remarks>
/// SQLite has no asynchronous interface, and an operation can wait for a lock for a minute. If each waited on a thread of the pool, a busy
/// log would stop everything else in the program. The sequence has a thread of its own instead, which starts with the first operation and
/// does not keep the process alive.
/// </remarks>
/// <param name="owner">The type of the store, for errors after it was disposed and for debuggers.</param>
/// <param name="onCallingThread">Whether operations run on the thread that calls them, and their tasks are complete.</param>
internal sealed class OperationSequence(string owner, bool onCallingThread)
{
    private readonly Queue<Operation> waiting = new();
    private Task? closing;
    private bool isStarted;

    /// <summary>Runs the work after everything that was accepted before. The task's continuations run on the thread pool.</summary>
    /// <param name="work">The work; it must not wait for another operation of the store.</param>
    /// <param name="cancellationToken">Cancels the task at once if the work has not begun; later, only the work itself can react.</param>
    public Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<T>(cancellationToken);
        lock (waiting)
        {
            if (closing is not null) return Task.FromException<T>(new ObjectDisposedException(owner));
            return onCallingThread ? Complete(work, cancellationToken) : Accept(work, cancellationToken);
        }
    }

    /// <summary>Accepts no more work, completes what was accepted, runs <paramref name="last"/> and ends the thread.</summary>
    public Task CloseAsync(Action last)
    {
        lock (waiting)
        {
            return closing ??= onCallingThread ? Complete(Last, CancellationToken.None) : Accept(Last, CancellationToken.None);
        }

        object? Last()
        {
            last();
            return null;
        }
    }

    private static Task<T> Complete<T>(Func<T> work, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult(work());
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }
        catch (Exception ex)
        {
            return Task.FromException<T>(ex);
        }
    }

    private Task<T> Accept<T>(Func<T> work, CancellationToken cancellationToken)
    {
        var operation = new Operation<T>(work, cancellationToken);
        waiting.Enqueue(operation);
        if (isStarted)
        {
            Monitor.Pulse(waiting);
        }
        else
        {
            isStarted = true;
            new Thread(Run) { IsBackground = true, Name = owner }.UnsafeStart();
        }

        return operation.Task;
    }

    private void Run()
    {
        while (Next() is { } operation) operation.Run();
    }

    private Operation? Next()
    {
        lock (waiting)
        {
            while (waiting.Count == 0)
            {
                if (closing is not null) return null;
                Monitor.Wait(waiting);
            }

            return waiting.Dequeue();
        }
    }

    private abstract class Operation
    {
        public abstract void Run();
    }

    private sealed class Operation<T> : Operation
    {
        private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ExecutionContext? context = ExecutionContext.Capture();
        private readonly CancellationToken cancellationToken;
        private readonly CancellationTokenRegistration registration;
        private Func<T>? work;

        public Operation(Func<T> work, CancellationToken cancellationToken)
        {
            this.work = work;
            this.cancellationToken = cancellationToken;
            registration = cancellationToken.UnsafeRegister(static operation => ((Operation<T>)operation!).Cancel(), this);
        }

        public Task<T> Task => completion.Task;

        public override void Run()
        {
            registration.Unregister();
            if (Take() is not { } taken) return;
            if (context is null)
            {
                Complete(taken);
            }
            else
            {
                // The callbacks of the program, such as a logger, find the context of the caller.
                ExecutionContext.Run(context, _ => Complete(taken), null);
            }
        }

        private void Cancel()
        {
            if (Take() is not null) completion.SetCanceled(cancellationToken);
        }

        /// <summary>Takes the work, which either runs or is cancelled; null if that has already been decided.</summary>
        private Func<T>? Take() => Interlocked.Exchange(ref work, null);

        private void Complete(Func<T> taken)
        {
            try
            {
                completion.SetResult(taken());
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                completion.SetCanceled(cancellationToken);
            }
            catch (Exception ex)
            {
                completion.SetException(ex);
            }
        }
    }
}
