namespace Llm.Providers.Offline.NGrams;

/// <summary>
/// Brings a text into the form that is compared: lower case, without diacritics, one space for anything that separates words.
/// </summary>
internal static class TextFolding
{
    /// <summary>The separator in a folded text.</summary>
    public const char Space = ' ';

    /// <summary>The most characters that one character of a text becomes.</summary>
    public const int Growth = 3;

    private const int HangulVowels = 21;
    private const int HangulFinals = 28;
    private const char VoicedMark = '\u3099';
    private const char SemiVoicedMark = '\u309A';

    /// <summary>Folds <paramref name="text"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="folded">Room for <see cref="Growth"/> times the text, and one more.</param>
    /// <param name="keepPunctuation">Whether anything but white space counts as a letter, for texts without a letter.</param>
    /// <returns>The length of the folded text.</returns>
    public static int Fold(ReadOnlySpan<char> text, Span<char> folded, bool keepPunctuation = false)
    {
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c < 0x80)
            {
                if (char.IsAsciiLetterOrDigit(c) || (keepPunctuation && c > Space)) folded[length++] = FoldTable.Fold(c);
                else length += Separate(folded[..(length + 1)]);
                continue;
            }

            if (IsIgnored(c)) continue;
            if (c is VoicedMark or SemiVoicedMark)
            {
                if (length > 0) folded[length - 1] = Voiced(folded[length - 1], c);
            }
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                var low = text[++i];
                if (IsModifier(c, low)) continue;
                if (Characters.IsKept(c, low) || keepPunctuation)
                {
                    folded[length++] = c;
                    folded[length++] = low;
                }
                else length += Separate(folded[..(length + 1)]);
            }
            else if (c is >= '\uAC00' and <= '\uD7A3') length += Decompose(c - 0xAC00, folded[length..]);
            else if (c is >= '\uFF01' and <= '\uFF5E' && char.IsAsciiLetterOrDigit((char)(c - 0xFEE0)))
                folded[length++] = FoldTable.Fold((char)(c - 0xFEE0));
            else if (Characters.IsKept(c) || (keepPunctuation && !char.IsWhiteSpace(c)))
                length += Spell(FoldTable.Fold(c), folded[length..]);
            else length += Separate(folded[..(length + 1)]);
        }

        return length;
    }

    /// <summary>Writes a separator to the last place, unless the text begins there or one is before it; returns its length.</summary>
    private static int Separate(Span<char> folded)
    {
        if (folded.Length == 1 || folded[^2] == Space) return 0;
        folded[^1] = Space;
        return 1;
    }

    /// <summary>Writes a letter that stands for two or three by these.</summary>
    private static int Spell(char c, Span<char> folded)
    {
        var letters = c switch
        {
            'ß' => "ss",
            'æ' => "ae",
            'œ' => "oe",
            'þ' => "th",
            'ĳ' => "ij",
            '\uFB00' => "ff",
            '\uFB01' => "fi",
            '\uFB02' => "fl",
            '\uFB03' => "ffi",
            '\uFB04' => "ffl",
            // Arabic Alef with a sign above or below.
            '\u0622' or '\u0623' or '\u0625' => "\u0627",
            _ => null,
        };
        if (letters is null)
        {
            folded[0] = c;
            return 1;
        }

        letters.CopyTo(folded);
        return letters.Length;
    }

    /// <summary>Writes a Korean syllable as its letters, so that words with other endings share most of them.</summary>
    private static int Decompose(int syllable, Span<char> folded)
    {
        folded[0] = (char)(0x1100 + (syllable / (HangulVowels * HangulFinals)));
        folded[1] = (char)(0x1161 + (syllable / HangulFinals % HangulVowels));
        if (syllable % HangulFinals == 0) return 2;
        folded[2] = (char)(0x11A7 + (syllable % HangulFinals));
        return 3;
    }

    /// <summary>A kana with the separate sign that file names on macOS have, as one character.</summary>
    private static char Voiced(char kana, char mark) => mark switch
    {
        VoicedMark when "かきくけこさしすせそたちつてとはひふへほカキクケコサシスセソタチツテトハヒフヘホ".Contains(kana) => (char)(kana + 1),
        SemiVoicedMark when "はひふへほハヒフヘホ".Contains(kana) => (char)(kana + 2),
        _ => kana,
    };

    /// <summary>Whether the character does not change which word it is: diacritics, vowel points, joiners, soft hyphens.</summary>
    private static bool IsIgnored(char c) => c switch
    {
        '\u00AD' or '\u0640' or '\u0670' or '\u200C' or '\u200D' or '\u2060' or '\uFEFF' => true,
        >= '\u0300' and <= '\u036F' or >= '\u0591' and <= '\u05BD' or '\u05BF' or '\u05C1' or '\u05C2' or '\u05C4' or '\u05C5' => true,
        >= '\u064B' and <= '\u0655' or >= '\uFE00' and <= '\uFE0F' => true,
        _ => false,
    };

    /// <summary>Whether the pair is a colour of skin.</summary>
    private static bool IsModifier(char high, char low) => high == '\uD83C' && low is >= '\uDFFB' and <= '\uDFFF';
}
