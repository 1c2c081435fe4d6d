namespace Llm.Cli.CommandLine;

/// <summary>Tells words that one slip of the fingers makes of one another.</summary>
internal static class Slips
{
    /// <summary>Whether one letter is missing, too many, wrong, or has changed places with its neighbour.</summary>
    public static bool IsOne(ReadOnlySpan<char> typed, ReadOnlySpan<char> meant)
    {
        var start = typed.CommonPrefixLength(meant);
        var a = typed[start..];
        var b = meant[start..];
        if (a.IsEmpty && b.IsEmpty) return false;
        if (a.Length == b.Length) return a[1..].SequenceEqual(b[1..]) || (a.Length > 1 && a[0] == b[1] && a[1] == b[0] && a[2..].SequenceEqual(b[2..]));
        if (a.Length == b.Length + 1) return a[1..].SequenceEqual(b);
        return a.Length + 1 == b.Length && b[1..].SequenceEqual(a);
    }
}
