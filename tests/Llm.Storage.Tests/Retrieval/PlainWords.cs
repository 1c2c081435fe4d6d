using System.Globalization;
using System.Text;

namespace Llm.Storage.Tests.Retrieval;

/// <summary>The words of a text in lower case: runs of letters and digits, and single characters of scripts without spaces.</summary>
internal static class PlainWords
{
    public static IEnumerable<string> Of(string text)
    {
        var word = new StringBuilder();
        foreach (var rune in text.ToLowerInvariant().EnumerateRunes())
        {
            var inWord = IsWordRune(rune);
            var alone = inWord && IsUnspaced(rune);
            if ((!inWord || alone) && word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }

            if (alone) yield return rune.ToString();
            else if (inWord) word.Append(rune);
        }

        if (word.Length > 0) yield return word.ToString();
    }

    private static bool IsWordRune(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.OtherNumber;

    /// <summary>Thai, kana and Chinese characters, which are the scripts without spaces in the set.</summary>
    private static bool IsUnspaced(Rune rune) => rune.Value is (>= 0x0E00 and <= 0x0E7F) or (>= 0x3041 and <= 0x30FF)
        or (>= 0x3400 and <= 0x9FFF);
}
