using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Llm.Generators;

/// <summary>Reads the documentation comment before a declaration.</summary>
/// <remarks>
/// The comment is read from the source text, because the compiler ignores comments of local functions, and all comments if the
/// project has no documentation file.
/// </remarks>
internal static class DocumentationComment
{
    // These elements are separate from the surrounding text; all others are part of a sentence.
    private static readonly HashSet<string> Blocks = ["para", "p", "code", "br", "list", "listheader", "item", "term", "description"];

    /// <summary>The comment as XML; null if there is none or it is not valid XML.</summary>
    public static XElement? Before(SyntaxNode declaration)
    {
        var text = new StringBuilder();
        foreach (var trivia in declaration.GetLeadingTrivia().Reverse())
        {
            if (trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia)) continue;
            if (ContentOf(trivia) is { } content) text.Insert(0, content + "\n");
            else if (text.Length > 0) break;
        }

        try
        {
            return text.Length == 0 ? null : XElement.Parse($"<doc>{text}</doc>", LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            // The compiler warns about it if documentation is enabled.
            return null;
        }
    }

    /// <summary>The text of an element on one line; null if there is none.</summary>
    public static string? TextOf(XElement? element)
    {
        var text = element is null ? "" : Regex.Replace(Raw(element), @"\s+", " ").Trim();
        return text.Length == 0 ? null : text;
    }

    private static string? ContentOf(SyntaxTrivia trivia)
    {
        var text = trivia.ToFullString();
        return trivia.Kind() switch
        {
            SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.SingleLineCommentTrivia when Regex.IsMatch(text, "^///(?!/)") =>
                Regex.Replace(text, @"^\s*///", "", RegexOptions.Multiline),
            SyntaxKind.MultiLineDocumentationCommentTrivia or SyntaxKind.MultiLineCommentTrivia when Regex.IsMatch(
                text, @"^/\*\*(?![*/])") =>
                Regex.Replace(text.Substring(3, text.Length - 5), @"\n\s*\*", "\n"),
            _ => null,
        };
    }

    private static string Raw(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" or "seealso" or "paramref" or "typeparamref", IsEmpty: true } reference => NameIn(reference),
        XElement element when string.Concat(element.Nodes().Select(Raw)) is var content =>
            Blocks.Contains(element.Name.LocalName) ? $" {content} " : content,
        _ => "",
    };

    private static string NameIn(XElement reference) =>
        (string?)reference.Attribute("cref") is { } cref ? ShortName(cref)
            : (string?)(reference.Attribute("name") ?? reference.Attribute("langword") ?? reference.Attribute("href")) ?? "";

    /// <summary>The last name of a cref, without type arguments and parameters: <c>Add</c> of <c>List{T}.Add(T)</c>.</summary>
    private static string ShortName(string cref)
    {
        var (name, depth) = ("", 0);
        foreach (var character in cref.Split('(')[0])
        {
            if (character == '{') depth++;
            else if (character == '}') depth--;
            else if (depth == 0) name += character;
        }

        return name.Substring(name.LastIndexOfAny(['.', ':']) + 1);
    }
}
