namespace Llm;

/// <summary>Finds the name that a mistyped one stands for.</summary>
internal static class NearestName
{
    /// <summary>The name that begins with the text or differs from it in the fewest letters; null if none is near.</summary>
    public static string? Of(string text, IEnumerable<string> names)
    {
        string? nearest = null;
        var least = Math.Max(1, text.Length / 3) + 1;
        foreach (var name in names)
        {
            if (text.Length > 1 && name.StartsWith(text, StringComparison.OrdinalIgnoreCase)) return name;
            var distance = Distance(text.ToLowerInvariant(), name.ToLowerInvariant());
            if (distance >= least) continue;
            (least, nearest) = (distance, name);
        }

        return nearest;
    }

    /// <summary>The number of letters to insert, remove or replace.</summary>
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
