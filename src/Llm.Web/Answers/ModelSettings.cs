using System.Text.Json.Nodes;

namespace Llm.Web.Answers;

/// <summary>Gives the settings of a request the names that a model's options have.</summary>
/// <remarks>
/// Clients send settings to every model, whether it has them or not, and have no way to leave them out. So what a model has no option for
/// is dropped, as vendors do; a value that the option does not take is an error.
/// </remarks>
internal static class ModelSettings
{
    public const string Temperature = "temperature";
    public const string TopP = "top_p";
    public const string TopK = "top_k";
    public const string MaxTokens = "max_tokens";
    public const string Stop = "stop";
    public const string Seed = "seed";
    public const string ReasoningEffort = "reasoning_effort";
    public const string JsonObjectAnswer = "json_object";

    /// <summary>Other names of a setting, in the order in which they are tried.</summary>
    private static readonly Dictionary<string, string[]> OtherNames = new()
    {
        [MaxTokens] = ["max_output_tokens", "max_completion_tokens", "num_predict"],
        [Stop] = ["stop_sequences"],
        [ReasoningEffort] = ["thinking_effort", "thinking_level", "effort"],
    };

    /// <summary>Returns the members of a request that may be settings: all but those that its interface gives another meaning.</summary>
    public static JsonObject Among(JsonObject body, IReadOnlySet<string> structure)
    {
        var settings = new JsonObject();
        foreach (var (name, value) in body)
        {
            if (!structure.Contains(name)) settings[name] = value?.DeepClone();
        }

        return settings;
    }

    /// <summary>Returns the settings that a model has options for.</summary>
    public static IReadOnlyDictionary<string, JsonNode?> For(Model model, JsonObject settings)
    {
        var chosen = new Dictionary<string, JsonNode?>();
        foreach (var (name, value) in settings)
        {
            if (value is null) continue;
            if (Find(model, name) is { } option) chosen.TryAdd(option.Name, Fit(option, value));
        }

        return chosen;
    }

    private static ModelOption? Find(Model model, string name)
    {
        var option = Named(model, name);
        foreach (var other in option is null ? OtherNames.GetValueOrDefault(name) ?? [] : []) option ??= Named(model, other);
        return option;
    }

    private static ModelOption? Named(Model model, string name) => model.Options.FirstOrDefault(option => option.Name == name);

    /// <summary>One text stands for a list of one where the model takes no list.</summary>
    private static JsonNode Fit(ModelOption option, JsonNode value) =>
        (option is ModelOption<string> && value is JsonArray { Count: 1 } list ? list[0]! : value).DeepClone();
}
