namespace Llm.Cli.Input;

/// <summary>
/// Handles signals: Ctrl-C stops the current step if there is one, otherwise the command; other signals stop the command.
/// </summary>
internal sealed class Interrupt : IDisposable
{
    private readonly CancellationTokenSource command = new();
    private readonly Lock gate = new();
    private CancellationTokenSource? step;

    /// <summary>The exit code of a command that was stopped: 128 plus the number of the signal, as shells expect.</summary>
    public int ExitCode { get; private set; } = 130;

    /// <summary>Cancelled when the command must stop.</summary>
    public CancellationToken Token => command.Token;

    /// <summary>
    /// Stops the current step or, if there is none or it is already stopping, the command; returns false if the command is already stopping
    /// too, so that the process should end.
    /// </summary>
    public bool Raise()
    {
        lock (gate)
        {
            if (step is not { IsCancellationRequested: false }) return End();
            step.Cancel();
            return true;
        }
    }

    /// <summary>Stops the command; returns false if it is already stopping.</summary>
    public bool End(int exitCode = 130)
    {
        if (command.IsCancellationRequested) return false;
        ExitCode = exitCode;
        command.Cancel();
        return true;
    }

    /// <summary>Runs a step that can be stopped without stopping the command; returns false if it was stopped.</summary>
    /// <param name="work">The step; its token is cancelled when the step or the command must stop.</param>
    /// <param name="cancellationToken">Stops the command.</param>
    public async Task<bool> TryAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        lock (gate) step = stop;
        try
        {
            await work(stop.Token);
            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            lock (gate) step = null;
        }
    }

    public void Dispose() => command.Dispose();
}
