using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.Gemini;

/// <summary>Builds the bodies of <c>generateContent</c> and <c>streamGenerateContent</c>, which have the same form.</summary>
internal static class GeminiRequest
{
    private const double MaxTimeout = 24 * 60 * 60;

    /// <summary>The kinds of content that llm-gemini asks the server not to block.</summary>
    private static readonly string[] HarmCategories =
        ["HARM_CATEGORY_DANGEROUS_CONTENT", "HARM_CATEGORY_SEXUALLY_EXPLICIT", "HARM_CATEGORY_HATE_SPEECH", "HARM_CATEGORY_HARASSMENT"];

    public static async Task<JsonObject> CreateAsync(Prompt prompt, GeminiModel model, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["contents"] = await GeminiContents.BuildAsync(prompt, model, cancellationToken) };
        var safety = new JsonArray();
        foreach (var category in HarmCategories)
            safety.AddNode(new JsonObject { ["category"] = category, ["threshold"] = "BLOCK_NONE" });
        body["safetySettings"] = safety;
        if (Instructions(prompt) is { } system)
        {
            // The vendor's library gives it a role too (@google/genai 3.3.0).
            body["systemInstruction"] = new JsonObject
            {
                ["parts"] = new JsonArray(new JsonObject { ["text"] = system }),
                ["role"] = "user",
            };
        }

        GeminiTools.Add(body, prompt, model);
        var config = new JsonObject();
        AddFormat(config, prompt);
        AddThinking(config, prompt, model);
        AddOptions(config, prompt);
        if (config.Count > 0) body["generationConfig"] = config;
        foreach (var (name, value) in prompt.ExtraBody ?? []) body[name] = value?.DeepClone();
        return body;
    }

    /// <summary>How long the server may send nothing; null if the prompt does not say.</summary>
    public static TimeSpan? Timeout(Prompt prompt) => GeminiOptions.Timeout.TryGet(prompt.Options, out var seconds)
        ? TimeSpan.FromSeconds(Math.Min(seconds, MaxTimeout))
        : null;

    private static string? Instructions(Prompt prompt)
    {
        string? system = null;
        foreach (var message in prompt.Messages)
        {
            if (message.Role == Message.SystemRole && message.Text is { Length: > 0 } text) system = text;
        }

        return system;
    }

    private static void AddFormat(JsonObject config, Prompt prompt)
    {
        if (prompt.Schema is not null || prompt.Get(GeminiOptions.JsonObject)) config["responseMimeType"] = "application/json";
        if (prompt.Schema is null) return;
        // This member takes a JSON schema as it is; responseSchema has a dialect of its own.
        var schema = prompt.Schema.DeepClone().AsObject();
        // There is no other place for the two.
        if (prompt.SchemaName is { } name) schema.TryAdd("title", name);
        if (prompt.SchemaDescription is { } description) schema.TryAdd("description", description);
        config["responseJsonSchema"] = schema;
    }

    private static void AddThinking(JsonObject config, Prompt prompt, GeminiModel model)
    {
        if ((model.Features & (GeminiFeatures.ThinkingBudget | GeminiFeatures.ThinkingLevel)) == 0) return;
        var thinking = new JsonObject();
        if (prompt.Options[GeminiOptions.ThinkingBudget.Name] is { } budget) thinking["thinkingBudget"] = budget.DeepClone();
        if (prompt.Get(GeminiOptions.ThinkingLevel) is { } level) thinking["thinkingLevel"] = level.ToUpperInvariant();
        if (!prompt.HideReasoning) thinking["includeThoughts"] = true;
        if (thinking.Count > 0) config["thinkingConfig"] = thinking;
    }

    private static void AddOptions(JsonObject config, Prompt prompt)
    {
        Copy(GeminiOptions.Temperature, "temperature");
        Copy(GeminiOptions.MaxOutputTokens, "maxOutputTokens");
        Copy(GeminiOptions.TopP, "topP");
        Copy(GeminiOptions.TopK, "topK");
        if (prompt.Get(GeminiOptions.MediaResolution) is { } resolution)
            config["mediaResolution"] = $"MEDIA_RESOLUTION_{resolution.ToUpperInvariant()}";

        void Copy(ModelOption option, string name)
        {
            if (prompt.Options[option.Name] is { } value) config[name] = value.DeepClone();
        }
    }
}
