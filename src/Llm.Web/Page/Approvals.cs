using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Llm.Web.Page;

/// <summary>The calls of tools that wait for a decision of the user.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class Approvals
{
    private const int IdBytes = 16;

    private readonly ConcurrentDictionary<string, TaskCompletionSource<bool>> waiting = new();

    /// <summary>Creates the id of a decision, which nobody can guess.</summary>
    public string Add()
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        waiting[id] = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        return id;
    }

    /// <summary>Waits for a decision; it is forgotten afterwards.</summary>
    public async Task<bool> WaitAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await waiting[id].Task.WaitAsync(cancellationToken);
        }
        finally
        {
            waiting.TryRemove(id, out _);
        }
    }

    /// <summary>Takes a decision; returns false if nothing waits for it.</summary>
    public bool Decide(string id, bool approved) => waiting.TryGetValue(id, out var decision) && decision.TrySetResult(approved);
}
