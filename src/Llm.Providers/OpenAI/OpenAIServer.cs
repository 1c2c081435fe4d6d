namespace Llm.Providers.OpenAI;

/// <summary>Where OpenAI's own interface is.</summary>
internal static class OpenAIServer
{
    /// <summary><c>OPENAI_BASE_URL</c>, as OpenAI's own clients read it, else OpenAI.</summary>
    public static string BaseAddress =>
        Environment.GetEnvironmentVariable("OPENAI_BASE_URL") is { Length: > 0 } given ? given : "https://api.openai.com/v1";
}
