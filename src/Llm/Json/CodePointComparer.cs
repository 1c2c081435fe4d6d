namespace Llm.Json;

/// <summary>Orders by Unicode code point; UTF-16 code units would put U+FFFF after U+10000.</summary>
internal sealed class CodePointComparer : IComparer<string>
{
    public static readonly CodePointComparer Instance = new();

    public int Compare(string? x, string? y)
    {
        var length = Math.Min(x!.Length, y!.Length);
        for (var i = 0; i < length; i++)
        {
            if (x[i] == y[i]) continue;
            return (char.IsSurrogate(x[i]), char.IsSurrogate(y[i])) switch
            {
                (true, false) => 1,
                (false, true) => -1,
                _ => x[i].CompareTo(y[i]),
            };
        }

        return x.Length.CompareTo(y.Length);
    }
}
