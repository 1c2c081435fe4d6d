namespace Markov;

/// <summary>The words of a text, and the words that follow each of them.</summary>
public sealed class MarkovChain
{
    private readonly string[] words;
    private readonly ILookup<string, string> followers;

    public MarkovChain(string text)
    {
        words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        followers = words.Zip(words.Skip(1)).ToLookup(pair => pair.First, pair => pair.Second);
    }

    /// <summary>How many words the text has.</summary>
    public int Count => words.Length;

    /// <summary>The words that follow a word, as often as they do.</summary>
    public IEnumerable<string> After(string word) => followers[word];

    /// <summary>Generates words without end: each follows the one before it somewhere in the text, if any word does.</summary>
    public IEnumerable<string> Generate(Random random)
    {
        var word = words[random.Next(words.Length)];
        while (true)
        {
            yield return word;
            string[] next = [.. After(word)];
            if (next.Length == 0) next = words;
            word = next[random.Next(next.Length)];
        }
    }
}
