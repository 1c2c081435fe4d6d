namespace Llm.ExtensionsAI;

/// <summary>Turns what a client of Microsoft.Extensions.AI throws into errors that a user understands.</summary>
internal static class ClientErrors
{
    /// <summary>A cancellation stays one, however the client shows it; the secret is in no message.</summary>
    public static Exception Of(Exception error, string modelId, string? secret, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return new OperationCanceledException(Hide(error.Message, secret), cancellationToken);
        var why = error is OperationCanceledException ? "it did not answer in time." : Hide(error.Message, secret);
        // The inner exception is printed with its own message.
        var inner = Hide(error.ToString(), secret) == error.ToString() ? error : null;
        return new LlmException($"The client of {modelId} failed: {why}", inner);
    }

    private static string Hide(string text, string? secret) =>
        string.IsNullOrEmpty(secret) ? text : text.Replace(secret, "[...]", StringComparison.Ordinal);
}
