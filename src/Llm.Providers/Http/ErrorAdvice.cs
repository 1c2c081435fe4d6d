using System.Globalization;

namespace Llm.Providers.Http;

/// <summary>Says what a user can do about a refused request.</summary>
internal static class ErrorAdvice
{
    /// <summary>A sentence; null if the server's own message has to be enough.</summary>
    public static string? For(ProviderErrorKind kind, int status, TimeSpan? retryAfter) => (kind, status) switch
    {
        (ProviderErrorKind.ContextLength, _) => "Shorten the prompt or the conversation, or choose a model that takes more.",
        (ProviderErrorKind.ContentRefused, _) => "The provider does not accept this content: change the prompt, or use another model.",
        (ProviderErrorKind.Quota, _) => "Check the plan and the billing of the account.",
        (_, 407) => "Check the user name and password in the address of the proxy; 'llm doctor' shows which one is used.",
        (ProviderErrorKind.Authentication, 403) => "Check what the API key is allowed to do.",
        (ProviderErrorKind.Authentication, _) => "Check the API key.",
        (ProviderErrorKind.UnknownModel, _) => "Check the name of the model and the address of the server.",
        (ProviderErrorKind.RateLimit, _) => $"Try again {When(retryAfter)}, or send fewer requests.",
        (ProviderErrorKind.Overloaded, _) or (_, >= 500) => $"Try again {When(retryAfter)}.",
        (_, 413) => "Send less text or smaller attachments.",
        _ => null,
    };

    private static string When(TimeSpan? delay) => delay is { } time
        ? string.Create(CultureInfo.InvariantCulture, $"in {Math.Ceiling(time.TotalSeconds)} s")
        : "later";
}
