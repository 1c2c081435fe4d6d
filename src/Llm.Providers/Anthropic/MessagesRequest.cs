using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Http;

namespace Llm.Providers.Anthropic;

/// <summary>Builds requests of the Messages interface.</summary>
internal static class MessagesRequest
{
    /// <summary>The tool that a model without structured outputs must call to answer by a schema, as in llm-anthropic.</summary>
    public const string SchemaTool = "output_structured_data";

    /// <summary>
    /// The most tokens of an answer in one piece: more may take longer than ten minutes, so that the connection is lost
    /// (@anthropic-ai/sdk 1.14.0 refuses 21,334 unless they are streamed).
    /// </summary>
    private const long MaxWhole = 21_333;

    /// <summary>The most tokens that older models give without a beta header (llm-anthropic, 2026-11).</summary>
    private const long MaxOlder = 64_000;

    public static Task<ProviderRequest> CreateAsync(
        Prompt prompt, ModelContext context, AnthropicModel model, CancellationToken cancellationToken)
    {
        var attachments = MessagesInput.AttachmentsOf(prompt);
        return attachments.Count > 0
            ? CreateWithAttachmentsAsync(prompt, context, model, attachments, cancellationToken)
            : Task.FromResult(Create(prompt, context, model, null));
    }

    private static async Task<ProviderRequest> CreateWithAttachmentsAsync(
        Prompt prompt, ModelContext context, AnthropicModel model, List<Attachment> attachments, CancellationToken cancellationToken)
    {
        var sources = new Dictionary<Attachment, JsonObject>();
        foreach (var attachment in attachments)
        {
            // The type of what an address leads to is known only now.
            await attachment.ResolveTypeAsync(model.Http(), cancellationToken);
            Prompt.CheckAttachments(model, [attachment]);
            sources[attachment] = MessagesInput.ToSource(attachment, attachment.ReadLocal());
        }

        return Create(prompt, context, model, sources);
    }

    private static ProviderRequest Create(
        Prompt prompt, ModelContext context, AnthropicModel model, Dictionary<Attachment, JsonObject>? sources)
    {
        var settings = model.Settings;
        var input = new MessagesInput(sources, settings.Has(AnthropicFeatures.LaterInstructions));
        var messages = input.Build(prompt, prompt.Get(AnthropicOptions.Cache));
        var limit = AnthropicOptions.MaxTokens.TryGet(prompt.Options, out var given) ? given : settings.MaxTokens;
        var betas = new List<string>();
        var body = new JsonObject { ["model"] = settings.WireName, ["max_tokens"] = limit };
        if (input.System is { } system) body["system"] = system;
        body["messages"] = messages;
        AddOptions(body, prompt, betas);
        MessagesThinking.Add(body, prompt, model, betas);
        AddPrefill(messages, prompt, model);
        AddSchema(body, prompt, settings);
        AddTools(body, prompt, model, betas);
        limit = body["max_tokens"]!.GetValue<long>();
        if (limit > MaxOlder && !settings.Has(AnthropicFeatures.AdaptiveThinking)) betas.Add("output-128k-2025-02-19");
        var stream = context.Stream || limit > MaxWhole;
        body["stream"] = stream;
        foreach (var (name, value) in prompt.ExtraBody ?? []) body[name] = value?.DeepClone();
        return settings.Request(body, betas, context.Key, stream);
    }

    private static void AddOptions(JsonObject body, Prompt prompt, List<string> betas)
    {
        var options = prompt.Options;
        if (options.ContainsKey(AnthropicOptions.Temperature.Name) && options.ContainsKey(AnthropicOptions.TopP.Name))
            throw new LlmException("Only one of temperature and top_p can be set: leave out the other.");
        foreach (var option in (ModelOption[])[AnthropicOptions.Temperature, AnthropicOptions.TopP, AnthropicOptions.TopK])
        {
            if (options[option.Name] is { } value) body[option.Name] = value.DeepClone();
        }

        if (AnthropicOptions.Texts(prompt, AnthropicOptions.StopSequences) is { } stops) body["stop_sequences"] = stops;
        if (prompt.Get(AnthropicOptions.UserId) is { } user) body["metadata"] = new JsonObject { ["user_id"] = user };
        if (!prompt.Get(AnthropicOptions.Fast)) return;
        body["speed"] = "fast";
        betas.Add("fast-mode-2026-02-01");
    }

    private static void AddPrefill(JsonArray messages, Prompt prompt, AnthropicModel model)
    {
        if (prompt.Get(AnthropicOptions.Prefill) is not { Length: > 0 } prefill) return;
        if (model.Settings.Has(AnthropicFeatures.AdaptiveThinking))
        {
            throw new LlmException(
                $"{model.Id} cannot continue an answer that begins with a prefill: leave the option out, and use a schema or "
                + "instructions.");
        }

        messages.AddNode(new JsonObject { ["role"] = Message.AssistantRole, ["content"] = prefill });
    }

    private static void AddSchema(JsonObject body, Prompt prompt, AnthropicModelSettings settings)
    {
        if (prompt.Schema is null || !settings.Has(AnthropicFeatures.StructuredOutputs)) return;
        Output(body)["format"] = new JsonObject { ["type"] = "json_schema", ["schema"] = MessagesSchema.Convert(prompt.Schema) };
    }

    private static void AddTools(JsonObject body, Prompt prompt, AnthropicModel model, List<string> betas)
    {
        var tools = new JsonArray();
        if (AnthropicServerTools.SearchByOptions(prompt, model) is { } search) tools.AddNode(search);
        if (prompt.Schema is { } schema && !model.Settings.Has(AnthropicFeatures.StructuredOutputs))
        {
            if (prompt.Tools.Count > 0)
            {
                throw new LlmException(
                    $"{model.Id} cannot answer by a schema and call tools in one prompt: leave out one of them, or choose a newer model, "
                    + "such as claude-sonnet-4.6.");
            }

            tools.AddNode(ToJson(new Tool(SchemaTool, prompt.SchemaDescription, schema)));
            body["tool_choice"] = new JsonObject { ["type"] = "tool", ["name"] = SchemaTool };
        }

        foreach (var tool in prompt.Tools)
        {
            if (tool is ServerSideTool provided) AnthropicServerTools.Add(provided, tools, body, betas);
            else tools.AddNode(ToJson(tool));
        }

        if (tools.Count > 0) body["tools"] = tools;
        if (prompt.Tools.Count > 0) AddToolChoice(body, prompt);
    }

    private static void AddToolChoice(JsonObject body, Prompt prompt)
    {
        if (prompt.ToolChoice is null && prompt.ParallelToolCalls is null) return;
        var choice = prompt.ToolChoice ?? ToolChoice.Auto;
        var sent = new JsonObject
        {
            ["type"] = choice.Name is not null ? "tool" : choice == ToolChoice.Required ? "any" : choice.Mode,
        };
        if (choice.Name is { } wanted) sent["name"] = wanted;
        if (prompt.ParallelToolCalls is { } parallel && choice != ToolChoice.None) sent["disable_parallel_tool_use"] = !parallel;
        body["tool_choice"] = sent;
    }

    private static JsonObject ToJson(Tool tool)
    {
        var schema = tool.InputSchema.DeepClone().AsObject();
        // The interface requires the type.
        if (!schema.ContainsKey("type")) schema["type"] = "object";
        var json = new JsonObject { ["name"] = tool.Name };
        if (!string.IsNullOrEmpty(tool.Description)) json["description"] = tool.Description;
        json["input_schema"] = schema;
        return json;
    }

    /// <summary>The member with the effort and the form of the answer.</summary>
    internal static JsonObject Output(JsonObject body)
    {
        if (body["output_config"] is JsonObject known) return known;
        var output = new JsonObject();
        body["output_config"] = output;
        return output;
    }
}
