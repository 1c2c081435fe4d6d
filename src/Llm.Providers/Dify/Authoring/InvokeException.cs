namespace Llm.Providers.Dify;

/// <summary>A provider refused a call or could not be reached. One of the classes derived from it says why.</summary>
/// <remarks>Users see it as a <see cref="ProviderException"/> with the name of the provider, without secrets.</remarks>
/// <param name="message">The provider's own message.</param>
/// <param name="innerException">The exception of a library.</param>
public class InvokeException(string message, Exception? innerException = null) : LlmException(message, innerException)
{
    /// <summary>The HTTP status; null if there is none.</summary>
    public int? Status { get; init; }

    /// <summary>What kind of error it is for all providers.</summary>
    internal virtual ProviderErrorKind Kind => ProviderErrorKind.Other;

    /// <summary>The error for an HTTP status.</summary>
    /// <param name="status">The status, such as 429.</param>
    /// <param name="message">The provider's own message.</param>
    /// <param name="innerException">The exception of a library; null if there is none.</param>
    public static InvokeException FromStatus(int status, string message, Exception? innerException = null) => status switch
    {
        401 or 403 => new InvokeAuthorizationException(message, innerException) { Status = status },
        400 or 404 or 422 => new InvokeBadRequestException(message, innerException) { Status = status },
        429 => new InvokeRateLimitException(message, innerException) { Status = status },
        >= 500 => new InvokeServerUnavailableException(message, innerException) { Status = status },
        _ => new InvokeException(message, innerException) { Status = status },
    };
}

/// <summary>The provider cannot be reached, or the connection was lost: <c>InvokeConnectionError</c>.</summary>
/// <inheritdoc/>
public sealed class InvokeConnectionException(string message, Exception? innerException = null) : InvokeException(message, innerException)
{
    internal override ProviderErrorKind Kind => ProviderErrorKind.Network;
}

/// <summary>The provider failed or has too much to do: <c>InvokeServerUnavailableError</c>.</summary>
/// <inheritdoc/>
public sealed class InvokeServerUnavailableException(string message, Exception? innerException = null)
    : InvokeException(message, innerException)
{
    internal override ProviderErrorKind Kind => ProviderErrorKind.Overloaded;
}

/// <summary>There were too many requests: <c>InvokeRateLimitError</c>.</summary>
/// <inheritdoc/>
public sealed class InvokeRateLimitException(string message, Exception? innerException = null) : InvokeException(message, innerException)
{
    internal override ProviderErrorKind Kind => ProviderErrorKind.RateLimit;
}

/// <summary>The key is wrong, or is not allowed to do this: <c>InvokeAuthorizationError</c>.</summary>
/// <inheritdoc/>
public sealed class InvokeAuthorizationException(string message, Exception? innerException = null)
    : InvokeException(message, innerException)
{
    internal override ProviderErrorKind Kind => ProviderErrorKind.Authentication;
}

/// <summary>The provider does not understand or accept the request: <c>InvokeBadRequestError</c>.</summary>
/// <inheritdoc/>
public sealed class InvokeBadRequestException(string message, Exception? innerException = null) : InvokeException(message, innerException)
{
    internal override ProviderErrorKind Kind => ProviderErrorKind.BadRequest;
}

/// <summary>The provider does not take the credentials: <c>CredentialsValidateFailedError</c>.</summary>
/// <param name="message">The provider's own message.</param>
/// <param name="innerException">The exception of a library.</param>
public sealed class CredentialsValidateFailedException(string message, Exception? innerException = null)
    : LlmException(message, innerException);
