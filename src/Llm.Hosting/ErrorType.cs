using System.Globalization;

namespace Llm;

/// <summary>Names the kind of a failure without its message, which may hold what was said.</summary>
internal static class ErrorType
{
    /// <summary>The HTTP status of a refusal, else the full name of the exception that was the cause.</summary>
    public static string Of(Exception error) => error switch
    {
        ProviderException refusal => refusal.Status.ToString(CultureInfo.InvariantCulture),
        LlmException { InnerException: { } cause } => cause.GetType().FullName!,
        _ => error.GetType().FullName!,
    };
}
