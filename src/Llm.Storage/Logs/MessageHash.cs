using System.Text;
using System.Text.Json.Nodes;
using Llm.Hashing;
using Llm.Json;

namespace Llm.Storage.Logs;

/// <summary>The identity of a message at its place in a conversation.</summary>
/// <remarks>
/// Part of the file format: the Python tool computes the same. The parent takes part, so a shared beginning has shared hashes.
/// </remarks>
public static class MessageHash
{
    /// <summary>The hash of a message that follows the message with the hash <paramref name="parent"/>; null for the first.</summary>
    public static string Compute(Message message, string? parent)
    {
        ArgumentNullException.ThrowIfNull(message);
        var json = new JsonObject
        {
            ["role"] = message.Role,
            ["parts"] = new JsonArray([.. message.Parts.Select(part => PartForm.Write(part, AttachmentIdentity.Canonical))]),
        };
        if (message.ProviderMetadata is { Count: > 0 } metadata) json["provider_metadata"] = metadata.DeepClone();
        var canonical = PythonJson.Canonical(new JsonObject { ["parent"] = parent, ["message"] = json });
        return "b2:" + Blake2b.HashHex(Encoding.UTF8.GetBytes(canonical), 16);
    }
}
