using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Storage.Logs;

/// <summary>The identity of attachments in message hashes and in the table of attachments.</summary>
internal static class AttachmentIdentity
{
    /// <summary>Returns the form that is hashed: the id of the bytes and the media type that the model receives.</summary>
    /// <remarks>The id is computed from the bytes each time, so that changes to a file after it was logged are detected.</remarks>
    public static JsonObject Canonical(Attachment attachment) =>
        new() { ["id"] = ContentId(attachment), ["type"] = attachment.LocalType() };

    /// <summary>Returns the id of the row. An attachment whose file is missing has an id of its own.</summary>
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
