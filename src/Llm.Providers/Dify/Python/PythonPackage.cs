using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Llm.Providers.Dify.Python;

/// <summary>The code of one package: its process is started with the first request and shared by all.</summary>
/// <param name="find">Finds what is started; asked for each start, because the package may be prepared again.</param>
/// <param name="limits">What the process may use.</param>
/// <remarks>Thread-safe. Disposing it ends the process.</remarks>
internal sealed class PythonPackage(Func<PackageProgram> find, PackageLimits limits) : IDisposable
{
    private readonly SemaphoreSlim starting = new(1, 1);
    private volatile PackageProcess? process;
    private volatile bool isDisposed;

    /// <summary>The process that runs; null if none does.</summary>
    public PackageProcess? Process => process is { IsAlive: true } running ? running : null;

    /// <summary>Sends a request, and yields the pieces of its answer as they arrive.</summary>
    /// <param name="request">The request.</param>
    /// <param name="times">How long to wait for the first piece, and between two.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="LlmException">
    /// The package is not prepared, its code cannot be started or reported an error, or the process ended or was silent for too long.
    /// </exception>
    public async IAsyncEnumerable<JsonElement> InvokeAsync(
        PackageRequest request, RequestLimits times, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PackageProcess running;
        PackageSession? session;
        // One that has just ended, because others cancelled their requests, is replaced.
        do
        {
            running = await StartAsync(cancellationToken);
            session = running.Open(request);
        }
        while (session is null);
        await foreach (var piece in running.InvokeAsync(session, request, times, cancellationToken)) yield return piece;
    }

    /// <summary>Sends a request whose answer has one piece.</summary>
    /// <inheritdoc cref="InvokeAsync" path="/param"/>
    /// <exception cref="LlmException">As that of <see cref="InvokeAsync"/>; or there was no answer.</exception>
    public async Task<JsonElement> AskAsync(PackageRequest request, RequestLimits times, CancellationToken cancellationToken)
    {
        var answer = default(JsonElement);
        await foreach (var piece in InvokeAsync(request, times, cancellationToken))
            if (answer.ValueKind == JsonValueKind.Undefined)
                answer = piece;
        return answer.ValueKind == JsonValueKind.Object ? answer : throw NoAnswer();
    }

    /// <summary>The error for a request that ended without an answer, as the SDK ends those that it does not know.</summary>
    public ProviderException NoAnswer() => new(
        $"The Python code of {find().Title} ended the request without an answer, as it does if its package does not offer this.");

    /// <inheritdoc/>
    public void Dispose()
    {
        isDisposed = true;
        process?.Dispose();
    }

    private async Task<PackageProcess> StartAsync(CancellationToken cancellationToken)
    {
        if (Process is { } running)
        {
            await running.WaitUntilReadyAsync(cancellationToken);
            return running;
        }

        await starting.WaitAsync(cancellationToken);
        PackageProcess begun;
        try
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            if (Process is not { } other)
            {
                other = PackageProcess.Start(find(), limits);
                process = other;
                if (isDisposed) other.Dispose();
            }

            begun = other;
        }
        finally
        {
            starting.Release();
        }

        await begun.WaitUntilReadyAsync(cancellationToken);
        return begun;
    }
}
