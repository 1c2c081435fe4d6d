using System.Text.Json.Nodes;
using Llm.Providers.Http;

namespace Llm.Providers.OpenAI.Responses;

/// <summary>Builds Responses requests.</summary>
internal static class ResponsesRequest
{
    /// <summary>Options that are converted or not sent; all others are sent unchanged.</summary>
    private static readonly string[] Converted =
    [
        OpenAIOptions.JsonObject.Name, OpenAIOptions.ChatCompletions.Name, OpenAIOptions.ImageDetail.Name, OpenAIOptions.MaxTokens.Name,
        OpenAIOptions.ReasoningEffort.Name, OpenAIOptions.Verbosity.Name,
    ];

    public static async Task<ProviderRequest> CreateAsync(
        Prompt prompt, ModelContext context, OpenAIModelSettings settings, Func<HttpClient> http, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["input"] = await ResponsesInput.BuildAsync(prompt, settings.Vision, http, cancellationToken),
            ["model"] = settings.WireName,
            ["store"] = false,
            ["stream"] = context.Stream,
        };
        var instructions = prompt.Messages.LastOrDefault(message => message.Role == Message.SystemRole && message.Text.Length > 0);
        if (instructions is not null) body["instructions"] = instructions.Text;
        if ((prompt.Options[OpenAIOptions.MaxTokens.Name]?.DeepClone() ?? settings.DefaultMaxTokens) is { } limit)
            body["max_output_tokens"] = limit;
        foreach (var (name, value) in prompt.Options)
        {
            if (!Converted.Contains(name)) body[name] = value?.DeepClone();
        }

        AddReasoning(body, prompt, settings);
        AddText(body, prompt);
        AddTools(body, prompt);
        return settings.Request("responses", body, prompt, context);
    }

    private static void AddReasoning(JsonObject body, Prompt prompt, OpenAIModelSettings settings)
    {
        if (!settings.Reasoning) return;
        var effort = prompt.Get(OpenAIOptions.ReasoningEffort);
        var reasoning = new JsonObject();
        if (settings.ReasoningSummary && !prompt.HideReasoning) reasoning["summary"] = "auto";
        if (effort is not null) reasoning["effort"] = effort;
        if (reasoning.Count > 0) body["reasoning"] = reasoning;
        if (settings.ReasoningSummary || effort is not null) body["include"] = new JsonArray("reasoning.encrypted_content");
    }

    private static void AddText(JsonObject body, Prompt prompt)
    {
        var text = new JsonObject();
        if (prompt.Get(OpenAIOptions.Verbosity) is { } verbosity) text["verbosity"] = verbosity;
        if (prompt.Get(OpenAIOptions.JsonObject)) text["format"] = new JsonObject { ["type"] = "json_object" };
        if (prompt.Schema is not null)
        {
            // Strict mode requires "additionalProperties": false at every level, which users' schemas lack.
            text["format"] = new JsonObject
            {
                ["type"] = "json_schema",
                ["name"] = prompt.SchemaName ?? "output",
                ["schema"] = prompt.Schema.DeepClone(),
                ["strict"] = false,
            };
            if (prompt.SchemaDescription is { } description) text["format"]!["description"] = description;
        }

        if (text.Count > 0) body["text"] = text;
    }

    private static void AddTools(JsonObject body, Prompt prompt)
    {
        if (prompt.Tools.Count == 0) return;
        body["tools"] = new JsonArray(
            [.. prompt.Tools.Select(tool => tool is ServerSideTool provided ? provided.Spec.DeepClone() : ToJson(tool))]);
        if (prompt.ToolChoice is { } choice)
        {
            body["tool_choice"] = choice.Name is { } wanted
                ? new JsonObject { ["type"] = choice.Mode, ["name"] = wanted }
                : choice.Mode;
        }

        if (prompt.ParallelToolCalls is { } parallel) body["parallel_tool_calls"] = parallel;
        var include = body["include"] as JsonArray ?? [];
        foreach (var name in prompt.Tools.OfType<ServerSideTool>().SelectMany(tool => tool.Include))
        {
            if (!include.Any(item => item!.GetValue<string>() == name)) include.Add((JsonNode)name);
        }

        if (include.Count > 0) body["include"] = include;
    }

    private static JsonObject ToJson(Tool tool) => new()
    {
        ["type"] = "function",
        ["name"] = tool.Name,
        ["description"] = string.IsNullOrEmpty(tool.Description) ? null : tool.Description,
        ["parameters"] = tool.InputSchema.DeepClone(),
    };
}
