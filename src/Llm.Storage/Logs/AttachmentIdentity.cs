using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Storage.Logs;

/// <summary>What an attachment is known by in message hashes and in the table of attachments.</summary>
internal static class AttachmentIdentity
{
    /// <summary>The form that is hashed: the bytes' identity and the type that the model sees.</summary>
    /// <remarks>Taken from the bytes each time, so that a file which has changed since it was logged is noticed.</remarks>
    public static JsonObject Canonical(Attachment attachment) =>
        new() { ["id"] = ContentId(attachment), ["type"] = attachment.LocalType() };

    /// <summary>The id of the row; an attachment whose file has gone keeps a place of its own.</summary>
    public static string RowId(Attachment attachment)
    {
        try
        {
            return attachment.Id;
        }
        catch (LlmException)
        {
            return Sha256(Encoding.UTF8.GetBytes(ContentId(attachment)));
        }
    }

    private static string ContentId(Attachment attachment)
    {
        if (attachment.Content is { IsEmpty: false } content) return Sha256(content.Span);
        if (string.IsNullOrEmpty(attachment.Path))
            return Sha256(Encoding.UTF8.GetBytes(PythonJson.Spaced(new JsonObject { ["url"] = attachment.Url })));
        try
        {
            return Sha256(File.ReadAllBytes(attachment.Path));
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return $"missing:{attachment.Path}";
        }
    }

    private static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
