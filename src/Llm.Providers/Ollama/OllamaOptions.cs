using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Llm.Providers.Ollama;

/// <summary>The options of models: those of llm-ollama 0.15 in its order, then ours.</summary>
internal static class OllamaOptions
{
    public static readonly ModelOption<bool> JsonObject = ModelOptions.Boolean("json_object", "Makes the answer a JSON object.");

    public static readonly ModelOption<string> Think = new(
        "think",
        "Whether the model thinks before it answers; some models take low, medium, high or max.",
        ["boolean", "string"],
        CheckThink,
        node => node.ToString(),
        () => new JsonObject
        {
            ["anyOf"] = new JsonArray(
                new JsonObject { ["type"] = "boolean" },
                new JsonObject { ["enum"] = new JsonArray("low", "medium", "high", "max"), ["type"] = "string" },
                new JsonObject { ["type"] = "null" }),
            ["default"] = null,
            ["description"] = "Whether, and how much, the model thinks before it answers.",
            ["title"] = "Think",
        });

    public static readonly ModelOption<string> KeepAlive = ModelOptions.Text(
        "keep_alive", "How long the model stays in memory after the answer, such as 10m; -1 keeps it, 0 unloads it.");

    private const string Stop = "stop";

    private static readonly ModelOption<bool> Flag = ModelOptions.Boolean("think", "");

    public static readonly ModelOption[] All =
    [
        ModelOptions.Integer("num_ctx", "The size of the context in tokens."),
        ModelOptions.Integer("repeat_last_n", "How many of the last tokens must not be repeated; 0 means none, -1 the whole context."),
        ModelOptions.Number("repeat_penalty", "How strongly repetitions are penalized."),
        ModelOptions.Number("temperature", "How random the answer is."),
        ModelOptions.Integer("seed", "Makes the answer to the same prompt the same."),
        ModelOptions.Texts(Stop, "A string, or a list of strings, at which the answer ends."),
        ModelOptions.Integer("num_predict", "The most tokens of the answer; -1 sets no limit."),
        ModelOptions.Integer("top_k", "Considers only this many of the most probable tokens."),
        ModelOptions.Number("top_p", "Considers only the most probable tokens whose probabilities add up to this value."),
        ModelOptions.Number("min_p", "Considers only tokens with at least this part of the probability of the most probable one."),
        JsonObject, Think, KeepAlive,
    ];

    /// <summary>The member <c>options</c> of a request; empty if none is set.</summary>
    public static JsonObject ForRequest(Prompt prompt)
    {
        var options = new JsonObject();
        foreach (var (name, value) in prompt.Options)
        {
            if (value is null || name == JsonObject.Name || name == Think.Name || name == KeepAlive.Name) continue;
            // The server refuses a text that is not in a list.
            options[name] = name == Stop && value is not JsonArray ? new JsonArray(value.DeepClone()) : value.DeepClone();
        }

        return options;
    }

    /// <summary>A duration, which the server takes as text with a unit or as a number of seconds.</summary>
    public static JsonNode ToDuration(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) ? seconds : text;

    private static JsonNode CheckThink(JsonNode value)
    {
        if (value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is "low" or "medium" or "high" or "max") return value;
        try
        {
            return Flag.Check(value)!;
        }
        catch (OptionValueException)
        {
            throw new OptionValueException("Input should be true, false, 'low', 'medium', 'high' or 'max'");
        }
    }
}
