namespace Llm.Tests;

/// <summary>How much a test with a freely chosen count does: <c>.ci/slow</c> asks for more than every change needs.</summary>
internal static class Effort
{
    /// <summary>The count for <c>.ci/run</c>, or that for <c>.ci/slow</c>, which sets LLM_SLOW=1.</summary>
    public static int Of(int usual, int slow) => IsSlow ? slow : usual;

    /// <summary>Whether this is a run of <c>.ci/slow</c>, which has time for what takes minutes.</summary>
    public static bool IsSlow => Environment.GetEnvironmentVariable("LLM_SLOW") == "1";
}
