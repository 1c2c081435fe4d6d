using System.Globalization;
using System.Text;

namespace Llm.Benchmarks.EmbedMulti;

/// <summary>Notes of 5 to 60 made words, no two alike; always the same ones.</summary>
internal static class MadeTexts
{
    private const int Vocabulary = 20_000;

    public static IEnumerable<string> Make(int count)
    {
        var random = new Random(1);
        var words = Enumerable.Range(0, Vocabulary).Select(_ => Word(random)).ToArray();
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            text.Clear().Append(CultureInfo.InvariantCulture, $"Note {i}:");
            for (var left = random.Next(5, 61); left > 0; left--)
            {
                // Squaring makes some words common, as in a language.
                text.Append(' ').Append(words[(int)(Math.Pow(random.NextDouble(), 2) * Vocabulary)]);
            }

            yield return text.ToString();
        }
    }

    private static string Word(Random random) =>
        string.Create(random.Next(3, 11), random, (letters, source) => source.GetItems("aaabcdeeefghiiklmnooprstuvw", letters));
}
