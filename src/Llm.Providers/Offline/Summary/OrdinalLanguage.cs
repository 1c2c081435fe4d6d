using System.Collections.Frozen;

namespace Llm.Providers.Offline.Summary;

/// <summary>Detects languages that write ordinal numbers with a full stop, as German does: <c>3. Mai</c>.</summary>
internal static class OrdinalLanguage
{
    /// <summary>The number of characters that are examined; a language can be recognised from much less than a book.</summary>
    private const int SampleLength = 20_000;

    private static readonly FrozenSet<string> With = Set(
        "der die das und ist nicht ein eine den dem mit von zu im für auf og det er som til ikke je se na v nie się że ja on "
        + "az és hogy egy ve bir bu");

    private static readonly FrozenSet<string> Without = Set(
        "the and of to is in a that was for with it el la los las que y en un una por les le et des du est il di che "
        + "e o do da um het een van");

    /// <summary>
    /// Whether the language may write them. Returns false only if most of the text's function words belong to languages that do not,
    /// because a missed border between sentences does less harm than a wrong one.
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
