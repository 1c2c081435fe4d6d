namespace Llm.Providers.Offline.NGrams;

/// <summary>The hash of a feature: FNV-1a over UTF-16 units, finished as in MurmurHash3.</summary>
/// <remarks>
/// Stored vectors depend on it, so it must never change. FNV-1a grows by a character, so that n-grams of all lengths share work.
/// </remarks>
internal static class FeatureHash
{
    /// <summary>The beginning of the hash of a word.</summary>
    public const ulong Word = 0xCBF29CE484222325;

    /// <summary>The beginning of the hash of an n-gram of characters.</summary>
    public const ulong Characters = 0x9E3779B97F4A7C15;

    /// <summary>The hash with one more character.</summary>
    public static ulong Append(ulong hash, char c) => (hash ^ c) * 0x100000001B3;

    /// <summary>The hash with more characters.</summary>
    public static ulong Append(ulong hash, ReadOnlySpan<char> text)
    {
        foreach (var c in text) hash = Append(hash, c);
        return hash;
    }

    /// <summary>Spreads the hash over all bits.</summary>
    public static ulong Finish(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
        return hash ^ (hash >> 33);
    }
}
