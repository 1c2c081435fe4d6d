namespace Llm.Cli.CommandLine;

/// <summary>Recognises typos of one letter.</summary>
internal static class EditDistance
{
    /// <summary>Whether the words differ by one typo: a missing, extra or wrong letter, or two adjacent letters that are swapped.</summary>
    public static bool IsOne(ReadOnlySpan<char> typed, ReadOnlySpan<char> meant)
    {
        var start = typed.CommonPrefixLength(meant);
        var a = typed[start..];
        var b = meant[start..];
        if (a.IsEmpty && b.IsEmpty) return false;
        if (a.Length == b.Length) return a[1..].SequenceEqual(b[1..]) || IsSwapped(a, b);
        if (a.Length == b.Length + 1) return a[1..].SequenceEqual(b);
        return a.Length + 1 == b.Length && b[1..].SequenceEqual(a);
    }

    private static bool IsSwapped(ReadOnlySpan<char> a, ReadOnlySpan<char> b) =>
        a.Length > 1 && a[0] == b[1] && a[1] == b[0] && a[2..].SequenceEqual(b[2..]);
}
