using System.Globalization;

namespace Llm;

/// <summary>Classifies a failure without its message, which may contain parts of the prompt or the answer.</summary>
internal static class ErrorType
{
    /// <summary>Returns the HTTP status of a provider error; otherwise, the full name of the exception type that is the cause.</summary>
    public static string Of(Exception error) => error switch
    {
        ProviderException { Status: { } status } => status.ToString(CultureInfo.InvariantCulture),
        LlmException { InnerException: { } cause } => cause.GetType().FullName!,
        _ => error.GetType().FullName!,
    };
}
