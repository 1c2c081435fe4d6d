using Llm.Json;

namespace Llm.Cli.CommandLine;

/// <summary>Finds the names that a mistyped name may stand for, with the similarity ratio of Python's difflib, which Click uses.</summary>
internal static class CloseMatches
{
    private const int MaxCount = 3;
    private const double Cutoff = 0.6;

    /// <summary>Returns at most three names, the best match first.</summary>
    public static IReadOnlyList<string> Find(string word, IEnumerable<string> names)
    {
        var matches = new List<Match>();
        foreach (var name in names)
        {
            var match = new Match(name, Ratio(name, word));
            if (match.Ratio >= Cutoff) matches.Add(match);
        }

        matches.Sort(static (a, b) => a.Ratio != b.Ratio ? b.Ratio.CompareTo(a.Ratio) : string.CompareOrdinal(b.Name, a.Name));
        return [.. matches.Take(MaxCount).Select(static match => match.Name)];
    }

    /// <summary>The suggestion to append to an error, with a leading space; empty if there are no matches.</summary>
    public static string Suggest(IReadOnlyList<string> matches) => matches.Count switch
    {
        0 => "",
        1 => $" Did you mean {PythonQuote.Quote(matches[0])}?",
        _ => $" (Did you mean one of: {string.Join(", ", matches.Order(StringComparer.Ordinal).Select(PythonQuote.Quote))}?)",
    };

    /// <summary>Whether the words differ by one typo: a missing, extra or wrong letter, or two adjacent letters that are swapped.</summary>
    public static bool DifferByOneTypo(ReadOnlySpan<char> typed, ReadOnlySpan<char> meant)
    {
        var start = typed.CommonPrefixLength(meant);
        var a = typed[start..];
        var b = meant[start..];
        if (a.IsEmpty && b.IsEmpty) return false;
        if (a.Length == b.Length) return a[1..].SequenceEqual(b[1..]) || AreSwapped(a, b);
        if (a.Length == b.Length + 1) return a[1..].SequenceEqual(b);
        return a.Length + 1 == b.Length && b[1..].SequenceEqual(a);
    }

    private static bool AreSwapped(ReadOnlySpan<char> a, ReadOnlySpan<char> b) =>
        a.Length > 1 && a[0] == b[1] && a[1] == b[0] && a[2..].SequenceEqual(b[2..]);

    /// <summary>Twice the number of matching characters, divided by the total length of both texts.</summary>
    private static double Ratio(ReadOnlySpan<char> a, ReadOnlySpan<char> b) =>
        a.Length + b.Length == 0 ? 1 : 2.0 * Matching(a, b) / (a.Length + b.Length);

    /// <summary>
    /// The length of the longest common block (the earliest in both texts if there are several), plus that of the matching blocks to its
    /// left and right.
    /// </summary>
    private static int Matching(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        int length = 0, startA = 0, startB = 0;
        for (var i = 0; i < a.Length; i++)
        {
            for (var j = 0; j < b.Length; j++)
            {
                var common = a[i..].CommonPrefixLength(b[j..]);
                if (common > length) (length, startA, startB) = (common, i, j);
            }
        }

        if (length == 0) return 0;
        return length + Matching(a[..startA], b[..startB]) + Matching(a[(startA + length)..], b[(startB + length)..]);
    }

    private sealed record Match(string Name, double Ratio);
}
