namespace Llm.Storage.Logs;

/// <summary>Extends <see cref="PendingResponse"/> with logging.</summary>
public static class ResponseLogging
{
    /// <summary>Stores the response in the log when it ends, or immediately if it already has.</summary>
    /// <remarks>There is no cancellation token, because the received part of a cancelled answer is stored too.</remarks>
    public static Task LogAsync(this PendingResponse response, LogStore store)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(store);
        return response.OnCompletedAsync(store.LogAsync);
    }
}
