using System.Text;

namespace Llm.Cli.Input.Rows;

/// <summary>Decodes text files with the first of several encodings that fits.</summary>
internal sealed class TextDecoder
{
    private const string Windows1252 =
        "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ\u00a0¡¢£¤¥¦§¨©ª«¬\u00ad®¯°±²³´µ¶·¸¹º»¼½¾¿"
        + "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ";

    private const string MacRoman =
        "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø"
        + "¿¡¬√ƒ≈∆«»…\u00a0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uf8ffÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";

    private readonly IReadOnlyList<Func<byte[], string?>> decoders;

    /// <param name="encodings">The names of encodings as Python knows them, in the order in which they are tried.</param>
    /// <exception cref="LlmException">An encoding is not known.</exception>
    public TextDecoder(IReadOnlyList<string> encodings) => decoders = [.. encodings.Select(Find)];

    /// <summary>Decodes text and normalises its line ends; returns null if no encoding fits.</summary>
    public string? Decode(byte[] bytes)
    {
        foreach (var decode in decoders)
        {
            if (decode(bytes) is { } text) return NewLines.Normalise(text);
        }

        return null;
    }

    private static Func<byte[], string?> Find(string name)
    {
        var key = name.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        return key switch
        {
            "utf8" or "u8" => With(new UTF8Encoding(false, throwOnInvalidBytes: true)),
            "utf8sig" => bytes => With(new UTF8Encoding(false, throwOnInvalidBytes: true))(bytes)?.TrimStart('\ufeff'),
            "utf16" or "u16" => DecodeUtf16,
            "utf16le" => With(new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true)),
            "utf16be" => With(new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true)),
            "ascii" or "usascii" => bytes => Ascii.IsValid(bytes) ? Encoding.ASCII.GetString(bytes) : null,
            "latin1" or "latin" or "iso88591" or "l1" => Encoding.Latin1.GetString,
            "cp1252" or "windows1252" => bytes => SingleBytes(bytes, Windows1252),
            "macroman" or "macintosh" => bytes => SingleBytes(bytes, MacRoman),
            _ => throw new LlmException(
                $"The encoding {name} is not known. Use utf-8, utf-8-sig, utf-16, utf-16-le, utf-16-be, ascii, latin-1, cp1252 or "
                + "mac_roman, or convert the files first."),
        };
    }

    private static Func<byte[], string?> With(Encoding encoding) => bytes =>
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    };

    /// <summary>Decodes UTF-16 with the order that its mark gives, else little-endian.</summary>
    private static string? DecodeUtf16(byte[] bytes)
    {
        var isBig = bytes is [0xfe, 0xff, ..];
        return With(new UnicodeEncoding(isBig, byteOrderMark: false, throwOnInvalidBytes: true))(bytes)?.TrimStart('\ufeff');
    }

    /// <summary>Decodes one byte a character; <paramref name="upperHalf"/> has those from 128, and U+0000 for bytes without one.</summary>
    private static string? SingleBytes(byte[] bytes, string upperHalf)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (var one in bytes)
        {
            var c = one < 128 ? (char)one : upperHalf[one - 128];
            if (c == 0 && one != 0) return null;
            text.Append(c);
        }

        return text.ToString();
    }
}
