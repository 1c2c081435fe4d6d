using System.Globalization;

namespace Llm.Providers.Offline.NGrams;

/// <summary>Which characters are compared, and which of them form words.</summary>
internal static class Characters
{
    /// <summary>Whether the character is kept: letters, digits, signs such as the vowels of Hindi, and pictures.</summary>
    public static bool IsKept(char c) => CharUnicodeInfo.GetUnicodeCategory(c) switch
    {
        <= UnicodeCategory.OtherNumber => true,
        UnicodeCategory.OtherSymbol => StandsAlone(c),
        _ => false,
    };

    /// <summary>Whether the character that the pair encodes is kept.</summary>
    /// <remarks>
    /// The blocks of emoji and of rarer Chinese characters are kept as a whole, so that a runtime that knows newer ones computes the same.
    /// </remarks>
    public static bool IsKept(char high, char low) => high is (>= '\uD83C' and <= '\uD83E') or (>= '\uD840' and <= '\uD888')
        || CharUnicodeInfo.GetUnicodeCategory(char.ConvertToUtf32(high, low)) is <= UnicodeCategory.OtherNumber;

    /// <summary>
    /// Whether the character belongs to a script without spaces (Thai, Lao, Burmese, Khmer, kana, Chinese), or is a picture such as an
    /// emoji.
    /// </summary>
    /// <remarks>
    /// Such characters are compared singly, in pairs and in threes, since there is no word to find. So are the characters that take two
    /// UTF-16 units.
    /// </remarks>
    public static bool StandsAlone(char c) => c switch
    {
        < '\u0E00' => false,
        <= '\u0EFF' or (>= '\u1000' and <= '\u109F') or (>= '\u1780' and <= '\u17FF') => true,
        >= '\u2000' and <= '\u2BFF' => true,
        (>= '\u3041' and <= '\u30FF') or (>= '\u31F0' and <= '\u31FF') or (>= '\u3400' and <= '\u4DBF') => true,
        (>= '\u4E00' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF') or (>= '\uFF66' and <= '\uFF9D') => true,
        _ => char.IsSurrogate(c),
    };
}
