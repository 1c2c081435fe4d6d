using AngleSharp.Dom;

namespace Llm.Pages;

/// <summary>Writes the text of a page as Markdown, without what surrounds it: menus, scripts, forms, footers.</summary>
internal static class PageMarkdown
{
    private static readonly HashSet<string> Surroundings = ["header", "footer", "aside"];

    /// <summary>The Markdown of a page; empty if there is no text.</summary>
    public static string Of(IDocument document)
    {
        var main = Only(document, "main, [role=main]") ?? Only(document, "article");
        var writer = new MarkdownWriter(skip: main is null ? Surroundings : []);
        var root = main ?? document.Body;
        if (root is null) return "";
        if (root.QuerySelector("h1") is null && document.Title is { Length: > 0 } title) writer.Heading(1, title);
        writer.Blocks(root);
        return writer.ToString();
    }

    private static IElement? Only(IDocument document, string selector) =>
        document.QuerySelectorAll(selector) is { Length: 1 } found && found[0].TextContent.AsSpan().Trim().Length > 0 ? found[0] : null;
}
