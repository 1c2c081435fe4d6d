using Llm.Storage.Logs;
using Llm.Web.Answers;

namespace Llm.Web.Page;

/// <summary>Sends a logged attachment: pictures to be shown, everything else only to be saved, as it could contain scripts.</summary>
internal static class AttachmentEndpoint
{
    /// <summary>Sends the attachment.</summary>
    /// <exception cref="ServedException">There is none with this id, or it has no bytes in the log.</exception>
    public static async Task SendAsync(HttpContext context, LogStore log, string id)
    {
        var attachment = await log.FindAttachmentAsync(id, context.RequestAborted);
        if (attachment?.Content is not { IsEmpty: false } && attachment?.Path is null) throw Missing(id);
        var bytes = attachment.ReadLocal() ?? throw Missing(id);
        var type = attachment.LocalType();
        var response = context.Response;
        PageHeaders.Write(response);
        response.Headers.CacheControl = "private, no-cache";
        var isPicture = AttachmentTypes.IsPicture(type);
        response.ContentType = isPicture ? type : "application/octet-stream";
        if (!isPicture) response.Headers.ContentDisposition = $"attachment; filename=\"attachment{EndingOf(type)}\"";
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private static ServedException Missing(string id) => ServedException.NotFound($"The log has no content of an attachment {id}.");

    private static string EndingOf(string? type) => type switch
    {
        "application/pdf" => ".pdf",
        "text/plain" => ".txt",
        "image/svg+xml" => ".svg",
        "audio/mpeg" => ".mp3",
        "audio/wav" => ".wav",
        "video/mp4" => ".mp4",
        _ => "",
    };
}
