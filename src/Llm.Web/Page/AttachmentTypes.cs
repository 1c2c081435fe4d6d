namespace Llm.Web.Page;

/// <summary>The media types that a browser may show in a page of this server.</summary>
internal static class AttachmentTypes
{
    /// <summary>Pictures that cannot contain scripts, unlike SVG.</summary>
    public static IReadOnlyList<string> Pictures { get; } =
        ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp"];

    /// <summary>Whether an attachment is a picture that is shown.</summary>
    public static bool IsPicture(string? type) => type is not null && Pictures.Contains(type, StringComparer.OrdinalIgnoreCase);
}
