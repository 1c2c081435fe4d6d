namespace Llm;

/// <summary>A provider's server refused a request, could not be reached, or sent something that is not a whole answer.</summary>
/// <remarks>No property contains the key. All but the message are null where the server or the network gave nothing.</remarks>
/// <param name="message">The server's own message and what to do, in words.</param>
/// <param name="innerException">The error of the network or of reading.</param>
public sealed class ProviderException(string message, Exception? innerException = null) : LlmException(message, innerException)
{
    /// <summary>The HTTP status code of a refusal, such as 429; null if an answer had begun or the server was not reached.</summary>
    public int? Status { get; init; }

    /// <summary>The server's code for the error, such as <c>context_length_exceeded</c> or <c>insufficient_quota</c>.</summary>
    public string? Code { get; init; }

    /// <summary>The server's kind of error, such as <c>invalid_request_error</c> or <c>overloaded_error</c>.</summary>
    public string? Type { get; init; }

    /// <summary>What kind of error it is, whatever the provider calls it.</summary>
    public ProviderErrorKind Kind { get; init; }

    /// <summary>
    /// How many tokens the model takes, if the request was too long and the server names the number; else null.
    /// </summary>
    public int? ContextLimit { get; init; }

    /// <summary>How many tokens the request needs, if it was too long and the server names the number; else null.</summary>
    public int? ContextUsed { get; init; }

    /// <summary>The server's id of the request, which its support asks for.</summary>
    public string? RequestId { get; init; }

    /// <summary>How long the server asks to wait before the next request.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The body of a refusal, or its reason phrase if the body is empty.</summary>
    public string? Body { get; init; }
}
