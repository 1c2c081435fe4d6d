using System.Text.Json.Nodes;
using Llm.Providers.Http;

namespace Llm.Providers.OpenAI.Chat;

/// <summary>Builds Chat Completions requests.</summary>
internal static class ChatRequest
{
    public static async Task<ProviderRequest> CreateAsync(
        Prompt prompt, ModelContext context, OpenAIModelSettings settings, Func<HttpClient> http, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["messages"] = await ChatMessages.BuildAsync(prompt, settings.Vision, http, cancellationToken),
            ["model"] = settings.WireName,
            ["stream"] = context.Stream,
        };
        AddOptions(body, prompt, context.Stream && settings.StreamUsage, settings.DefaultMaxTokens);
        AddSchema(body, prompt);
        AddTools(body, prompt);
        return settings.Request("chat/completions", body, prompt, context);
    }

    /// <summary>Adds the options that are sent unchanged; the Completions interface uses it too.</summary>
    public static void AddOptions(JsonObject body, Prompt prompt, bool streamUsage, int? defaultMaxTokens)
    {
        foreach (var (name, value) in prompt.Options)
        {
            if (name == OpenAIOptions.JsonObject.Name
                || name == OpenAIOptions.ImageDetail.Name
                || name == OpenAIOptions.ChatCompletions.Name) continue;
            body[name] = value?.DeepClone();
        }

        if (defaultMaxTokens is not null && !body.ContainsKey(OpenAIOptions.MaxTokens.Name))
            body[OpenAIOptions.MaxTokens.Name] = defaultMaxTokens;
        if (prompt.Get(OpenAIOptions.JsonObject)) body["response_format"] = new JsonObject { ["type"] = "json_object" };
        if (streamUsage) body["stream_options"] = new JsonObject { ["include_usage"] = true };
    }

    private static void AddSchema(JsonObject body, Prompt prompt)
    {
        if (prompt.Schema is null) return;
        var schema = new JsonObject { ["name"] = prompt.SchemaName ?? "output", ["schema"] = prompt.Schema.DeepClone() };
        if (prompt.SchemaDescription is { } description) schema["description"] = description;
        body["response_format"] = new JsonObject { ["type"] = "json_schema", ["json_schema"] = schema };
    }

    private static void AddTools(JsonObject body, Prompt prompt)
    {
        if (prompt.Tools.Count == 0) return;
        body["tools"] = new JsonArray([.. prompt.Tools.Select(ToJson)]);
        if (prompt.ToolChoice is { } choice)
        {
            body["tool_choice"] = choice.Name is { } name
                ? new JsonObject { ["type"] = choice.Mode, ["function"] = new JsonObject { ["name"] = name } }
                : choice.Mode;
        }

        if (prompt.ParallelToolCalls is { } parallel) body["parallel_tool_calls"] = parallel;
    }

    private static JsonObject ToJson(Tool tool) => new()
    {
        ["type"] = "function",
        ["function"] = new JsonObject
        {
            ["name"] = tool.Name,
            ["description"] = string.IsNullOrEmpty(tool.Description) ? null : tool.Description,
            ["parameters"] = tool.InputSchema.DeepClone(),
        },
    };
}
