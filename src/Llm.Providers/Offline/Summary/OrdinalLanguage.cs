using System.Collections.Frozen;

namespace Llm.Providers.Offline.Summary;

/// <summary>Whether a text is in a language that writes ordinal numbers with a full stop, as German does: <c>3. Mai</c>.</summary>
internal static class OrdinalLanguage
{
    /// <summary>A language shows in much less than a whole book.</summary>
    private const int SampleLength = 20_000;

    private static readonly FrozenSet<string> With = Set(
        "der die das und ist nicht ein eine den dem mit von zu im für auf og det er som til ikke je se na v nie się że ja on "
        + "az és hogy egy ve bir bu");

    private static readonly FrozenSet<string> Without = Set(
        "the and of to is in a that was for with it el la los las que y en un una por les le et des du est il di che "
        + "e o do da um het een van");

    /// <summary>
    /// True unless the text's small words are those of languages that do not, since a full stop too few harms less than one too many.
    /// </summary>
    public static bool Writes(string text)
    {
        var (with, without) = (0, 0);
        foreach (var word in text[..Math.Min(text.Length, SampleLength)].Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            var lower = word.ToLowerInvariant();
            if (With.Contains(lower)) with++;
            if (Without.Contains(lower)) without++;
        }

        return with >= without;
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet();
}
