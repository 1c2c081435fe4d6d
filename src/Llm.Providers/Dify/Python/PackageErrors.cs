using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Llm.Json;
using Llm.Providers.Http;

namespace Llm.Providers.Dify.Python;

/// <summary>Converts the errors of a package's code to those that all providers have.</summary>
internal static partial class PackageErrors
{
    private const string Hidden = "[...]";

    /// <summary>The variable with which developers ask for stack traces.</summary>
    private const string TraceVariable = "LLM_RAISE_ERRORS";

    /// <summary>The error that code reports for a request.</summary>
    /// <param name="title">The name of the package for people.</param>
    /// <param name="error">What it sent: the class, the words, and the stack trace.</param>
    /// <param name="secrets">The secrets of the request.</param>
    public static ProviderException Reported(string title, JsonElement error, IReadOnlyList<string> secrets)
    {
        var type = error.Text("error_type") ?? "Error";
        var words = Prefix().Replace(error.Text("message") ?? "", "").Trim();
        if (words.Length == 0) words = type;
        var status = StatusIn(words);
        var kind = KindOf(type) ?? ErrorKinds.Of(status, new ServerError(words, null, null));
        if (!char.IsPunctuation(words[^1]) || words[^1] is '}' or ')' or '"') words += ".";
        var trace = string.IsNullOrEmpty(Environment.GetEnvironmentVariable(TraceVariable)) ? null : error.Object("args").Text("traceback");
        var text = $"{title}: {words} {ErrorAdvice.For(kind, status ?? 0, null)}".TrimEnd() + (trace is null ? "" : "\n" + trace.TrimEnd());
        return new ProviderException(Hide(text, secrets)) { Kind = kind, Status = status, Type = type };
    }

    /// <summary>A message without the secrets of a request.</summary>
    public static string Hide(string text, IReadOnlyList<string> secrets)
    {
        foreach (var secret in secrets) text = text.Replace(secret, Hidden, StringComparison.Ordinal);
        return text;
    }

    /// <summary>The kind of an error of the SDK's family; null for others, such as the family itself.</summary>
    private static ProviderErrorKind? KindOf(string type) => type switch
    {
        "InvokeConnectionError" => ProviderErrorKind.Network,
        "InvokeServerUnavailableError" => ProviderErrorKind.Overloaded,
        "InvokeRateLimitError" => ProviderErrorKind.RateLimit,
        "InvokeAuthorizationError" or "CredentialsValidateFailedError" => ProviderErrorKind.Authentication,
        "InvokeBadRequestError" or "ValueError" or "ValidationError" => ProviderErrorKind.BadRequest,
        _ => null,
    };

    /// <summary>The status that the SDK's class for OpenAI's interface only has in its words.</summary>
    private static int? StatusIn(string words) =>
        Status().Match(words) is { Success: true } found ? int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) : null;

    /// <summary>What the SDK puts before the words: the folder of the code, not the provider.</summary>
    [GeneratedRegex(@"^\[[\w.-]*\] (Error: )?")]
    private static partial Regex Prefix();

    [GeneratedRegex(@"status[ _]code:? (\d{3})\b")]
    private static partial Regex Status();
}
