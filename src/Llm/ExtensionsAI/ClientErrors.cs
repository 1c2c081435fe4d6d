namespace Llm.ExtensionsAI;

/// <summary>Converts exceptions of clients of Microsoft.Extensions.AI to errors for users.</summary>
internal static class ClientErrors
{
    /// <summary>Converts an exception. A cancellation stays one, whatever the client throws. The secret is removed from messages.</summary>
    public static Exception Of(Exception error, string modelId, string? secret, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return new OperationCanceledException(Hide(error.Message, secret), cancellationToken);
        var why = error is OperationCanceledException ? "it did not answer in time." : Hide(error.Message, secret);
        // An inner exception is printed with its message, so it is dropped if that holds the secret.
        var inner = Hide(error.ToString(), secret) == error.ToString() ? error : null;
        return new LlmException($"The client of {modelId} failed: {why}", inner);
    }

    private static string Hide(string text, string? secret) =>
        string.IsNullOrEmpty(secret) ? text : text.Replace(secret, "[...]", StringComparison.Ordinal);
}
