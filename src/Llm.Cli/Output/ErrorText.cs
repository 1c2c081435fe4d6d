namespace Llm.Cli.Output;

/// <summary>What the user is told of an error.</summary>
internal static class ErrorText
{
    /// <summary><c>Error: …</c></summary>
    public static string Of(Exception error) => $"Error: {Describe(error)}";

    private static string Describe(Exception error) => error switch
    {
        // The Python tool shows the repr of a KeyError here.
        UnknownModelException => $"'{error.Message}'",
        MissingKeyException missing => Describe(missing),
        LlmException => error.Message,
        _ => $"{error.GetType().Name}: {error.Message} (this is a bug; set LLM_RAISE_ERRORS=1 to see where)",
    };

    /// <summary>In the words of the Python tool: the library's own name what a program would do.</summary>
    private static string Describe(MissingKeyException missing)
    {
        var message = $"No key found - add one using 'llm keys set {missing.KeyName}'";
        return missing.EnvironmentVariable is null ? message : $"{message} or set the {missing.EnvironmentVariable} environment variable";
    }
}
