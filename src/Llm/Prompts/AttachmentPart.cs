using System.Text.Json.Nodes;

namespace Llm;

/// <summary>An attachment inside a message.</summary>
public sealed class AttachmentPart(Attachment? attachment = null) : Part
{
    internal const string TypeName = "attachment";

    /// <summary>The attachment.</summary>
    public Attachment? Attachment { get; } = attachment;

    internal static AttachmentPart Read(JsonObject json) =>
        new(json["attachment"] is JsonObject attachment ? Attachment.FromJson(attachment) : null);

    private protected override JsonObject Write()
    {
        var json = new JsonObject { ["type"] = TypeName };
        if (Attachment is not null) json["attachment"] = Attachment.ToJson();
        return json;
    }
}
