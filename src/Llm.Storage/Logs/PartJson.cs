using System.Text.Json.Nodes;

namespace Llm.Storage.Logs;

/// <summary>Writes the JSON form of a part with a short stand-in for each attachment, so that no bytes are copied.</summary>
internal static class PartJson
{
    public static JsonObject Write(Part part, Func<Attachment, JsonObject> attachment)
    {
        switch (part)
        {
            case AttachmentPart { Attachment: { } only }:
                var json = new AttachmentPart { ProviderMetadata = part.ProviderMetadata }.ToJson();
                json.Insert(1, "attachment", attachment(only));
                return json;
            case ToolResultPart { Attachments.Count: > 0 } result:
                return WriteResult(result, new JsonArray([.. result.Attachments.Select(attachment)]));
            default:
                return part.ToJson();
        }
    }

    /// <summary>Returns the attachments of a part in order.</summary>
    public static IEnumerable<Attachment> Attachments(Part part) => part switch
    {
        AttachmentPart { Attachment: { } only } => [only],
        ToolResultPart result => result.Attachments,
        _ => [],
    };

    private static JsonObject WriteResult(ToolResultPart result, JsonArray attachments)
    {
        var json = new ToolResultPart
        {
            Name = result.Name,
            Output = result.Output,
            ToolCallId = result.ToolCallId,
            ServerExecuted = result.ServerExecuted,
            Exception = result.Exception,
        }.ToJson();
        json["attachments"] = attachments;
        if (result.ProviderMetadata is { Count: > 0 } metadata) json["provider_metadata"] = metadata.DeepClone();
        return json;
    }
}
