namespace Llm.Cli.Input;

/// <summary>Ctrl-C stops the step that runs if there is one, else the command; other signals stop the command.</summary>
internal sealed class Interrupt : IDisposable
{
    private readonly CancellationTokenSource command = new();
    private readonly Lock gate = new();
    private CancellationTokenSource? step;

    /// <summary>What the command ends with when it was stopped, as shells expect it: 128 and the number of the signal.</summary>
    public int ExitCode { get; private set; } = 130;

    /// <summary>Is cancelled when the command is to stop.</summary>
    public CancellationToken Token => command.Token;

    /// <summary>Stops the step or, if there is none or it was told already, the command; false if that was told too and the process should end.</summary>
    public bool Raise()
    {
        lock (gate)
        {
            if (step is not { IsCancellationRequested: false }) return End();
            step.Cancel();
            return true;
        }
    }

    /// <summary>Stops the command; false if it was told before.</summary>
    public bool End(int exitCode = 130)
    {
        if (command.IsCancellationRequested) return false;
        ExitCode = exitCode;
        command.Cancel();
        return true;
    }

    /// <summary>Runs a step that can be stopped without the command; false if it was.</summary>
    /// <param name="work">The step; its token is cancelled when either is to stop.</param>
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
