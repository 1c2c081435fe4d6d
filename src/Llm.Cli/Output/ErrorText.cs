using Llm.Json;
using Llm.Plugins;

namespace Llm.Cli.Output;

/// <summary>Describes errors to the user.</summary>
internal static class ErrorText
{
    /// <summary>Returns <c>Error: …</c>.</summary>
    public static string Of(Exception error) =>
        Describe(error) is var text && !string.IsNullOrWhiteSpace(text)
            ? $"Error: {text}"
            : $"Error: no reason is known ({error.GetType().Name})";

    private static string Describe(Exception error) => error switch
    {
        // The Python tool shows the repr of a KeyError here.
        UnknownModelException { Kind: NameKind.Model } => $"'{error.Message}'",
        MissingKeyException missing => Describe(missing),
        ProviderException { Status: { } status } refusal => Describe(status, refusal.Body),
        InvalidOptionsException invalid => string.Join('\n', invalid.Options.Select(Describe)),
        LlmException => error.Message,
        _ when PluginFailure.PackageOf(error) is { } package =>
            $"The plugin of {package} failed: {error.GetType().Name}: {error.Message.TrimEnd('.')}. "
            + "Look for a newer version with 'llm install -U', or report it to its authors with the stack trace that LLM_RAISE_ERRORS=1 "
            + "shows.",
        _ => $"{error.GetType().Name}: {error.Message} (this is a bug; set LLM_RAISE_ERRORS=1 to see the stack trace)",
    };

    /// <summary>Returns the message of the client that the Python tool uses: the status and the body as a Python dictionary.</summary>
    private static string Describe(int status, string? body)
    {
        var code = $"Error code: {status}";
        if (string.IsNullOrEmpty(body)) return code;
        return $"{code} - {(JsonText.TryParse(body, out var json) ? PythonRepr.Format(json) : body)}";
    }

    /// <summary>Returns the lines that the Python tool writes about an option.</summary>
    private static string Describe(InvalidOption option) => $"{option.Name}\n  {option.Reason ?? "Extra inputs are not permitted"}";

    /// <summary>Returns the Python tool's message, because the library's own addresses programmers.</summary>
    private static string Describe(MissingKeyException missing)
    {
        var message = $"No key found - add one using 'llm keys set {missing.KeyName}'";
        return missing.EnvironmentVariable is null ? message : $"{message} or set the {missing.EnvironmentVariable} environment variable";
    }
}
