namespace Llm.Embeddings.Mapping;

/// <summary>Chooses the vectors that a map can show.</summary>
internal static class ChosenItems
{
    /// <summary>The vectors of the most common length whose components are finite; of too many, every n-th.</summary>
    public static List<MapItem> Of(IReadOnlyList<MapItem> items, int most)
    {
        var lengths = new Dictionary<int, int>();
        foreach (var item in items) lengths[item.Vector.Length] = lengths.GetValueOrDefault(item.Vector.Length) + 1;
        var (length, count) = (0, 0);
        foreach (var item in items)
        {
            if (lengths[item.Vector.Length] > count) (length, count) = (item.Vector.Length, lengths[item.Vector.Length]);
        }

        var valid = new List<MapItem>(count);
        foreach (var item in items)
        {
            if (item.Vector.Length == length && IsFinite(item.Vector.Span)) valid.Add(item);
        }

        if (valid.Count <= most) return valid;
        var chosen = new List<MapItem>(most);
        for (var i = 0; i < most; i++) chosen.Add(valid[(int)((long)i * valid.Count / most)]);
        return chosen;
    }

    private static bool IsFinite(ReadOnlySpan<float> vector)
    {
        foreach (var value in vector)
        {
            if (!float.IsFinite(value)) return false;
        }

        return true;
    }
}
