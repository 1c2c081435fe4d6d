namespace Llm.Tests;

/// <summary>How much a test with a freely chosen count does: <c>.ci/slow</c> asks for more than every change needs.</summary>
internal static class Effort
{
    /// <summary>The count for <c>.ci/run</c>, or that for <c>.ci/slow</c>, which sets LLM_SLOW=1.</summary>
    public static int Of(int usual, int slow) => Environment.GetEnvironmentVariable("LLM_SLOW") == "1" ? slow : usual;
}
