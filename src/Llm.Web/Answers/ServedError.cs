namespace Llm.Web.Answers;

/// <summary>Why a request fails, before an interface gives it its own form.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Kind">What went wrong.</param>
/// <param name="Message">A sentence for the user.</param>
/// <param name="RetryAfter">When the client may try again; null if that is not known.</param>
internal sealed record ServedError(int Status, ServedErrorKind Kind, string Message, TimeSpan? RetryAfter = null)
{
    /// <summary>Clients make no second try without such a time (LangChain, codex).</summary>
    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(5);

    private const string TooLarge = "The body of the request is too large. The server's option --max-body sets the limit.";

    /// <summary>What a client learns about a failure that it did not cause.</summary>
    private const string Bug = "The server failed to answer; its log says why.";

    public static ServedError From(Exception error) => error switch
    {
        ServedException served => served.Error,
        UnknownModelException unknown => new(404, ServedErrorKind.UnknownModel, unknown.Message),
        ProviderException provider => FromProvider(provider),
        MissingKeyException missing => Upstream(missing.Message),
        LlmException refused => new(400, ServedErrorKind.BadRequest, refused.Message),
        BadHttpRequestException { StatusCode: 413 } => new(413, ServedErrorKind.TooLarge, TooLarge),
        BadHttpRequestException bad => new(bad.StatusCode, ServedErrorKind.BadRequest, bad.Message),
        OperationCanceledException => new(503, ServedErrorKind.Upstream, "The server stops; the answer is incomplete."),
        _ => new(500, ServedErrorKind.Failure, Bug),
    };

    /// <summary>
    /// Trouble with the provider is 503: other programs show no message of a 500, and would take a 401 for trouble with their own token.
    /// </summary>
    private static ServedError FromProvider(ProviderException error) => error.Kind switch
    {
        ProviderErrorKind.RateLimit => new(429, ServedErrorKind.RateLimit, error.Message, error.RetryAfter ?? UsualWait),
        ProviderErrorKind.Quota => new(429, ServedErrorKind.Quota, error.Message, error.RetryAfter ?? UsualWait),
        ProviderErrorKind.BadRequest => new(400, ServedErrorKind.BadRequest, error.Message),
        ProviderErrorKind.ContextLength => new(400, ServedErrorKind.ContextLength, error.Message),
        ProviderErrorKind.ContentRefused => new(400, ServedErrorKind.ContentRefused, error.Message),
        ProviderErrorKind.UnknownModel => new(404, ServedErrorKind.UnknownModel, error.Message),
        _ => Upstream(error.Message, error.RetryAfter),
    };

    private static ServedError Upstream(string message, TimeSpan? retryAfter = null) =>
        new(503, ServedErrorKind.Upstream, message, retryAfter);
}

/// <summary>What went wrong, for the words that each interface has for it.</summary>
internal enum ServedErrorKind
{
    BadRequest,
    UnknownModel,
    UnknownAddress,
    ContextLength,
    ContentRefused,
    TooLarge,
    Access,
    RateLimit,
    Quota,
    Upstream,
    Failure,
}

/// <summary>A request that the server itself refuses.</summary>
internal sealed class ServedException(ServedError error) : LlmException(error.Message)
{
    public ServedError Error => error;

    /// <summary>An address at which there is nothing.</summary>
    public static ServedException NotFound(string message) => new(new ServedError(404, ServedErrorKind.UnknownAddress, message));

    /// <summary>A request that says something that cannot be understood.</summary>
    public static ServedException BadRequest(string message) => new(new ServedError(400, ServedErrorKind.BadRequest, message));
}
