using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Llm.Json;
using Microsoft.Extensions.AI;

namespace Llm.ExtensionsAI;

/// <summary>Converts a prompt's options, schema and tools to chat options.</summary>
internal static partial class ChatClientRequest
{
    public static readonly IReadOnlyList<ModelOption> Standard =
    [
        ModelOptions.Number("temperature", "Randomness: higher values make answers more varied.", 0, 2),
        ModelOptions.Integer("max_tokens", "Maximum number of tokens to generate.", 1, int.MaxValue),
        ModelOptions.Number("top_p", "Considers only the likeliest tokens that make up this share of the probability.", 0, 1),
        ModelOptions.Integer("top_k", "Considers only this many of the likeliest tokens.", 0, int.MaxValue),
        ModelOptions.Number("frequency_penalty", "Penalty for tokens in proportion to how often they have occurred.", -2, 2),
        ModelOptions.Number("presence_penalty", "Penalty for tokens that have occurred at all.", -2, 2),
        ModelOptions.Texts("stop", "Text at which the answer ends."),
        ModelOptions.Integer("seed", "A seed for repeatable answers, if the service supports it."),
        ModelOptions.Choice("reasoning_effort", "How much the model thinks.", "none", "low", "medium", "high", "xhigh"),
    ];

    public static ChatOptions Build(Prompt prompt, string? modelId)
    {
        var options = new ChatOptions
        {
            ModelId = modelId,
            ResponseFormat = prompt.Schema is null ? null : WriteSchema(prompt, prompt.Schema),
            Tools = prompt.Tools.Count == 0 ? null : [.. prompt.Tools.Select(WriteTool)],
            ToolMode = prompt.Tools.Count == 0 ? null : WriteChoice(prompt.ToolChoice),
            AllowMultipleToolCalls = prompt.Tools.Count == 0 ? null : prompt.ParallelToolCalls,
        };
        foreach (var (name, value) in prompt.Options)
        {
            if (value is not null) Set(options, name, value);
        }

        foreach (var (name, value) in prompt.ExtraBody ?? [])
        {
            if (value is not null) (options.AdditionalProperties ??= [])[name] = Plain(value);
        }

        if (prompt.HideReasoning) (options.Reasoning ??= new ReasoningOptions()).Output = ReasoningOutput.None;
        return options;
    }

    private static void Set(ChatOptions options, string name, JsonNode value)
    {
        switch (name)
        {
            case "temperature":
                options.Temperature = (float)value.GetValue<double>();
                break;
            case "max_tokens":
                options.MaxOutputTokens = (int)value.GetValue<long>();
                break;
            case "top_p":
                options.TopP = (float)value.GetValue<double>();
                break;
            case "top_k":
                options.TopK = (int)value.GetValue<long>();
                break;
            case "frequency_penalty":
                options.FrequencyPenalty = (float)value.GetValue<double>();
                break;
            case "presence_penalty":
                options.PresencePenalty = (float)value.GetValue<double>();
                break;
            case "stop":
                options.StopSequences = value is JsonArray texts
                    ? [.. texts.Select(text => text!.GetValue<string>())]
                    : [value.GetValue<string>()];
                break;
            case "seed":
                options.Seed = value.GetValue<long>();
                break;
            case "reasoning_effort":
                options.Reasoning = new ReasoningOptions { Effort = ReadEffort(value.GetValue<string>()) };
                break;
            default:
                (options.AdditionalProperties ??= [])[name] = Plain(value);
                break;
        }
    }

    private static ReasoningEffort ReadEffort(string effort) =>
        effort == "xhigh" ? ReasoningEffort.ExtraHigh : Enum.Parse<ReasoningEffort>(effort, ignoreCase: true);

    /// <summary>The value in the type that code expects in additional properties.</summary>
    private static object Plain(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when long.TryParse(PythonNumber.Format(value.AsValue()), out var integer) => integer,
        JsonValueKind.Number => value.GetValue<double>(),
        _ => value.ToElement(),
    };

    private static ChatResponseFormatJson WriteSchema(Prompt prompt, JsonObject schema) => ChatResponseFormat.ForJsonSchema(
        schema.ToElement(),
        prompt.SchemaName ?? (schema.Text("title") is { Length: > 0 } title ? NotInNames().Replace(title, "_") : null),
        prompt.SchemaDescription ?? schema.Text("description"));

    private static ChatToolMode? WriteChoice(ToolChoice? choice) => choice?.Mode switch
    {
        null => null,
        "auto" => ChatToolMode.Auto,
        "none" => ChatToolMode.None,
        _ => choice.Name is { } name ? ChatToolMode.RequireSpecific(name) : ChatToolMode.RequireAny,
    };

    private static AIFunctionDeclaration WriteTool(Tool tool) =>
        AIFunctionFactory.CreateDeclaration(tool.Name, tool.Description, tool.InputSchema.ToElement());

    [GeneratedRegex("[^A-Za-z0-9_-]")]
    private static partial Regex NotInNames();
}
