namespace Llm.Cli.Output;

/// <summary>Describes errors to the user.</summary>
internal static class ErrorText
{
    /// <summary>Returns <c>Error: …</c>.</summary>
    public static string Of(Exception error) => $"Error: {Describe(error)}";

    private static string Describe(Exception error) => error switch
    {
        // The Python tool shows the repr of a KeyError here.
        UnknownModelException => $"'{error.Message}'",
        MissingKeyException missing => Describe(missing),
        LlmException => error.Message,
        _ => $"{error.GetType().Name}: {error.Message} (this is a bug; set LLM_RAISE_ERRORS=1 to see the stack trace)",
    };

    /// <summary>Returns the Python tool's message, because the library's own addresses programmers.</summary>
    private static string Describe(MissingKeyException missing)
    {
        var message = $"No key found - add one using 'llm keys set {missing.KeyName}'";
        return missing.EnvironmentVariable is null ? message : $"{message} or set the {missing.EnvironmentVariable} environment variable";
    }
}
