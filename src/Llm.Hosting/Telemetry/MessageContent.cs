using System.Diagnostics;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <summary>Adds prompts and answers to a span, as JSON text in the format of OpenTelemetry's conventions.</summary>
internal static class MessageContent
{
    public static void Add(Activity activity, Response response)
    {
        var messages = response.Prompt.Messages;
        var instructions = messages.TakeWhile(message => message.Role == Message.SystemRole).ToList();
        if (instructions.Count > 0) activity.SetTag("gen_ai.system_instructions", Text(Parts(instructions)));
        activity.SetTag("gen_ai.input.messages", Text(new JsonArray([.. messages.Skip(instructions.Count).Select(ToJson)])));
        if (response.Prompt.Tools.Count > 0)
            activity.SetTag("gen_ai.tool.definitions", Text(new JsonArray([.. response.Prompt.Tools.Select(ToJson)])));
        if (response.Messages.Count > 0) activity.SetTag("gen_ai.output.messages", Text(Answer(response.Messages, response.FinishReason)));
    }

    private static string Text(JsonArray value) => PythonJson.CompactUnescaped(value);

    /// <summary>Returns the answer as one message, as the conventions require, even if the model returned several.</summary>
    private static JsonArray Answer(IReadOnlyList<Message> messages, FinishReason? finishReason)
    {
        var answer = new JsonObject { ["role"] = Message.AssistantRole, ["parts"] = Parts(messages) };
        if (finishReason is not null) answer["finish_reason"] = finishReason == FinishReason.ToolCalls ? "tool_call" : finishReason.Value;
        return new JsonArray(answer);
    }

    private static JsonObject ToJson(Message message) => new() { ["role"] = message.Role, ["parts"] = Parts([message]) };

    private static JsonArray Parts(IEnumerable<Message> messages) => new([.. messages.SelectMany(message => message.Parts).Select(ToJson)]);

    private static JsonObject ToJson(Tool tool) => new()
    {
        ["type"] = "function",
        ["name"] = tool.Name,
        ["description"] = tool.Description,
        ["parameters"] = tool.InputSchema.DeepClone(),
    };

    private static JsonObject ToJson(Part part) => part switch
    {
        TextPart text => new() { ["type"] = "text", ["content"] = text.Text },
        ReasoningPart reasoning => new() { ["type"] = "reasoning", ["content"] = reasoning.Text },
        ToolCallPart call =>
            new() { ["type"] = "tool_call", ["id"] = call.ToolCallId, ["name"] = call.Name, ["arguments"] = call.Arguments.DeepClone() },
        ToolResultPart result => new() { ["type"] = "tool_call_response", ["id"] = result.ToolCallId, ["response"] = result.Output },
        AttachmentPart { Attachment: { } attachment } => ToJson(attachment),
        _ => new() { ["type"] = "attachment" },
    };

    /// <summary>Returns bytes as they are. For a file or a URL, only the location is given, because its content may change.</summary>
    private static JsonObject ToJson(Attachment attachment)
    {
        var type = attachment.Type ?? attachment.ResolvedType;
        var json = new JsonObject { ["mime_type"] = type, ["modality"] = Modality(type) };
        if (attachment.Content is { IsEmpty: false } content)
        {
            json["type"] = "blob";
            json["content"] = Convert.ToBase64String(content.Span);
            return json;
        }

        json["type"] = "uri";
        json["uri"] = attachment.Path is { } path ? new Uri(Path.GetFullPath(path)).AbsoluteUri : attachment.Url;
        return json;
    }

    private static string Modality(string? type) => type?.Split('/')[0] is "image" or "audio" or "video" ? type.Split('/')[0] : "document";
}
