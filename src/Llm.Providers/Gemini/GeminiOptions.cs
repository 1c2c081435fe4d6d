namespace Llm.Providers.Gemini;

/// <summary>The options of Gemini's models, with the names and limits of llm-gemini 0.33.</summary>
internal static class GeminiOptions
{
    public static readonly ModelOption<double> Temperature = ModelOptions.Number(
        "temperature", "How random the answer is: low values give the most likely words, high values more surprising ones.", 0, 2);

    public static readonly ModelOption<long> MaxOutputTokens = ModelOptions.Integer(
        "max_output_tokens", "The most tokens of the answer, those of thinking included.");

    public static readonly ModelOption<double> TopP = ModelOptions.Number(
        "top_p", "Considers only the most probable tokens whose probabilities add up to this value.", 0, 1);

    public static readonly ModelOption<long> TopK = ModelOptions.Integer(
        "top_k", "Considers only this many of the most probable tokens.", minimum: 1);

    public static readonly ModelOption<bool> JsonObject = ModelOptions.Boolean("json_object", "Makes the answer a JSON object.");

    public static readonly ModelOption<double> Timeout = ModelOptions.Number(
        "timeout", "The seconds that the server may send nothing, after which the request fails.", 0);

    public static readonly ModelOption<long> ThinkingBudget = ModelOptions.Integer(
        "thinking_budget", "The most tokens of thinking; 0 turns it off, -1 leaves it to the model.");

    public static readonly ModelOption<string> MediaResolution = ModelOptions.Choice(
        "media_resolution", "How closely images and videos are looked at; more detail takes more tokens.", "low", "medium", "high",
        "ultra_high", "unspecified");

    // The options of llm-gemini before 0.32, in place of which it has server-side tools; templates still have them.
    public static readonly ModelOption<bool> GoogleSearch = ModelOptions.Boolean(
        "google_search", "Lets the model search with Google; the same as the tool GoogleSearch.");

    public static readonly ModelOption<bool> UrlContext = ModelOptions.Boolean(
        "url_context", "Lets the model fetch the URLs in the prompt; the same as the tool URLContext.");

    public static readonly ModelOption<bool> CodeExecution = ModelOptions.Boolean(
        "code_execution", "Lets the model run Python code; the same as the tool CodeExecution.");

    // Gemini 3.1 Pro and 3.7 Flash cannot think as little as the others.
    private static readonly ModelOption<string> LevelFromLow = Level("low", "medium", "high");
    private static readonly ModelOption<string> LevelFromMinimal = Level("minimal", "low", "medium", "high");

    /// <summary>The level of thinking, whatever levels a model has.</summary>
    public static ModelOption<string> ThinkingLevel => LevelFromMinimal;

    /// <summary>The options of a model, in the order of llm-gemini.</summary>
    public static List<ModelOption> For(GeminiFeatures features)
    {
        var options = new List<ModelOption> { Temperature, MaxOutputTokens, TopP, TopK, JsonObject, Timeout };
        if (features.HasFlag(GeminiFeatures.ThinkingBudget)) options.Add(ThinkingBudget);
        if (features.HasFlag(GeminiFeatures.MinimalThinking)) options.Add(LevelFromMinimal);
        else if (features.HasFlag(GeminiFeatures.ThinkingLevel)) options.Add(LevelFromLow);
        options.Add(MediaResolution);
        if (features.HasFlag(GeminiFeatures.GoogleSearch)) options.Add(GoogleSearch);
        if (features.HasFlag(GeminiFeatures.UrlContext)) options.Add(UrlContext);
        if (features.HasFlag(GeminiFeatures.CodeExecution)) options.Add(CodeExecution);
        return options;
    }

    private static ModelOption<string> Level(params string[] levels) =>
        ModelOptions.Choice("thinking_level", "How much the model thinks before it answers.", levels);
}
