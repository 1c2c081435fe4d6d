using System.Globalization;

namespace Llm.Providers.Http;

/// <summary>Decides what kind of error a server reports, from its documented codes and types, then from the status.</summary>
internal static class ErrorKinds
{
    /// <summary>Codes and types of OpenAI, Azure, Anthropic, Google, Mistral, OpenRouter, vLLM and llama.cpp.</summary>
    private static readonly (ProviderErrorKind Kind, string[] Names)[] Names =
    [
        (ProviderErrorKind.ContextLength, ["context_length_exceeded", "exceed_context_size_error"]),
        (ProviderErrorKind.ContentRefused,
            ["content_filter", "content_policy_violation", "ResponsibleAIPolicyViolation", "moderation_blocked", "invalid_prompt"]),
        (ProviderErrorKind.Quota, ["insufficient_quota", "billing_error", "billing_hard_limit_reached", "billing_not_active"]),
        (ProviderErrorKind.Authentication,
            ["invalid_api_key", "API_KEY_INVALID", "authentication_error", "permission_error", "UNAUTHENTICATED", "PERMISSION_DENIED"]),
        (ProviderErrorKind.UnknownModel,
            ["model_not_found", "DeploymentNotFound", "invalid_model", "not_found_error", "NOT_FOUND", "NotFoundError"]),
        (ProviderErrorKind.RateLimit, ["rate_limit_exceeded", "rate_limit_error", "RESOURCE_EXHAUSTED"]),
        (ProviderErrorKind.Overloaded, ["overloaded_error", "server_overloaded", "UNAVAILABLE"]),
    ];

    /// <summary>Beginnings or parts of messages, for servers that give no code: Anthropic, Google, vLLM, OpenRouter, Ollama.</summary>
    private static readonly string[] TooLong =
    [
        "prompt is too long", "maximum context length", "exceeds the maximum number of tokens", "exceed context limit",
        "exceeds the context window", "exceeds the available context size",
    ];

    /// <summary>The kind of an error.</summary>
    /// <param name="status">The HTTP status; null if the answer had begun.</param>
    /// <param name="error">What the server says.</param>
    public static ProviderErrorKind Of(int? status, ServerError error)
    {
        var words = error.Message ?? "";
        foreach (var part in TooLong)
        {
            if (status is null or 400 or 413 or 422 && words.Contains(part, StringComparison.OrdinalIgnoreCase))
                return ProviderErrorKind.ContextLength;
        }

        // A type is often wider than the code, and Anthropic gives both a lack of credit and a wrong request the same type.
        if (Named(error.Code) is { } ofCode) return ofCode;
        if (words.Contains("credit balance is too low", StringComparison.Ordinal)) return ProviderErrorKind.Quota;
        return Named(error.Type) ?? status switch
        {
            401 or 403 or 407 => ProviderErrorKind.Authentication,
            402 => ProviderErrorKind.Quota,
            404 => ProviderErrorKind.UnknownModel,
            429 => ProviderErrorKind.RateLimit,
            503 or 529 => ProviderErrorKind.Overloaded,
            >= 400 and < 500 => ProviderErrorKind.BadRequest,
            null when error.Type is "invalid_request_error" or "INVALID_ARGUMENT" => ProviderErrorKind.BadRequest,
            _ => ProviderErrorKind.Other,
        };
    }

    /// <summary>The figures of a message about the length: what was asked for, and what the model takes; null if it has none.</summary>
    /// <remarks>
    /// Servers differ in the order, but the limit is the smaller one. Anthropic writes <c>A + B &gt; LIMIT</c> if the room for the answer
    /// counts too.
    /// </remarks>
    public static (int? Used, int? Limit) Figures(string message)
    {
        Span<int> numbers = stackalloc int[3];
        var count = 0;
        for (var i = 0; i < message.Length && count < numbers.Length; i++)
        {
            if (!char.IsAsciiDigit(message[i])) continue;
            var start = i;
            while (i < message.Length && char.IsAsciiDigit(message[i])) i++;
            // Part of a name such as gpt-4.
            var isWord = start > 0 && (char.IsAsciiLetter(message[start - 1]) || message[start - 1] is '-' or '.' or '_');
            if (!isWord && int.TryParse(message.AsSpan(start, i - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                numbers[count++] = number;
        }

        if (count == 3 && message.Contains(" + ", StringComparison.Ordinal)) return (numbers[0] + numbers[1], numbers[2]);
        return count switch
        {
            0 => (null, null),
            1 => (null, numbers[0]),
            _ => (Math.Max(numbers[0], numbers[1]), Math.Min(numbers[0], numbers[1])),
        };
    }

    private static ProviderErrorKind? Named(string? name)
    {
        foreach (var (kind, names) in Names)
        {
            if (name is not null && Array.IndexOf(names, name) >= 0) return kind;
        }

        return null;
    }
}
