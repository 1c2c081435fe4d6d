using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Microsoft.Extensions.AI;

namespace Llm.ExtensionsAI;

/// <summary>Converts contents to parts.</summary>
/// <remarks>A result does not name its tool, so the reader remembers the calls that it has seen. Not thread-safe.</remarks>
internal sealed class ContentReader
{
    /// <summary>The member that holds the whole content if the part cannot represent it fully.</summary>
    internal const string Form = "content";

    /// <summary>The member that holds the error of a call or result.</summary>
    internal const string Failure = "exception";

    internal const string FileName = "name";

    private readonly Dictionary<string, string> toolNames = [];

    /// <summary>Converts a content to a part; null for usage, which is not part of a message.</summary>
    /// <exception cref="LlmException">No part can represent the content.</exception>
    public Part? Read(AIContent content)
    {
        if (content is UsageContent) return null;
        if (content is TextReasoningContent reasoning)
        {
            var isWithheld = reasoning.Text.Length == 0;
            return new ReasoningPart(reasoning.Text) { Redacted = isWithheld, ProviderMetadata = ReasoningData.ToMetadata(reasoning) };
        }

        var kept = new JsonObject();
        var part = content switch
        {
            TextContent text => (Part)new TextPart(text.Text),
            DataContent data => ReadData(data, kept),
            UriContent uri => new AttachmentPart(Attachment.FromUrl(uri.Uri.OriginalString, uri.MediaType)),
            FunctionCallContent call => ReadCall(call, kept),
            FunctionResultContent result => ReadResult(result),
            ToolCallContent hosted => ReadHostedCall(hosted, kept),
            ToolResultContent hosted => ReadHostedResult(hosted, kept),
            ErrorContent { ErrorCode: "Refusal" } refusal => new TextPart(refusal.Message),
            ErrorContent error => throw new LlmException($"The client returned an error instead of an answer: {Describe(error)}"),
            _ => throw Refuse(content, "llm has no part for it. Leave it out of the messages."),
        };
        return KeptMetadata.Read(content, kept) is { } metadata ? part.WithMetadata(metadata) : part;
    }

    private static AttachmentPart ReadData(DataContent data, JsonObject kept)
    {
        if (data.Name is { } name) kept[FileName] = name;
        return new AttachmentPart(Attachment.FromBytes(data.Data, data.MediaType));
    }

    private ToolCallPart ReadCall(FunctionCallContent call, JsonObject kept)
    {
        toolNames[call.CallId] = call.Name;
        var arguments = BridgeJson.ToObject(call.Arguments ?? new Dictionary<string, object?>());
        if (call.Exception is { } failure && !ContentWriter.IsUnread(arguments)) kept[Failure] = failure.Message;
        return new ToolCallPart
        {
            Name = call.Name,
            Arguments = arguments,
            ToolCallId = IdOf(call.CallId),
            ServerExecuted = call.InformationalOnly,
        };
    }

    private ToolResultPart ReadResult(FunctionResultContent result)
    {
        var error = result.Exception switch
        {
            null => null,
            LlmException known => known.Message,
            var other => $"{other.GetType().Name}: {other.Message}",
        };
        IEnumerable<AIContent>? contents = result.Result switch
        {
            AIContent one => [one],
            IEnumerable<AIContent> several => several,
            _ => null,
        };
        var output = contents is null
            ? TextOf(BridgeJson.ToNode(result.Result)) ?? (error is null ? "" : $"Error: {error}")
            : "";
        var attachments = new List<Attachment>();
        foreach (var content in contents ?? [])
        {
            switch (Read(content))
            {
                case TextPart text:
                    output += text.Text;
                    break;
                case AttachmentPart { Attachment: { } attachment }:
                    attachments.Add(attachment);
                    break;
                default:
                    throw Refuse(content, "the result of a tool must be text, data or a URL.");
            }
        }

        return new ToolResultPart
        {
            Name = toolNames.GetValueOrDefault(result.CallId, ""),
            Output = output,
            ToolCallId = IdOf(result.CallId),
            Exception = error,
            Attachments = attachments,
        };
    }

    /// <summary>Reads a call of a tool that a service ran itself: the content's type is the name, its members are the arguments.</summary>
    private ToolCallPart ReadHostedCall(ToolCallContent call, JsonObject kept)
    {
        var form = ReadForm(call, kept);
        var name = form.Text("$type") ?? call.GetType().Name;
        toolNames[call.CallId] = name;
        form.Remove("$type");
        form.Remove("callId");
        return new ToolCallPart { Name = name, Arguments = form, ToolCallId = IdOf(call.CallId), ServerExecuted = true };
    }

    private ToolResultPart ReadHostedResult(ToolResultContent result, JsonObject kept) => new()
    {
        Name = toolNames.GetValueOrDefault(result.CallId, ""),
        Output = PythonJson.Spaced(ReadForm(result, kept)),
        ToolCallId = IdOf(result.CallId),
        ServerExecuted = true,
    };

    private static JsonObject ReadForm(AIContent content, JsonObject kept)
    {
        var form = BridgeJson.ToNode(content, typeof(AIContent)) as JsonObject
            ?? throw Refuse(content, "it cannot be written as JSON.");
        kept[Form] = form.DeepClone();
        form.Remove("annotations");
        form.Remove("additionalProperties");
        return form;
    }

    private static LlmException Refuse(AIContent content, string why) => new($"{content.GetType().Name} cannot be passed on: {why}");

    private static string? IdOf(string callId) => callId.Length > 0 ? callId : null;

    private static string? TextOf(JsonNode? node) => node switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => PythonJson.Spaced(node),
    };

    private static string Describe(ErrorContent error) =>
        string.Join(" - ", new[] { error.ErrorCode, error.Message, error.Details }.Where(text => !string.IsNullOrEmpty(text)));
}
