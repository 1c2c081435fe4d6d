using static Llm.Providers.Anthropic.AnthropicFeatures;

namespace Llm.Providers.Anthropic;

/// <summary>Anthropic's models, in the order of listings.</summary>
/// <remarks>Ids, aliases, features and limits are those of llm-anthropic, the plugin of the Python tool, as of 2026-11.</remarks>
internal static class AnthropicModels
{
    private const AnthropicFeatures Claude3Pdf = Pdf;
    private const AnthropicFeatures Claude37 = Pdf | Thinking | Web;
    private const AnthropicFeatures Claude45 = Claude37 | CodeExecution;
    private const AnthropicFeatures Claude46 = Claude45 | Effort | AdaptiveThinking | StructuredOutputs;
    private const AnthropicFeatures Claude48 = Claude46 | LaterInstructions;
    private const AnthropicFeatures Claude5 = Claude48 | ThinksByDefault;

    public static void Register(ModelRegistry models, Func<HttpClient> http, Func<bool> isOlder)
    {
        Add("claude-3-opus-20240229", None, 4096);
        Add("claude-3-opus-latest", None, 4096, "claude-3-opus");
        Add("claude-3-sonnet-20240229", None, 4096, "claude-3-sonnet");
        Add("claude-3-haiku-20240307", None, 4096, "claude-3-haiku");
        Add("claude-3-5-sonnet-20240620", Claude3Pdf, 8192);
        Add("claude-3-5-sonnet-20241022", Claude3Pdf | Web, 8192);
        Add("claude-3-5-sonnet-latest", Claude3Pdf | Web, 8192, "claude-3.5-sonnet", "claude-3.5-sonnet-latest");
        Add("claude-3-5-haiku-latest", Web, 8192, "claude-3.5-haiku");
        Add("claude-3-7-sonnet-20250219", Claude37, 8192);
        Add("claude-3-7-sonnet-latest", Claude37, 8192, "claude-3.7-sonnet", "claude-3.7-sonnet-latest");
        Add("claude-opus-4-0", Claude37, 32000, "claude-4-opus");
        Add("claude-sonnet-4-0", Claude37, 64000, "claude-4-sonnet");
        Add("claude-opus-4-1-20250805", Claude37 | StructuredOutputs, 32000, "claude-opus-4.1");
        Add("claude-sonnet-4-5", Claude45 | StructuredOutputs, 64000, "claude-sonnet-4.5");
        Add("claude-haiku-4-5-20251001", Claude45 | StructuredOutputs, 64000, "claude-haiku-4.5");
        Add("claude-opus-4-5-20251101", Claude45 | Effort, 64000, "claude-opus-4.5");
        Add("claude-opus-4-6", Claude46, 128000, "claude-opus-4.6");
        Add("claude-sonnet-4-6", Claude46, 128000, "claude-sonnet-4.6");
        Add("claude-opus-4-7", Claude46, 128000, "claude-opus-4.7");
        Add("claude-opus-4-8", Claude48, 128000, "claude-opus-4.8");
        Add("claude-fable-5", Claude5 | AlwaysThinks, 128000, "claude-fable-5");
        Add("claude-sonnet-5", Claude5, 128000, "claude-sonnet-5");
        Add("claude-opus-5", Claude5, 128000, "claude-opus-5");
        Add("claude-fable-5-1", Claude5 | AlwaysThinks, 128000, "claude-fable-5.1");
        Add("claude-opus-5-5", Claude5 | AlwaysThinks, 128000, "claude-opus-5.5");

        void Add(string name, AnthropicFeatures features, int maxTokens, params string[] aliases) => models.Add(
            new AnthropicModel(
                new AnthropicModelSettings
                {
                    Id = "anthropic/" + name,
                    Name = name,
                    IsOlder = isOlder,
                    Features = features,
                    MaxTokens = maxTokens,
                },
                http),
            aliases);
    }
}
