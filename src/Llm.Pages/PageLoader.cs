using System.Text;
using AngleSharp;
using AngleSharp.Dom;

namespace Llm.Pages;

/// <summary>Loads what is at an address: a page as Markdown, other text as it is, and anything else as an attachment.</summary>
internal static class PageLoader
{
    /// <exception cref="LlmException">The address cannot be fetched, or nothing can be read there.</exception>
    public static async Task<LoadedFragments> LoadAsync(WebContent web, string url, CancellationToken cancellationToken)
    {
        if (!url.Contains("://", StringComparison.Ordinal)) url = $"https://{url}";
        var found = await web.GetAsync(url, WebContent.UsualRedirects, cancellationToken);
        var type = found.Type?.Split(';')[0].Trim().ToLowerInvariant() ?? MediaTypes.FromContent(found.Content.Span);
        if (type is "text/html" or "application/xhtml+xml")
        {
            using var document = await ParseAsync(found, cancellationToken);
            var text = PageMarkdown.Of(document);
            return text.Length > 0
                ? new LoadedFragments([new Fragment(text, found.Address.ToString())], [])
                : throw new LlmException($"{url} has no text. Pages that a script fills in the browser cannot be read");
        }

        return type is null || TextTypes.IsText(type)
            ? new LoadedFragments([new Fragment(NewLines.Normalise(found.Text), found.Address.ToString())], [])
            : new LoadedFragments([], [Attachment.FromBytes(found.Content, type)]);
    }

    /// <summary>The parser finds the encoding as browsers do: by the header, a mark at the beginning, or what the page says.</summary>
    private static async Task<IDocument> ParseAsync(WebAnswer page, CancellationToken cancellationToken)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var content = new MemoryStream(page.Content.ToArray());
        return await BrowsingContext.New(Configuration.Default).OpenAsync(
            response => response.Address(page.Address.ToString()).Header("Content-Type", page.Type ?? "text/html").Content(content),
            cancellationToken);
    }
}
