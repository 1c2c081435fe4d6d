using System.Text.Json.Nodes;
using Llm.Hashing;
using Llm.Json;

namespace Llm.Storage.Logs;

/// <summary>Computes the identity of a message at its position in a conversation.</summary>
/// <remarks>
/// The hash is part of the file format; the Python tool computes the same. It includes the parent, so conversations with the same beginning
/// share the hashes of that beginning.
/// </remarks>
public static class MessageHash
{
    /// <summary>Computes the hash of a message: <c>b2:</c> and 32 hexadecimal digits.</summary>
    /// <param name="message">The message.</param>
    /// <param name="parent">The hash of the preceding message; null for the first message.</param>
    public static string Compute(Message message, string? parent)
    {
        ArgumentNullException.ThrowIfNull(message);
        var large = new LargeTexts();
        var json = new JsonObject
        {
            ["role"] = message.Role,
            ["parts"] = new JsonArray([.. message.Parts.Select(part => PartJson.Write(large.Replace(part), AttachmentIdentity.Canonical))]),
        };
        if (message.ProviderMetadata is { Count: > 0 } metadata) json["provider_metadata"] = metadata.DeepClone();
        var hash = new Blake2bState(digestSize: 16);
        var whole = new JsonObject { ["parent"] = parent, ["message"] = json };
        if (large.IsUsed) large.Write(PythonJson.Canonical(whole), ascii: false, hash.Append);
        else PythonJson.WriteCanonical(whole, hash.Append);
        return "b2:" + Convert.ToHexStringLower(hash.Finish());
    }
}
