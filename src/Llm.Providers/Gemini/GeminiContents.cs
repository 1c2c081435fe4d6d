using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.Gemini;

/// <summary>Converts messages to contents of the interface.</summary>
internal static class GeminiContents
{
    /// <summary>The top-level key of what only Gemini understands in the metadata of a part, as llm-gemini has it.</summary>
    public const string MetadataName = "gemini";

    /// <summary>The member of a part, and of its metadata, in which the state of the model's thinking is kept.</summary>
    public const string Signature = "thoughtSignature";

    /// <summary>
    /// What the interface takes in place of a signature that was never made (ai.google.dev/gemini-api/docs/thought-signatures).
    /// </summary>
    private const string NoSignature = "skip_thought_signature_validator";

    public static async Task<JsonArray> BuildAsync(Prompt prompt, GeminiModel model, CancellationToken cancellationToken)
    {
        var contents = new JsonArray();
        foreach (var message in prompt.Messages)
        {
            if (message.Role == Message.SystemRole) continue;
            var isAnswer = message.Role == Message.AssistantRole;
            var parts = new JsonArray();
            foreach (var part in message.Parts)
            {
                if (await ConvertAsync(part, isAnswer, model.Http, cancellationToken) is { } converted) parts.AddNode(converted);
            }

            if (parts.Count == 0) continue;
            if (model.Features.HasFlag(GeminiFeatures.Gemini3)) RequireSignature(parts);
            contents.AddNode(new JsonObject { ["parts"] = parts, ["role"] = isAnswer ? "model" : "user" });
        }

        return contents;
    }

    private static async Task<JsonObject?> ConvertAsync(
        Part part, bool isAnswer, Func<HttpClient> http, CancellationToken cancellationToken)
    {
        var metadata = part.ProviderMetadata?[MetadataName] as JsonObject;
        var signature = metadata?.Text(Signature);
        JsonObject? converted;
        switch (part)
        {
            case TextPart text:
                converted = text.Text.Length == 0 ? null : new JsonObject { ["text"] = text.Text };
                break;
            // Thoughts are summaries that the model has no use for, unless they carry its state.
            case ReasoningPart reasoning:
                converted = signature is null ? null : new JsonObject { ["text"] = reasoning.Text, ["thought"] = true };
                break;
            // What the server ran goes back as it came; a call that another provider ran has no form here.
            case ToolCallPart { ServerExecuted: true } or ToolResultPart { ServerExecuted: true }:
                return metadata?.CopyObject("part");
            case ToolCallPart call:
                converted = Call(call);
                break;
            case ToolResultPart result:
                return Result(result);
            case AttachmentPart { Attachment: { } attachment }:
                converted = await GeminiAttachments.ConvertAsync(attachment, isAnswer, http, cancellationToken);
                break;
            default:
                return null;
        }

        if (converted is not null && signature is not null) converted[Signature] = signature;
        return converted;
    }

    private static JsonObject Call(ToolCallPart call)
    {
        var function = new JsonObject { ["name"] = call.Name, ["args"] = call.Arguments.DeepClone() };
        if (call.ToolCallId is not null) function["id"] = call.ToolCallId;
        return new JsonObject { ["functionCall"] = function };
    }

    /// <summary>A result; the interface has a member for what a function returned and one for why it failed.</summary>
    private static JsonObject Result(ToolResultPart result)
    {
        var response = new JsonObject
        {
            ["name"] = result.Name,
            ["response"] = new JsonObject { [result.Exception is null ? "output" : "error"] = result.Output },
        };
        if (result.ToolCallId is not null) response["id"] = result.ToolCallId;
        return new JsonObject { ["functionResponse"] = response };
    }

    /// <summary>
    /// Marks the calls of another provider's model, which have no signature, so that they are not refused. Of calls that were made at
    /// once only the first has one.
    /// </summary>
    private static void RequireSignature(JsonArray parts)
    {
        JsonObject? first = null;
        foreach (var part in parts)
        {
            if (part is not JsonObject call || !call.ContainsKey("functionCall")) continue;
            if (call.ContainsKey(Signature)) return;
            first ??= call;
        }

        if (first is not null) first[Signature] = NoSignature;
    }
}
