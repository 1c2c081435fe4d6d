using System.Globalization;

namespace Llm;

/// <summary>Runs the calls of one round concurrently, but those on one toolbox one after the other; results are in call order.</summary>
/// <param name="tools">The tools on offer.</param>
/// <param name="options">Hooks and limits.</param>
/// <param name="observer">Receives every call that is run; null if no one observes them.</param>
/// <param name="chain">What the observer returned for the chain; null outside chains.</param>
internal sealed class ToolExecutor(
    IReadOnlyList<Tool> tools, ChainOptions options, IModelObserver? observer, IModelObservation? chain)
{
    private sealed record Outcome(ToolResult? Result, PauseChainException? Pause);

    /// <exception cref="PauseChainException">A tool paused the chain; all calls that were started have ended.</exception>
    public async Task<IReadOnlyList<ToolResult>> RunAsync(IReadOnlyList<ToolCall> calls, CancellationToken cancellationToken)
    {
        // All approvals are requested before the first call.
        var prepared = new List<(Tool? Tool, ToolResult? Refused)>();
        foreach (var call in calls) prepared.Add(await PrepareAsync(call, cancellationToken));

        var last = new Dictionary<Toolbox, Task>(ReferenceEqualityComparer.Instance);
        var running = new List<Task<Outcome>>();
        for (var i = 0; i < calls.Count; i++)
        {
            var (tool, refused) = prepared[i];
            if (refused is not null || tool is null)
            {
                running.Add(Task.FromResult(new Outcome(refused ?? Unknown(calls[i]), null)));
                continue;
            }

            var toolbox = tool.Toolbox is { AllowsOverlap: false } ordered ? ordered : null;
            var before = toolbox is null ? Task.CompletedTask : last.GetValueOrDefault(toolbox, Task.CompletedTask);
            running.Add(RunAfterAsync(before, tool, calls[i], cancellationToken));
            if (toolbox is not null) last[toolbox] = running[^1];
        }

        return await CollectAsync(calls, prepared, running, cancellationToken);
    }

    /// <summary>Reports the results in call order as they arrive; failures are thrown after all calls have ended.</summary>
    private async Task<IReadOnlyList<ToolResult>> CollectAsync(
        IReadOnlyList<ToolCall> calls, List<(Tool? Tool, ToolResult? Refused)> prepared, List<Task<Outcome>> running,
        CancellationToken cancellationToken)
    {
        Exception? failure = null;
        for (var i = 0; i < calls.Count; i++)
        {
            try
            {
                var outcome = await running[i];
                var (tool, refused) = prepared[i];
                if (failure is not null || tool is null || refused is not null) continue;
                if (outcome.Result is { } result && options.AfterCall is { } after) await after(tool, calls[i], result, cancellationToken);
            }
            catch (Exception ex) when (ex is not OutOfMemoryException)
            {
                failure ??= ex;
            }
        }

        if (failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        var outcomes = await Task.WhenAll(running);
        var results = outcomes.Select(outcome => outcome.Result).OfType<ToolResult>().ToList();
        for (var i = 0; i < calls.Count; i++)
        {
            if (outcomes[i].Pause is not { } pause) continue;
            (pause.ToolCall, pause.ToolResults) = (calls[i], results);
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(pause);
        }

        return results;
    }

    private async Task<(Tool? Tool, ToolResult? Refused)> PrepareAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var tool = tools.FirstOrDefault(candidate => !candidate.IsServerSide && candidate.Name == call.Name);
        try
        {
            if (options.BeforeCall is { } before) await before(tool, call, cancellationToken);
            if (tool is not null) await tool.RequireApprovalAsync(call, options.Approve, cancellationToken);
            return (tool, null);
        }
        catch (CancelToolCallException ex)
        {
            return (tool, Failed(call, tool, $"Cancelled: {ex.Message}", ex));
        }
    }

    private async Task<Outcome> RunAfterAsync(Task before, Tool tool, ToolCall call, CancellationToken cancellationToken)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (tool.Implementation is not { } run)
            return new Outcome(Result(call, tool, $"Error: tool \"{tool.Name}\" has no implementation"), null);
        // Begun in this method so that the call sees what the observer sets for it, such as the current span, and others do not.
        var observation = observer?.BeginToolCall(tool, call, chain);
        Exception? error = null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            ToolArguments.CheckReadable(call.Arguments, tool.InputSchema);
            // Runs on another thread because a method may block, and is abandoned at its time limit because it may ignore the token.
            var output = await Task.Run(() => run(call, stop.Token), stop.Token)
                .WaitAsync(options.ToolTimeout ?? Timeout.InfiniteTimeSpan, cancellationToken);
            var result = Checked(call, tool, output);
            observation?.Returned(result);
            return new Outcome(result, null);
        }
        catch (PauseChainException ex)
        {
            error = ex;
            return new Outcome(null, ex);
        }
        catch (TimeoutException) when (!cancellationToken.IsCancellationRequested && options.ToolTimeout is { } time)
        {
            error = new TimeoutException();
            var seconds = time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
            return new Outcome(
                Failed(call, tool, $"Error: the tool did not end within {seconds} seconds", new TimeoutException($"{seconds} seconds")),
                null);
        }
        catch (Exception ex) when (ex is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            error = ex;
            return new Outcome(Failed(call, tool, $"Error: {ex.Message}", ex), null);
        }
        catch (Exception ex)
        {
            error = ex;
            throw;
        }
        finally
        {
            observation?.Ended(error);
            // Notifies a call that was abandoned.
            await stop.CancelAsync();
        }
    }

    private ToolResult Checked(ToolCall call, Tool tool, ToolOutput output) => output.Text.Length <= options.MaxOutputLength
        ? Result(call, tool, output.Text) with { Attachments = output.Attachments }
        : Result(call, tool, string.Create(
            CultureInfo.InvariantCulture,
            $"Error: the tool returned {output.Text.Length:N0} characters, "
            + $"more than the {options.MaxOutputLength:N0} that can be passed on. Ask it for less."));

    /// <summary>The text is that of the Python tool, because logs contain it and models know it.</summary>
    private static ToolResult Unknown(ToolCall call) => new(call.Name, $"Error: tool \"{call.Name}\" does not exist", call.ToolCallId)
    {
        Exception = $"KeyError: 'tool \"{call.Name}\" does not exist'",
    };

    private static ToolResult Failed(ToolCall call, Tool? tool, string output, Exception error) =>
        Result(call, tool, output) with
        {
            Exception = $"{(error as ToolFailedException)?.ErrorName ?? error.GetType().Name}: {error.Message}",
        };

    private static ToolResult Result(ToolCall call, Tool? tool, string output) =>
        new(call.Name, output, call.ToolCallId) { Instance = tool?.Instance };
}
