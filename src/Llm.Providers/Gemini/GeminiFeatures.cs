namespace Llm.Providers.Gemini;

/// <summary>What a model can do that others cannot.</summary>
[Flags]
internal enum GeminiFeatures
{
    None = 0,

    /// <summary>Thinking can be limited to a number of tokens.</summary>
    ThinkingBudget = 1,

    /// <summary>Thinking has levels.</summary>
    ThinkingLevel = 2,

    /// <summary>The lowest level is <c>minimal</c>.</summary>
    MinimalThinking = 4 | ThinkingLevel,

    /// <summary>The model can search with Google.</summary>
    GoogleSearch = 8,

    /// <summary>The model can fetch addresses.</summary>
    UrlContext = 16,

    /// <summary>The model can run code.</summary>
    CodeExecution = 32,

    /// <summary>
    /// The rules of Gemini 3 apply: server-side tools can be offered beside functions, and a call that is sent back needs a signature.
    /// </summary>
    Gemini3 = 64,
}
