using System.Text.Json.Nodes;
using Llm.Json;
using Microsoft.Extensions.AI;

namespace Llm.ExtensionsAI;

/// <summary>Converts parts to contents.</summary>
internal static class ContentWriter
{
    /// <summary>Converts a part to a content; null for a part that the other side cannot use.</summary>
    /// <param name="part">The part.</param>
    /// <param name="forCaller">
    /// True for an answer, whose metadata the caller should send back with the next request; false for a request, which does not
    /// contain the metadata of other providers.
    /// </param>
    /// <exception cref="LlmException">An attachment cannot be read, or its type is not known.</exception>
    public static AIContent? Write(Part part, bool forCaller)
    {
        var kept = KeptMetadata.Of(part.ProviderMetadata);
        if (kept[ContentReader.Form] is JsonObject form && BridgeJson.Read<AIContent>(form) is { } whole) return whole;
        AIContent? content = part switch
        {
            TextPart text => new TextContent(text.Text),
            ReasoningPart reasoning => WriteReasoning(reasoning, forCaller),
            ToolCallPart call => WriteCall(call, kept),
            ToolResultPart result => WriteResult(result, forCaller),
            AttachmentPart { Attachment: { } attachment } => WriteAttachment(attachment, kept, forCaller),
            _ => null,
        };
        if (content is not null) KeptMetadata.Restore(content, part.ProviderMetadata, forCaller && part is not ReasoningPart);
        return content;
    }

    /// <summary>Whether the arguments are text that the model did not write as a JSON object.</summary>
    public static bool IsUnread(JsonObject arguments) => arguments is { Count: 1 } && arguments.Text("_raw") is not null;

    private static TextReasoningContent? WriteReasoning(ReasoningPart reasoning, bool forCaller)
    {
        var data = ReasoningData.FromMetadata(reasoning.ProviderMetadata, forCaller);
        // A client refuses reasoning that it cannot verify, and cannot use that of another provider.
        var isForeign = data is null && (reasoning.Text.Length == 0 || KeptMetadata.OfProviders(reasoning.ProviderMetadata).Count > 0);
        return isForeign && !forCaller ? null : new TextReasoningContent(reasoning.Text) { ProtectedData = data };
    }

    private static FunctionCallContent WriteCall(ToolCallPart call, JsonObject kept)
    {
        var failure = IsUnread(call.Arguments)
            ? "The model did not write the arguments as a JSON object."
            : kept.Text(ContentReader.Failure);
        return new FunctionCallContent(call.ToolCallId ?? "", call.Name, BridgeJson.ToDictionary(call.Arguments))
        {
            InformationalOnly = call.ServerExecuted,
            Exception = failure is null ? null : new LlmException(failure),
        };
    }

    private static FunctionResultContent WriteResult(ToolResultPart result, bool forCaller)
    {
        return new FunctionResultContent(result.ToolCallId ?? "", WriteOutput(result.Output, result.Attachments, forCaller))
        {
            Exception = result.Exception is null ? null : new LlmException(result.Exception),
        };
    }

    /// <summary>Converts what a tool returned to its text, or to a list of contents if there are attachments.</summary>
    public static object WriteOutput(string text, IEnumerable<Attachment> attachments, bool forCaller) => !attachments.Any()
        ? text
        : (List<AIContent>)[new TextContent(text), .. attachments.Select(attachment => WriteAttachment(attachment, [], forCaller))];

    private static AIContent WriteAttachment(Attachment attachment, JsonObject kept, bool forCaller)
    {
        var type = attachment.LocalType() ?? (forCaller ? "application/octet-stream" : null);
        if (attachment.ReadLocal() is { } bytes)
        {
            return new DataContent(bytes, type ?? throw UnknownType("an attachment")) { Name = kept.Text(ContentReader.FileName) };
        }

        return Uri.TryCreate(attachment.Url, UriKind.Absolute, out var url)
            ? new UriContent(url, type ?? throw UnknownType(attachment.Url))
            : throw new LlmException($"An attachment has neither bytes nor a valid URL: {attachment.Url}");
    }

    private static LlmException UnknownType(string what) =>
        new($"The media type of {what} is not known: set the attachment's Type, such as image/png.");
}
