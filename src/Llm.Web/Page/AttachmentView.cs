namespace Llm.Web.Page;

/// <summary>Shows attachments: pictures as such, everything else as a link that saves it.</summary>
internal static class AttachmentView
{
    /// <summary>Shows attachments of the log, whose bytes have an address.</summary>
    public static Html Logged(IEnumerable<Attachment> attachments) =>
        List(attachments.Select(attachment => Show(attachment, PagePaths.Attachment(attachment.Id))));

    /// <summary>Shows attachments that may not be logged; their bytes are in the page.</summary>
    public static Html Whole(IEnumerable<Attachment> attachments) =>
        List(attachments.Select(attachment => Show(attachment, DataOf(attachment))));

    private static Html List(IEnumerable<Html> shown)
    {
        var items = shown.Select(item => Html.Format($"<li>{item}</li>")).ToList();
        return Html.When(items.Count > 0, Html.Format($"""<ul class="files" aria-label="Attachments">{Html.Join(items)}</ul>"""));
    }

    private static Html Show(Attachment attachment, string? address)
    {
        var type = attachment.LocalType();
        var name = NameOf(attachment) ?? type ?? "file";
        if (attachment is { Url: { } url, Content: null })
        {
            return Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                ? Html.Format($"""<a class="file" href="{url}" rel="noopener noreferrer" target="_blank">{url}</a>""")
                : Html.Format($"""<span class="file">{url}</span>""");
        }

        if (address is null) return Html.Format($"""<span class="file">{name}</span>""");
        return AttachmentTypes.IsPicture(type)
            ? Html.Format($"""<img src="{address}" alt="{"Picture: " + name}">""")
            : Html.Format($"""<a class="file" href="{address}" download>{name}</a>""");
    }

    private static string? NameOf(Attachment attachment) => attachment.Path is { } path ? System.IO.Path.GetFileName(path) : null;

    private static string? DataOf(Attachment attachment) => attachment.ReadLocal() is { IsEmpty: false } bytes
        ? $"data:{attachment.LocalType() ?? "application/octet-stream"};base64,{Convert.ToBase64String(bytes.Span)}"
        : null;
}
