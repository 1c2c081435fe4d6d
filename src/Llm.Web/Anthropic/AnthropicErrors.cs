using System.Text.Json.Nodes;
using Llm.Web.Answers;

namespace Llm.Web.Anthropic;

/// <summary>Errors in the form of Anthropic's interface.</summary>
internal static class AnthropicErrors
{
    /// <summary>Whether a request is one of this interface, which shares the address of the list of models with OpenAI's.</summary>
    public static bool Speaks(HttpRequest request) =>
        request.Path.StartsWithSegments("/v1/messages", StringComparison.Ordinal) || request.Headers.ContainsKey("anthropic-version");

    public static JsonObject Write(ServedError error) =>
        new() { ["type"] = "error", ["error"] = new JsonObject { ["type"] = TypeOf(error), ["message"] = error.Message } };

    private static string TypeOf(ServedError error) => error.Kind switch
    {
        ServedErrorKind.UnknownModel or ServedErrorKind.UnknownAddress => "not_found_error",
        ServedErrorKind.TooLarge => "request_too_large",
        ServedErrorKind.Access => error.Status == 401 ? "authentication_error" : "permission_error",
        ServedErrorKind.RateLimit or ServedErrorKind.Quota => "rate_limit_error",
        ServedErrorKind.Upstream => "overloaded_error",
        ServedErrorKind.Failure => "api_error",
        _ => "invalid_request_error",
    };
}
