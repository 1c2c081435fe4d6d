using System.Globalization;

namespace Llm.Providers.Http;

/// <summary>Says what a user can do about a refused request.</summary>
internal static class ErrorAdvice
{
    /// <summary>A sentence; null if the server's own message has to be enough.</summary>
    public static string? For(int status, ServerError error, TimeSpan? retryAfter) => (error.Code ?? error.Type, status) switch
    {
        ("context_length_exceeded" or "exceed_context_size_error", _) =>
            "Shorten the prompt or the conversation, or choose a model that takes more.",
        // Anthropic gives no code for it.
        (_, 400 or 413) when error.Message?.StartsWith("prompt is too long", StringComparison.Ordinal) == true =>
            "Shorten the prompt or the conversation, or choose a model that takes more.",
        ("insufficient_quota" or "billing_error", _) => "Check the plan and the billing of the account.",
        ("API_KEY_INVALID", _) or (_, 401) => "Check the API key.",
        (_, 403) => "Check what the API key is allowed to do.",
        (_, 404) => "Check the name of the model and the address of the server.",
        (_, 407) => "Check the user name and password in the address of the proxy; 'llm doctor' shows which one is used.",
        (_, 413) => "Send less text or smaller attachments.",
        (_, 429) => $"Try again {When(retryAfter)}, or send fewer requests.",
        (_, >= 500) => $"Try again {When(retryAfter)}.",
        _ => null,
    };

    private static string When(TimeSpan? delay) => delay is { } time
        ? string.Create(CultureInfo.InvariantCulture, $"in {Math.Ceiling(time.TotalSeconds)} s")
        : "later";
}
