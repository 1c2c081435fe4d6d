using System.Text.Json.Nodes;

namespace Llm.Providers.Anthropic;

/// <summary>Adds to a request how much the model thinks, and whether that is shown.</summary>
internal static class MessagesThinking
{
    /// <summary>The least that the interface accepts, and what llm-anthropic sends.</summary>
    private const long UsualBudget = 1024;

    public static void Add(JsonObject body, Prompt prompt, AnthropicModel model, List<string> betas)
    {
        var settings = model.Settings;
        if (!settings.Has(AnthropicFeatures.Thinking)) return;
        if (AddEffort(body, prompt) && !settings.Has(AnthropicFeatures.AdaptiveThinking)) betas.Add("effort-2025-11-24");
        if (Mode(prompt, model) is not { } thinking) return;
        if (thinking["budget_tokens"]?.GetValue<long>() is { } budget && budget >= body["max_tokens"]!.GetValue<long>())
            body["max_tokens"] = budget + 1;
        body["thinking"] = thinking;
    }

    private static bool AddEffort(JsonObject body, Prompt prompt)
    {
        if (prompt.Get(AnthropicOptions.ThinkingEffort) is not { } effort) return false;
        MessagesRequest.Output(body)["effort"] = effort;
        return true;
    }

    private static JsonObject? Mode(Prompt prompt, AnthropicModel model)
    {
        var settings = model.Settings;
        var isAdaptive = settings.Has(AnthropicFeatures.AdaptiveThinking);
        if (AnthropicOptions.Thinking.TryGet(prompt.Options, out var wanted) && !wanted)
        {
            return settings.Has(AnthropicFeatures.AlwaysThinks)
                ? throw new LlmException($"Thinking cannot be turned off for {model.Id}: leave out the option thinking.")
                : new JsonObject { ["type"] = "disabled" };
        }

        var isShown = prompt.Get(AnthropicOptions.ThinkingDisplay);
        var asksForAdaptive = prompt.Get(AnthropicOptions.ThinkingAdaptive);
        // Effort alone makes a model think that decides by itself how much.
        var thinks = wanted || isShown || asksForAdaptive || settings.Has(AnthropicFeatures.ThinksByDefault)
            || (isAdaptive && prompt.Options.ContainsKey(AnthropicOptions.ThinkingEffort.Name));
        var hasBudget = AnthropicOptions.ThinkingBudget.TryGet(prompt.Options, out var budget);
        if (!thinks && !hasBudget) return null;
        var thinking = asksForAdaptive || (isAdaptive && !hasBudget)
            ? new JsonObject { ["type"] = "adaptive" }
            : new JsonObject { ["type"] = "enabled", ["budget_tokens"] = hasBudget ? budget : UsualBudget };
        // Newer models show nothing unless they are asked (llm-anthropic, 2026-11); older ones show all of it.
        if (prompt.HideReasoning) thinking["display"] = "omitted";
        else if (isShown || !thinking.ContainsKey("budget_tokens")) thinking["display"] = "summarized";
        return thinking;
    }
}
