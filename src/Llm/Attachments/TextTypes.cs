using System.Text;
using System.Text.RegularExpressions;

namespace Llm;

/// <summary>Recognises texts, and the formats that are written as text.</summary>
internal static partial class TextTypes
{
    /// <summary>The type of a text of no particular format.</summary>
    public const string Plain = "text/plain";

    /// <summary>The share of bytes that are ASCII in a text of an older encoding.</summary>
    private const double AsciiShare = 0.7;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The type of a text; null if the content is not text.</summary>
    /// <param name="content">The content, or its beginning.</param>
    /// <param name="isWhole">Whether a character at the end cannot be cut.</param>
    public static string? Find(ReadOnlySpan<byte> content, bool isWhole)
    {
        if (Decode(content, isWhole) is not { } text) return null;
        if (Pdf().IsMatch(text)) return "application/pdf";
        if (text.StartsWith(@"{\rtf", StringComparison.Ordinal)) return "application/rtf";
        if (text.StartsWith("%!PS", StringComparison.Ordinal)) return "application/postscript";
        var root = Prolog().Match(text);
        if (root.Groups["root"].Value is "svg" or "svg:svg") return "image/svg+xml";
        if (IsHtml(root.Groups["root"]) || IsHtml(root.Groups["doctype"])) return "text/html";
        return root.Groups["declaration"].Success ? "application/xml" : Plain;
    }

    /// <summary>Whether a type is one of texts, so that the content does not show it and the name may.</summary>
    public static bool IsText(string type) =>
        type.StartsWith("text/", StringComparison.Ordinal) || type is "application/json" or "application/yaml" or "application/xml";

    private static bool IsHtml(Group name) => name.Value.Equals("html", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads UTF-8, UTF-16 with a mark, or an older encoding, whose characters do not matter; else null.</summary>
    private static string? Decode(ReadOnlySpan<byte> content, bool isWhole)
    {
        if (content.StartsWith("\uFEFF"u8)) content = content[3..];
        else if (content.StartsWith((ReadOnlySpan<byte>)[0xff, 0xfe])) return Checked(Encoding.Unicode.GetString(content[2..]));
        else if (content.StartsWith((ReadOnlySpan<byte>)[0xfe, 0xff])) return Checked(Encoding.BigEndianUnicode.GetString(content[2..]));
        try
        {
            return Checked(Strict.GetString(isWhole ? content : WithoutCutCharacter(content)));
        }
        catch (DecoderFallbackException)
        {
            var ascii = 0;
            foreach (var b in content) ascii += b < 0x80 ? 1 : 0;
            return ascii >= AsciiShare * content.Length ? Checked(Encoding.Latin1.GetString(content)) : null;
        }
    }

    /// <summary>A text without control characters other than those of lines, pages, tabs and colours; else null.</summary>
    private static string? Checked(string text)
    {
        foreach (var c in text)
        {
            if (c < ' ' && c is not ('\t' or '\n' or '\r' or '\f' or '\b' or '\e')) return null;
        }

        return text;
    }

    private static ReadOnlySpan<byte> WithoutCutCharacter(ReadOnlySpan<byte> content)
    {
        for (var back = 1; back <= Math.Min(3, content.Length); back++)
        {
            if (content[^back] >= 0xc0) return content[..^back];
            if (content[^back] < 0x80) break;
        }

        return content;
    }

    /// <summary>The first line of a document; in a sentence about such files, the version is not the end of the line.</summary>
    [GeneratedRegex(@"\A%PDF-\d\.\d[ \t]*(?:[\r\n]|\z)")]
    private static partial Regex Pdf();

    /// <summary>What may stand before the first element of XML or HTML, and that element's name.</summary>
    [GeneratedRegex(
        """
        \A\s*(?<declaration><\?xml\b[^>]*>)?
        (?:\s|<!--.*?-->|<\?[^>]*>|<!DOCTYPE\s+(?<doctype>[\w:.-]+)(?:[^>\[]|\[[^\]]*\])*>)*
        (?:<(?<root>[A-Za-z][\w:.-]*)(?=[\s/>]))?
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Prolog();
}
