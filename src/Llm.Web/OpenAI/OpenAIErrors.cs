using System.Text.Json.Nodes;
using Llm.Web.Answers;

namespace Llm.Web.OpenAI;

/// <summary>Errors in the form of OpenAI's interfaces.</summary>
internal static class OpenAIErrors
{
    public static JsonObject Write(ServedError error) => new() { ["error"] = Describe(error) };

    public static JsonObject Describe(ServedError error) => new()
    {
        ["message"] = error.Message,
        ["type"] = TypeOf(error.Kind),
        ["param"] = null,
        ["code"] = CodeOf(error.Kind),
    };

    /// <summary>The machine-readable word for an error; null if there is none.</summary>
    public static string? CodeOf(ServedErrorKind kind) => kind switch
    {
        ServedErrorKind.UnknownModel => "model_not_found",
        ServedErrorKind.ContextLength => "context_length_exceeded",
        ServedErrorKind.ContentRefused => "content_filter",
        ServedErrorKind.Access => "invalid_api_key",
        ServedErrorKind.RateLimit => "rate_limit_exceeded",
        ServedErrorKind.Quota => "insufficient_quota",
        ServedErrorKind.Upstream or ServedErrorKind.Failure => "server_error",
        _ => null,
    };

    private static string TypeOf(ServedErrorKind kind) => kind switch
    {
        ServedErrorKind.RateLimit => "rate_limit_error",
        ServedErrorKind.Quota => "insufficient_quota",
        ServedErrorKind.Upstream or ServedErrorKind.Failure => "server_error",
        ServedErrorKind.Access => "authentication_error",
        _ => "invalid_request_error",
    };
}
