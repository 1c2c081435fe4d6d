namespace Llm.Providers.Http;

/// <summary>Encodes the bytes of attachments for request bodies.</summary>
internal static class AttachmentData
{
    public static async Task<string> ToBase64Async(Attachment attachment, Func<HttpClient> http, CancellationToken cancellationToken) =>
        Convert.ToBase64String((await attachment.ReadAsync(http(), cancellationToken)).Span);

    public static async Task<string> ToDataUrlAsync(
        Attachment attachment, string type, Func<HttpClient> http, CancellationToken cancellationToken) =>
        $"data:{type};base64,{await ToBase64Async(attachment, http, cancellationToken)}";
}
