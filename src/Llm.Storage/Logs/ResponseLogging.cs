namespace Llm.Storage.Logs;

/// <summary>Extends <see cref="PendingResponse"/> with logging.</summary>
public static class ResponseLogging
{
    /// <summary>Stores the response in the log when it ends, or immediately if it already has.</summary>
    /// <param name="response">The answer that is under way; the part that was received of a cancelled one is stored too.</param>
    /// <param name="store">The log.</param>
    /// <param name="cancellationToken">Cancels the storing, not the answer.</param>
    public static Task LogAsync(this PendingResponse response, LogStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(store);
        return response.OnCompletedAsync(store.LogAsync, cancellationToken);
    }
}
