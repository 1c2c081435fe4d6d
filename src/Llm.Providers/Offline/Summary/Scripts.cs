using System.Globalization;

namespace Llm.Providers.Offline.Summary;

/// <summary>Properties of writing systems.</summary>
internal static class Scripts
{
    /// <summary>Whether words in this script are not separated by spaces: Chinese, Japanese, Thai, Lao, Khmer, Burmese.</summary>
    public static bool IsUnspaced(char c) => c switch
    {
        < '\u0E00' => false,
        <= '\u0EFF' => true,
        >= '\u1000' and <= '\u109F' or >= '\u1780' and <= '\u17FF' => true,
        >= '\u3041' and <= '\u30FF' or >= '\u31F0' and <= '\u31FF' or >= '\u3400' and <= '\u4DBF' or >= '\u4E00' and <= '\u9FFF' => true,
        >= '\uF900' and <= '\uFAFF' or >= '\uFF66' and <= '\uFF9D' => true,
        // The high surrogates of rarer Chinese characters.
        >= '\uD840' and <= '\uD88F' => true,
        _ => false,
    };

    /// <summary>Whether a line break after this character does not mean a space: East Asian letters and punctuation.</summary>
    public static bool JoinsWithoutSpace(char c) =>
        IsUnspaced(c) || c is >= '\u3000' and <= '\u303F' or >= '\uFF00' and <= '\uFF65' || char.IsLowSurrogate(c);

    /// <summary>Whether the script has no mark at the end of a sentence: Thai and Lao.</summary>
    public static bool HasNoSentenceMark(char c) => c is >= '\u0E00' and <= '\u0EFF';

    /// <summary>Whether the character is a letter, a digit or a combining mark, such as the vowels of Hindi.</summary>
    public static bool IsWordCharacter(char c) => c < 128
        ? char.IsAsciiLetterOrDigit(c)
        : char.IsLetterOrDigit(c) || char.IsSurrogate(c)
            || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    public static bool IsHiragana(char c) => c is >= '\u3041' and <= '\u309F';
}
