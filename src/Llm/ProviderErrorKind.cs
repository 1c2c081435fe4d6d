namespace Llm;

/// <summary>Kinds of errors of providers, which differ in what a user or a program can do about them.</summary>
public enum ProviderErrorKind
{
    /// <summary>None of the others, such as a failure in the server.</summary>
    Other,

    /// <summary>The key is missing or wrong, or is not allowed to do this.</summary>
    Authentication,

    /// <summary>The account has no credit left.</summary>
    Quota,

    /// <summary>There were too many requests or tokens in a time; see <see cref="ProviderException.RetryAfter"/>.</summary>
    RateLimit,

    /// <summary>The server does not understand or accept the request.</summary>
    BadRequest,

    /// <summary>There is no such model, or no such address.</summary>
    UnknownModel,

    /// <summary>The request has more tokens than the model takes.</summary>
    ContextLength,

    /// <summary>The provider's rules forbid the content.</summary>
    ContentRefused,

    /// <summary>The server has too much to do for now.</summary>
    Overloaded,

    /// <summary>The server cannot be reached, or the connection was lost before the answer was complete.</summary>
    Network,
}
