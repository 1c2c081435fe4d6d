namespace Llm.Providers.Offline.Summary;

/// <summary>Splits a text into words, and finds the terms that show the subject of a sentence.</summary>
internal static class Words
{
    /// <summary>The length to which words are cut, which unites most forms of a word in any language.</summary>
    private const int StemLength = 7;

    /// <summary>Counts words; in scripts without spaces, each character counts as a word.</summary>
    public static int Count(string text)
    {
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!Scripts.IsWordCharacter(text[i]) || char.IsLowSurrogate(text[i])) continue;
            if (Scripts.IsUnspaced(text[i]) || i == 0 || !Scripts.IsWordCharacter(text[i - 1]) || Scripts.IsUnspaced(text[i - 1])) count++;
        }

        return count;
    }

    /// <summary>
    /// The terms of a sentence: the stems of words other than stop words, and pairs of characters in scripts without spaces.
    /// </summary>
    public static IEnumerable<string> Terms(string sentence)
    {
        for (var i = 0; i < sentence.Length;)
        {
            var start = i;
            if (IsAddress(sentence, i)) i = AddressEnd(sentence, i);
            else if (!Scripts.IsWordCharacter(sentence[i])) i++;
            else if (Scripts.IsUnspaced(sentence[i]))
            {
                while (i < sentence.Length && (Scripts.IsUnspaced(sentence[i]) || char.IsLowSurrogate(sentence[i]))) i++;
                for (var j = start; j + 1 < i; j++)
                {
                    if (!StopWords.IsParticle(sentence[j]) && !StopWords.IsParticle(sentence[j + 1]) && !IsGrammar(sentence, j))
                        yield return sentence.Substring(j, 2);
                }
            }
            else
            {
                while (i < sentence.Length && Scripts.IsWordCharacter(sentence[i]) && !Scripts.IsUnspaced(sentence[i])) i++;
                var word = sentence[start..i].ToLowerInvariant();
                if (word.Length > 1 && !word.All(char.IsDigit) && !StopWords.Contains(word))
                    yield return word.Length > StemLength ? word[..StemLength] : word;
            }
        }
    }

    /// <summary>Whether the pair is a Japanese ending or particle, which are written in Hiragana.</summary>
    private static bool IsGrammar(string sentence, int i) => Scripts.IsHiragana(sentence[i]) && Scripts.IsHiragana(sentence[i + 1]);

    /// <summary>Whether the target of a link begins here, whose words are ignored.</summary>
    private static bool IsAddress(string sentence, int i) =>
        string.CompareOrdinal(sentence, i, "](", 0, 2) == 0 ||
        string.CompareOrdinal(sentence, i, "http://", 0, 7) == 0 ||
        string.CompareOrdinal(sentence, i, "https://", 0, 8) == 0;

    private static int AddressEnd(string sentence, int i)
    {
        while (i < sentence.Length && sentence[i] != ')' && !char.IsWhiteSpace(sentence[i])) i++;
        return i;
    }
}
