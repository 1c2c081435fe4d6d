namespace Llm.Storage.Logs;

/// <summary>Lets a response be logged where it is made.</summary>
public static class ResponseLogging
{
    /// <summary>Stores the response in the log when it is over; at once if it already is.</summary>
    /// <remarks>It takes no token: an answer that was cancelled is stored as far as it came.</remarks>
    public static Task LogAsync(this Response response, LogStore store)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(store);
        return response.OnCompletedAsync(complete => store.LogAsync(complete, CancellationToken.None));
    }
}
