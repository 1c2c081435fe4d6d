using System.Globalization;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Llm.Pages;

/// <summary>Turns elements into Markdown: headings, paragraphs, lists, tables, code, quotes, links and images.</summary>
/// <param name="skip">Names of elements that are left out besides those that never have text to read.</param>
/// <param name="depth">How deep within others the elements are.</param>
internal sealed class MarkdownWriter(IReadOnlySet<string> skip, int depth = 0)
{
    /// <summary>What is nested deeper is only text, so that a page cannot use up the stack.</summary>
    private const int MostDepth = 200;

    private static readonly HashSet<string> NeverText =
    [
        "script", "style", "noscript", "template", "nav", "svg", "canvas", "iframe", "object", "button", "input", "select", "textarea",
        "head",
    ];

    private static readonly HashSet<string> BlockNames =
    [
        "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption",
        "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section",
        "summary", "table", "ul",
    ];

    private readonly List<string> blocks = [];

    public override string ToString() => blocks.Count == 0 ? "" : string.Join("\n\n", blocks) + "\n";

    public void Heading(int level, string text) => Add($"{new string('#', level)} {Collapse(text).Trim()}");

    /// <summary>Writes the blocks in an element; text between them is a paragraph of its own.</summary>
    public void Blocks(IElement parent)
    {
        if (depth > MostDepth)
        {
            Add(Tidy(Collapse(parent.TextContent)));
            return;
        }

        depth++;
        var inline = new StringBuilder();
        foreach (var node in parent.ChildNodes)
        {
            if (node is IElement element && (BlockNames.Contains(element.LocalName) || HasBlock(element)))
            {
                AddParagraph(inline);
                if (!IsSkipped(element)) Block(element);
            }
            else
            {
                Inline(node, inline);
            }
        }

        AddParagraph(inline);
        depth--;
    }

    private void Block(IElement element)
    {
        switch (element.LocalName)
        {
            case ['h', >= '1' and <= '6' and var level]:
                if (InlineText(element) is { Length: > 0 } heading) Add($"{new string('#', level - '0')} {heading.Replace('\n', ' ')}");
                break;
            case "ul" or "ol":
                Add(List(element));
                break;
            case "pre":
                Add(Fenced(element));
                break;
            case "blockquote":
                Add(Prefixed(Inner(element), "> ", "> "));
                break;
            case "table" when IsData(element):
                Add(Table(element));
                break;
            case "hr":
                Add("---");
                break;
            case "dt":
                if (InlineText(element) is { Length: > 0 } term) Add($"**{term}**");
                break;
            default:
                Blocks(element);
                break;
        }
    }

    private void Add(string block)
    {
        if (block.AsSpan().Trim().Length > 0) blocks.Add(block.TrimEnd());
    }

    private void AddParagraph(StringBuilder inline)
    {
        Add(Tidy(inline.ToString()));
        inline.Clear();
    }

    private string Inner(IElement element)
    {
        var inner = new MarkdownWriter(skip, depth);
        inner.Blocks(element);
        return inner.ToString().TrimEnd();
    }

    private string List(IElement list)
    {
        var lines = new List<string>();
        var number = int.TryParse(list.GetAttribute("start"), CultureInfo.InvariantCulture, out var start) ? start : 1;
        foreach (var item in list.Children.Where(child => !IsSkipped(child)))
        {
            // Lists directly within lists are not allowed, but common.
            var isItem = item.LocalName == "li";
            var marker = list.LocalName == "ol" ? string.Create(CultureInfo.InvariantCulture, $"{number++}. ") : "- ";
            var text = isItem ? Inner(item).Replace("\n\n- ", "\n- ", StringComparison.Ordinal) : List(item);
            if (text.Length > 0) lines.Add(Prefixed(text, isItem ? marker : "  ", new string(' ', isItem ? marker.Length : 2)));
        }

        return string.Join('\n', lines);
    }

    /// <summary>Puts something before the first line and before the others; blanks only where a line has text.</summary>
    private static string Prefixed(string text, string first, string others) => first + string.Join('\n', text.Split('\n').Select(
        (line, i) => i == 0 || (line.Length == 0 && others.Trim().Length == 0) ? line : others + line));

    private static string Fenced(IElement element)
    {
        var text = element.TextContent.Trim('\n', '\r');
        var language = (element.QuerySelector("code") ?? element).ClassList
            .FirstOrDefault(name => name.StartsWith("language-", StringComparison.Ordinal))?["language-".Length..];
        var fence = "```";
        while (text.Contains(fence, StringComparison.Ordinal)) fence += "`";
        return $"{fence}{language}\n{text}\n{fence}";
    }

    /// <summary>Whether a table is one, and not there to place things side by side.</summary>
    private static bool IsData(IElement table) =>
        table.QuerySelector("table") is null && ((IHtmlTableElement)table).Rows.Any(row => row.Cells.Length > 1);

    private string Table(IElement element)
    {
        var rows = ((IHtmlTableElement)element).Rows
            .Select(row => row.Cells.Select(cell => InlineText(cell).Replace("\n", " ", StringComparison.Ordinal)
                .Replace("|", "\\|", StringComparison.Ordinal)).ToList())
            .Where(cells => cells.Count > 0).ToList();
        var width = rows.Max(cells => cells.Count);
        var lines = rows.Select(cells => $"| {string.Join(" | ", cells.Concat(Enumerable.Repeat("", width - cells.Count)))} |").ToList();
        lines.Insert(1, $"|{string.Concat(Enumerable.Repeat("---|", width))}");
        return string.Join('\n', lines);
    }

    private string InlineText(INode node)
    {
        var text = new StringBuilder();
        InlineChildren(node, text);
        return Tidy(text.ToString());
    }

    private void InlineChildren(INode node, StringBuilder text)
    {
        if (depth > MostDepth)
        {
            text.Append(Collapse(node.TextContent));
            return;
        }

        depth++;
        foreach (var child in node.ChildNodes) Inline(child, text);
        depth--;
    }

    private void Inline(INode node, StringBuilder text)
    {
        if (node is IText { Data: var data })
        {
            text.Append(Collapse(data));
            return;
        }

        if (node is not IElement element || IsSkipped(element)) return;
        switch (element.LocalName)
        {
            case "br":
                text.Append('\n');
                break;
            case "strong" or "b":
                Marked(element, "**", text);
                break;
            case "em" or "i":
                Marked(element, "*", text);
                break;
            case "del" or "s":
                Marked(element, "~~", text);
                break;
            case "code" or "kbd" or "samp":
                var code = element.TextContent.Trim();
                if (code.Length > 0) text.Append(code.Contains('`', StringComparison.Ordinal) ? $"`` {code} ``" : $"`{code}`");
                break;
            case "a":
                Link(element, text);
                break;
            case "img":
                if (element is IHtmlImageElement { AlternativeText.Length: > 0 } image)
                    text.Append($"![{Collapse(image.AlternativeText).Trim()}]({Address(image.Source)})");
                break;
            default:
                // A block in the middle of a line, such as a paragraph in a cell, is set apart.
                var isBlock = BlockNames.Contains(element.LocalName);
                if (isBlock) text.Append(' ');
                InlineChildren(element, text);
                if (isBlock) text.Append(' ');
                break;
        }
    }

    private void Marked(IElement element, string mark, StringBuilder text)
    {
        if (InlineText(element) is not { Length: > 0 } inner) return;
        // A mark counts only directly beside a word.
        var before = element.TextContent.Length > 0 && char.IsWhiteSpace(element.TextContent[0]) ? " " : "";
        var after = element.TextContent.Length > 0 && char.IsWhiteSpace(element.TextContent[^1]) ? " " : "";
        text.Append(before).Append(mark).Append(inner).Append(mark).Append(after);
    }

    private void Link(IElement element, StringBuilder text)
    {
        var inner = InlineText(element).Replace('\n', ' ');
        if (inner.Length == 0) return;
        var address = element is IHtmlAnchorElement { Href: { Length: > 0 } href } && element.HasAttribute("href") ? Address(href) : "";
        // A place on the same page leads nowhere from here.
        var isUseful = (address.StartsWith("http", StringComparison.Ordinal) || address.StartsWith("mailto:", StringComparison.Ordinal))
            && element.GetAttribute("href")?.StartsWith('#') == false;
        text.Append(isUseful ? $"[{inner}]({address})" : inner);
    }

    private static string Address(string? address) => address is null || address.StartsWith("data:", StringComparison.Ordinal)
        ? ""
        : address.Replace(" ", "%20", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal);

    private bool IsSkipped(IElement element) =>
        NeverText.Contains(element.LocalName) || skip.Contains(element.LocalName) || element.HasAttribute("hidden")
        || element.GetAttribute("aria-hidden") == "true";

    private static bool HasBlock(IElement element) =>
        element.LocalName != "a" && element.GetElementsByTagName("*").Any(inner => BlockNames.Contains(inner.LocalName));

    /// <summary>White space as browsers show it: one blank, whatever it was.</summary>
    private static string Collapse(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is not (' ' or '\t' or '\n' or '\r' or '\f')) result.Append(c);
            else if (result.Length == 0 || result[^1] != ' ') result.Append(' ');
        }

        return result.ToString();
    }

    /// <summary>Without blanks at the beginning and end of lines, and without double ones.</summary>
    private static string Tidy(string text) =>
        string.Join('\n', text.Split('\n').Select(line => Collapse(line).Trim())).Trim();
}
