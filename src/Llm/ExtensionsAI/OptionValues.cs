using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

// Background responses are experimental; a request for one must not silently be answered in another way.
#pragma warning disable MEAI001

namespace Llm.ExtensionsAI;

/// <summary>Converts chat options to a model's options, by the names that models use.</summary>
internal sealed class OptionValues
{
    private readonly Model model;
    private readonly Dictionary<string, JsonNode?> values = [];

    private OptionValues(Model model) => this.model = model;

    /// <summary>The values by option name.</summary>
    /// <exception cref="LlmException">The model lacks an option for a property that is set.</exception>
    public static IReadOnlyDictionary<string, JsonNode?> Read(Model model, ChatOptions options)
    {
        var read = new OptionValues(model);
        read.AddNumbers(options);
        read.AddChoices(options);
        CheckTheRest(options);
        foreach (var (name, value) in options.AdditionalProperties ?? [])
        {
            if (!IsOption(model, name)) continue;
            if (read.values.TryAdd(name, BridgeJson.ToNode(value))) continue;
            throw new LlmException($"The option {name} is set twice: in ChatOptions and in its AdditionalProperties.");
        }

        return read.values;
    }

    /// <summary>Whether a name in the additional properties is that of an option of the model.</summary>
    public static bool IsOption(Model model, string name) => model.Options.Any(option => option.Name == name);

    private void AddNumbers(ChatOptions options)
    {
        Add(nameof(options.Temperature), ToNode(options.Temperature), "temperature");
        Add(nameof(options.TopP), ToNode(options.TopP), "top_p");
        Add(nameof(options.TopK), options.TopK, "top_k");
        Add(nameof(options.MaxOutputTokens), options.MaxOutputTokens, "max_tokens", "max_output_tokens", "max_completion_tokens");
        Add(nameof(options.FrequencyPenalty), ToNode(options.FrequencyPenalty), "frequency_penalty");
        Add(nameof(options.PresencePenalty), ToNode(options.PresencePenalty), "presence_penalty");
        Add(nameof(options.Seed), options.Seed, "seed");
    }

    private void AddChoices(ChatOptions options)
    {
        if (options.StopSequences is { Count: > 0 } stops)
        {
            var option = Find(nameof(options.StopSequences), "stop", "stop_sequences");
            values[option.Name] = stops.Count == 1 ? stops[0]
                : option is ModelOption<IReadOnlyList<string>> ? new JsonArray([.. stops.Select(stop => JsonValue.Create(stop))])
                : throw new LlmException($"{model} accepts one of ChatOptions.StopSequences, not {stops.Count}.");
        }

        Add($"{nameof(options.Reasoning)}.{nameof(ReasoningOptions.Effort)}", EffortName(options.Reasoning?.Effort), "reasoning_effort");
        if (options.ResponseFormat is ChatResponseFormatJson { Schema: null }) Add(nameof(options.ResponseFormat), true, "json_object");
    }

    private static void CheckTheRest(ChatOptions options)
    {
        var problem = options switch
        {
            { ConversationId: not null } => "Conversations are not stored: leave out ChatOptions.ConversationId and pass all messages.",
            { ContinuationToken: not null } => "Answers cannot be resumed: leave out ChatOptions.ContinuationToken.",
            _ => null,
        };
        if (problem is not null) throw new LlmException(problem);
    }

    private void Add(string property, JsonNode? value, params IReadOnlyList<string> names)
    {
        if (value is not null) values[Find(property, names).Name] = value;
    }

    private ModelOption Find(string property, params IReadOnlyList<string> names) =>
        names.Select(name => model.Options.FirstOrDefault(option => option.Name == name)).OfType<ModelOption>().FirstOrDefault()
        ?? throw new LlmException($"{model} has no option for ChatOptions.{property}: leave it out.");

    /// <summary>The number as it was written, such as 0.7, rather than the nearest value of 32 bits.</summary>
    private static JsonValue? ToNode(float? number) => number is null
        ? null
        : JsonValue.Create(double.Parse(number.Value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    private static string? EffortName(ReasoningEffort? effort) => effort switch
    {
        null => null,
        ReasoningEffort.ExtraHigh => "xhigh",
        _ => effort.Value.ToString().ToLowerInvariant(),
    };
}
