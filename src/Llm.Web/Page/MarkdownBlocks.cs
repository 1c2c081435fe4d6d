using Markdig;
using Markdig.Parsers;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Llm.Web.Page;

/// <summary>Renders the Markdown of an answer block by block, so that only the blocks that change need to be sent.</summary>
/// <remarks>HTML in the Markdown is shown as text, and links lead only to web pages and mail addresses.</remarks>
internal static class MarkdownBlocks
{
    private static readonly string[] LinkSchemes = ["http", "https", "mailto"];

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml().UsePipeTables().UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough)
        .UseAutoLinks().UseTaskLists().Build();

    /// <summary>Renders the top-level blocks, in order.</summary>
    public static IReadOnlyList<Html> Render(string markdown)
    {
        var document = MarkdownParser.Parse(markdown, Pipeline);
        Secure(document);
        var blocks = new List<Html>(document.Count);
        foreach (var block in document)
        {
            using var text = new StringWriter();
            var renderer = new HtmlRenderer(text);
            Pipeline.Setup(renderer);
            renderer.Render(block);
            // Definitions of links, for example, show nothing.
            if (text.GetStringBuilder().Length > 0) blocks.Add(Html.FromMarkdown(text.ToString()));
        }

        return blocks;
    }

    /// <summary>Renders all blocks as the page has them.</summary>
    public static Html Whole(string markdown) => Wrap(Render(markdown));

    private static Html Wrap(IEnumerable<Html> blocks) =>
        Html.Format($"""<div class="markdown">{Html.Join(blocks.Select(block => Html.Format($"<div>{block}</div>")))}</div>""");

    /// <summary>Takes away addresses that could run something, and pictures that would be loaded from elsewhere.</summary>
    private static void Secure(MarkdownDocument document)
    {
        foreach (var link in document.Descendants<LinkInline>())
        {
            // A picture of another host is not loaded; its description becomes a link to it.
            if (link.IsImage && !IsPictureData(link.Url)) link.IsImage = false;
            if (link.IsImage) continue;
            link.Url = link.Url is { } url && IsSafe(url) ? url : "";
            Separate(link.GetAttributes());
            if (link.FirstChild is null) link.AppendChild(new LiteralInline(link.Url is { Length: > 0 } address ? address : "picture"));
        }

        foreach (var link in document.Descendants<AutolinkInline>()) Separate(link.GetAttributes());
        // Only the two kinds that a colon follows; everything else of an autolink is a scheme.
        foreach (var link in document.Descendants<AutolinkInline>().Where(link => !link.IsEmail && !IsSafe(link.Url)).ToList())
            link.ReplaceBy(new LiteralInline(link.Url));
        // A class of a code block comes from the model's own words.
        foreach (var code in document.Descendants<FencedCodeBlock>()) code.Info = Language(code.Info);
        // A wide table scrolls, which a keyboard must be able to do.
        foreach (var table in document.Descendants<Markdig.Extensions.Tables.Table>())
            table.GetAttributes().AddPropertyIfNotExist("tabindex", "0");
    }

    private static void Separate(HtmlAttributes attributes)
    {
        attributes.AddPropertyIfNotExist("rel", "noopener noreferrer");
        attributes.AddPropertyIfNotExist("target", "_blank");
    }

    private static bool IsSafe(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && LinkSchemes.Contains(uri.Scheme, StringComparer.OrdinalIgnoreCase);

    private static bool IsPictureData(string? url) => url is not null
        && AttachmentTypes.Pictures.Any(type => url.StartsWith($"data:{type};base64,", StringComparison.OrdinalIgnoreCase));

    private static string? Language(string? info) =>
        info is null ? null : new string([.. info.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '+' or '#')]);
}
