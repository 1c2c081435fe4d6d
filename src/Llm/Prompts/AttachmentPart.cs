using System.Text.Json.Nodes;
using Llm.ExtensionsAI;
using Llm.Json;
using Microsoft.Extensions.AI;

namespace Llm;

/// <summary>An attachment inside a message.</summary>
public sealed class AttachmentPart(Attachment? attachment = null) : Part
{
    internal const string TypeName = "attachment";

    /// <summary>The attachment.</summary>
    public Attachment? Attachment { get; } = attachment;

    /// <summary>The file's name, which providers receive; null if a <see cref="DataContent"/> did not name it.</summary>
    public string? FileName => ProviderMetadata is null ? null : KeptMetadata.Of(ProviderMetadata).Text(ContentReader.FileName);

    internal static AttachmentPart Read(JsonObject json) =>
        new(json["attachment"] is JsonObject attachment ? Attachment.FromJson(attachment) : null);

    private protected override JsonObject Write()
    {
        var json = new JsonObject { ["type"] = TypeName };
        if (Attachment is not null) json["attachment"] = Attachment.ToJson();
        return json;
    }
}
