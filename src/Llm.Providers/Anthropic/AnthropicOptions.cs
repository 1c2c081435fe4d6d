using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.Anthropic;

/// <summary>The options of Anthropic's models, with the names and limits of llm-anthropic, the plugin of the Python tool.</summary>
public static class AnthropicOptions
{
    /// <summary>The longest answer in tokens, thinking included.</summary>
    public static readonly ModelOption<long> MaxTokens = ModelOptions.Integer(
        "max_tokens", "The longest answer in tokens, thinking included; the model's own limit unless set", minimum: 1);

    /// <summary>Randomness, 0 to 1.</summary>
    public static readonly ModelOption<double> Temperature = ModelOptions.Number(
        "temperature", "Randomness from 0 to 1: low for analysis, high for ideas. Not together with top_p", 0, 1);

    /// <summary>Nucleus sampling, 0 to 1.</summary>
    public static readonly ModelOption<double> TopP = ModelOptions.Number(
        "top_p", "Consider only the most likely tokens that together have this probability. Not together with temperature", 0, 1);

    /// <summary>The number of tokens that are considered at each step.</summary>
    public static readonly ModelOption<long> TopK = ModelOptions.Integer(
        "top_k", "Consider only this number of the most likely tokens", minimum: 1);

    /// <summary>An opaque identifier of the person who asks.</summary>
    public static readonly ModelOption<string> UserId = ModelOptions.Text(
        "user_id", "An opaque identifier of the user on whose behalf the request is made");

    /// <summary>The beginning of the answer, which the model continues.</summary>
    public static readonly ModelOption<string> Prefill = ModelOptions.Text(
        "prefill", "The beginning of the answer, which the model continues");

    /// <summary>Whether the answer is shown without its given beginning.</summary>
    public static readonly ModelOption<bool> HidePrefill = ModelOptions.Boolean(
        "hide_prefill", "Leave the prefill out of the answer");

    /// <summary>Texts that end the answer.</summary>
    public static readonly ModelOption<IReadOnlyList<string>> StopSequences = ModelOptions.Texts(
        "stop_sequences", "A text that ends the answer, or a JSON list of such texts");

    /// <summary>Whether the server keeps the prompt in its cache.</summary>
    public static readonly ModelOption<bool> Cache = ModelOptions.Boolean(
        "cache", "Keep the prompt in the provider's cache, so that the next one with the same beginning costs less");

    /// <summary>Whether the answer is generated faster, at a higher price.</summary>
    public static readonly ModelOption<bool> Fast = ModelOptions.Boolean(
        "fast", "Generate the answer faster at a higher price, on models that can");

    /// <summary>Whether the model may search the web.</summary>
    public static readonly ModelOption<bool> WebSearch = ModelOptions.Boolean(
        "web_search", "Let the model search the web, as the tool WebSearch does");

    /// <summary>The most searches.</summary>
    public static readonly ModelOption<long> WebSearchMaxUses = ModelOptions.Integer(
        "web_search_max_uses", "The most searches of web_search", minimum: 1);

    /// <summary>The only domains to search.</summary>
    public static readonly ModelOption<IReadOnlyList<string>> WebSearchAllowedDomains = ModelOptions.Texts(
        "web_search_allowed_domains", "The only domain that web_search uses, or a JSON list of domains");

    /// <summary>Domains to leave out.</summary>
    public static readonly ModelOption<IReadOnlyList<string>> WebSearchBlockedDomains = ModelOptions.Texts(
        "web_search_blocked_domains", "A domain that web_search leaves out, or a JSON list of domains");

    /// <summary>Where the user is, for local results.</summary>
    public static readonly ModelOption<JsonObject> WebSearchLocation = ModelOptions.Object(
        "web_search_location", "Where the user is, for web_search: {\"city\", \"region\", \"country\", \"timezone\"}", CheckLocation);

    /// <summary>Whether the model thinks before it answers.</summary>
    public static readonly ModelOption<bool> Thinking = ModelOptions.Boolean(
        "thinking", "Think before the answer; false turns it off for models that think unless told otherwise");

    /// <summary>The most tokens to think with.</summary>
    public static readonly ModelOption<long> ThinkingBudget = ModelOptions.Integer(
        "thinking_budget", "The most tokens to think with, instead of leaving it to the model", minimum: 1);

    /// <summary>Whether a summary of the thinking is sent; it is unless the prompt hides reasoning.</summary>
    public static readonly ModelOption<bool> ThinkingDisplay = ModelOptions.Boolean(
        "thinking_display", "Think, and show a summary of it");

    /// <summary>Whether the model decides how much to think, for models that are not known to do so.</summary>
    public static readonly ModelOption<bool> ThinkingAdaptive = ModelOptions.Boolean(
        "thinking_adaptive", "Think as much as the model itself decides");

    /// <summary>The level of effort.</summary>
    public static readonly ModelOption<string> ThinkingEffort = ModelOptions.Choice(
        "thinking_effort", "How much effort to put into thinking and answering", "low", "medium", "high", "xhigh", "max");

    private static readonly ModelOption[] Plain =
    [
        MaxTokens, Temperature, TopP, TopK, UserId, Prefill, HidePrefill, StopSequences, Cache, Fast, WebSearch, WebSearchMaxUses,
        WebSearchAllowedDomains, WebSearchBlockedDomains, WebSearchLocation,
    ];

    private static readonly ModelOption[] WithThinking = [.. Plain, Thinking, ThinkingBudget, ThinkingDisplay, ThinkingAdaptive];

    private static readonly ModelOption[] WithEffort = [.. WithThinking, ThinkingEffort];

    internal static IReadOnlyList<ModelOption> For(AnthropicFeatures features) =>
        (features & AnthropicFeatures.Effort) != 0 ? WithEffort
        : (features & AnthropicFeatures.Thinking) != 0 ? WithThinking
        : Plain;

    /// <summary>The texts of an option as a list; one text may be a JSON list of them.</summary>
    internal static JsonArray? Texts(Prompt prompt, ModelOption<IReadOnlyList<string>> option)
    {
        if (prompt.Options[option.Name] is not { } value) return null;
        if (value is JsonArray list) return list.DeepClone().AsArray();
        var text = value.GetValue<string>();
        var isList = text.StartsWith('[') && JsonText.TryParse(text, out var given) && given is JsonArray;
        var texts = isList ? JsonText.Parse(text)!.AsArray() : [(JsonNode)text];
        foreach (var item in texts)
        {
            if (item?.GetValueKind() != JsonValueKind.String)
                throw new LlmException($"{option.Name} must be a text or a JSON list of texts; {text} is not.");
        }

        return texts;
    }

    private static JsonObject CheckLocation(JsonNode value)
    {
        if (value.GetValueKind() == JsonValueKind.String) value = JsonText.ParseOrNull(value.GetValue<string>()) ?? value;
        if (value is not JsonObject location) throw new OptionValueException("Input should be a valid dictionary");
        foreach (var name in (string[])["city", "region", "country", "timezone"])
        {
            if (!location.ContainsKey(name)) throw new OptionValueException($"Input should have the member {name}");
        }

        return location;
    }
}
