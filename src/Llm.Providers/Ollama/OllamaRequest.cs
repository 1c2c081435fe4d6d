using System.Text;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Http;

namespace Llm.Providers.Ollama;

/// <summary>Builds the bodies of <c>/api/chat</c> (github.com/ollama/ollama, docs/api.md).</summary>
internal static class OllamaRequest
{
    public static async Task<JsonObject> CreateAsync(
        Prompt prompt, string name, bool stream, Func<HttpClient> http, CancellationToken cancellationToken)
    {
        var messages = new JsonArray();
        string? instructions = null;
        foreach (var message in prompt.Messages)
        {
            if (message.Role == Message.ToolRole)
            {
                AddResults(messages, message);
            }
            else if (message.Role != Message.SystemRole)
            {
                messages.AddNode(await ConvertAsync(message, http, cancellationToken));
            }
            else if (message.Text != instructions)
            {
                // Unchanged instructions are not repeated.
                instructions = message.Text;
                messages.AddNode(new JsonObject { ["role"] = message.Role, ["content"] = instructions });
            }
        }

        var body = new JsonObject { ["model"] = name, ["messages"] = messages, ["stream"] = stream };
        AddTools(body, prompt);
        if (prompt.Options[OllamaOptions.Think.Name] is { } think) body["think"] = think.DeepClone();
        if (Format(prompt) is { } format) body["format"] = format;
        if (OllamaOptions.ForRequest(prompt) is { Count: > 0 } options) body["options"] = options;
        if (prompt.Get(OllamaOptions.KeepAlive) is { } time) body["keep_alive"] = OllamaOptions.ToDuration(time);
        foreach (var (member, value) in prompt.ExtraBody ?? []) body[member] = value?.DeepClone();
        return body;
    }

    /// <summary>A message of the user or the model; the interface has one text, and lists beside it.</summary>
    private static async Task<JsonObject> ConvertAsync(Message message, Func<HttpClient> http, CancellationToken cancellationToken)
    {
        var (text, thoughts) = (new StringBuilder(), new StringBuilder());
        var (images, calls) = (new JsonArray(), new JsonArray());
        foreach (var part in message.Parts)
        {
            switch (part)
            {
                case TextPart piece:
                    // What the user says in several pieces must not run together.
                    if (text.Length > 0 && message.Role == Message.UserRole) text.Append('\n');
                    text.Append(piece.Text);
                    break;
                case ReasoningPart reasoning:
                    thoughts.Append(reasoning.Text);
                    break;
                case AttachmentPart { Attachment: { } attachment }:
                    images.AddNode(await AttachmentData.ToBase64Async(attachment, http, cancellationToken));
                    break;
                // What another provider ran has no form here.
                case ToolCallPart { ServerExecuted: false } call:
                    var function = new JsonObject { ["name"] = call.Name, ["arguments"] = call.Arguments.DeepClone() };
                    calls.AddNode(new JsonObject { ["function"] = function });
                    break;
            }
        }

        var converted = new JsonObject { ["role"] = message.Role, ["content"] = text.ToString() };
        if (thoughts.Length > 0) converted["thinking"] = thoughts.ToString();
        if (images.Count > 0) converted["images"] = images;
        if (calls.Count > 0) converted["tool_calls"] = calls;
        return converted;
    }

    /// <summary>Results, which belong to the calls in their order.</summary>
    private static void AddResults(JsonArray messages, Message message)
    {
        foreach (var part in message.Parts)
        {
            if (part is ToolResultPart { ServerExecuted: false } result)
                messages.AddNode(new JsonObject { ["role"] = "tool", ["tool_name"] = result.Name, ["content"] = result.Output });
        }
    }

    private static void AddTools(JsonObject body, Prompt prompt)
    {
        // The interface has no member that keeps a model from calling.
        if (prompt.Tools.Count == 0 || prompt.ToolChoice == ToolChoice.None) return;
        var tools = new JsonArray();
        foreach (var tool in prompt.Tools)
        {
            var function = new JsonObject { ["name"] = tool.Name };
            if (!string.IsNullOrEmpty(tool.Description)) function["description"] = tool.Description;
            function["parameters"] = tool.InputSchema.DeepClone();
            tools.AddNode(new JsonObject { ["type"] = "function", ["function"] = function });
        }

        body["tools"] = tools;
    }

    private static JsonNode? Format(Prompt prompt)
    {
        if (prompt.Schema is null) return prompt.Get(OllamaOptions.JsonObject) ? "json" : null;
        var schema = prompt.Schema.DeepClone().AsObject();
        // There is no other place for the two.
        if (prompt.SchemaName is { } name) schema.TryAdd("title", name);
        if (prompt.SchemaDescription is { } description) schema.TryAdd("description", description);
        return schema;
    }
}
