namespace Llm.Providers.Gemini;

/// <summary>The models of llm-gemini 0.33 (13 August 2026), in its order and with what it says that they can do.</summary>
internal static class GeminiModels
{
    private const GeminiFeatures Tools = GeminiFeatures.GoogleSearch | GeminiFeatures.UrlContext | GeminiFeatures.CodeExecution;
    private const GeminiFeatures Gemini3 = Tools | GeminiFeatures.Gemini3;
    private const GeminiFeatures Latest = Gemini3 | GeminiFeatures.ThinkingBudget;

    /// <summary>The names in paths, and what each model can do.</summary>
    private static readonly (string Name, GeminiFeatures Features)[] All =
    [
        ("gemini-2.5-flash", Tools | GeminiFeatures.ThinkingBudget),
        ("gemini-flash-latest", Latest),
        ("gemini-flash-lite-latest", Latest),
        ("gemini-3-flash-preview", Gemini3 | GeminiFeatures.MinimalThinking),
        ("gemini-3.1-pro-preview", Gemini3 | GeminiFeatures.ThinkingLevel),
        ("gemini-3.1-pro-preview-customtools", Gemini3 | GeminiFeatures.ThinkingLevel),
        ("gemini-3.1-flash-lite-preview", Gemini3 | GeminiFeatures.MinimalThinking),
        ("gemma-4-26b-a4b-it", GeminiFeatures.None),
        ("gemma-4-31b-it", GeminiFeatures.None),
        ("gemini-3.1-flash-lite", Gemini3 | GeminiFeatures.MinimalThinking),
        ("gemini-3.5-flash", Gemini3 | GeminiFeatures.MinimalThinking),
        ("gemini-3.6-flash", Gemini3 | GeminiFeatures.MinimalThinking),
        ("gemini-3.5-flash-lite", Gemini3 | GeminiFeatures.MinimalThinking),
        ("gemini-3.7-flash", Gemini3 | GeminiFeatures.ThinkingLevel),
    ];

    /// <summary>Registers the models under <c>gemini/NAME</c> and the name alone.</summary>
    public static void Register(ModelRegistry models, GeminiAddress address, Func<HttpClient> http)
    {
        foreach (var (name, features) in All) models.Add(new GeminiModel($"gemini/{name}", name, features, address, http), name);
    }
}
