using System.Globalization;
using System.Text.Json.Nodes;
using Llm.Web.Anthropic;
using Llm.Web.Ollama;
using Llm.Web.OpenAI;

namespace Llm.Web.Answers;

/// <summary>Answers with an error, in the form of the interface that was asked: clients show no message in another one.</summary>
internal static class ErrorWriter
{
    /// <summary>Writes an error; if the answer has begun, nothing can be said any more.</summary>
    public static async Task WriteAsync(HttpContext context, ServedError error)
    {
        if (context.Response.HasStarted) return;
        context.Response.Clear();
        context.Response.StatusCode = error.Status;
        if (error.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        // So that a message with an incomplete body is not taken for the start of the next request.
        if (error.Kind == ServedErrorKind.TooLarge) context.Response.Headers.Connection = "close";
        await JsonOutput.WriteAsync(context.Response, FormOf(context.Request, error), context.RequestAborted);
    }

    private static JsonObject FormOf(HttpRequest request, ServedError error) =>
        request.Path.StartsWithSegments("/api", StringComparison.Ordinal) ? OllamaErrors.Write(error)
        : AnthropicErrors.Speaks(request) ? AnthropicErrors.Write(error)
        : OpenAIErrors.Write(error);
}
