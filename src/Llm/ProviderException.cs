namespace Llm;

/// <summary>The provider's server refused a request.</summary>
/// <param name="message">The server's message.</param>
/// <param name="status">The HTTP status code.</param>
public sealed class ProviderException(string message, int status) : LlmException(message)
{
    /// <summary>The HTTP status code, such as 429.</summary>
    public int Status { get; } = status;
}
