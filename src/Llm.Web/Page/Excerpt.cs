namespace Llm.Web.Page;

/// <summary>Shortens texts for lists.</summary>
internal static class Excerpt
{
    private const int Before = 60;
    private const int Length = 220;

    /// <summary>The beginning of a text, on one line.</summary>
    public static string Begin(string text, int length)
    {
        var line = OneLine(text);
        return line.Length <= length ? line : line[..Cut(line, length)].TrimEnd() + "…";
    }

    /// <summary>The part of a text around the first of some words, which are marked.</summary>
    public static Html Around(string text, IReadOnlyList<string> words)
    {
        var line = OneLine(text);
        var first = words.Select(word => line.IndexOf(word, StringComparison.OrdinalIgnoreCase))
            .Where(at => at >= 0).DefaultIfEmpty(0).Min();
        var start = Cut(line, Math.Max(0, first - Before));
        var shown = line[start..Cut(line, Math.Min(line.Length, start + Length))];
        return Html.Format($"{(start > 0 ? "…" : "")}{Mark(shown, words)}{(start + shown.Length < line.Length ? "…" : "")}");
    }

    private static Html Mark(string text, IReadOnlyList<string> words)
    {
        var pieces = new List<Html>();
        var from = 0;
        while (Next(text, words, from) is { } found)
        {
            pieces.Add(Html.Format($"{text[from..found.At]}<mark>{text.Substring(found.At, found.Length)}</mark>"));
            from = found.At + found.Length;
        }

        pieces.Add(Html.Format($"{text[from..]}"));
        return Html.Join(pieces);
    }

    private static Found? Next(string text, IReadOnlyList<string> words, int from)
    {
        Found? best = null;
        foreach (var word in words)
        {
            var at = text.IndexOf(word, from, StringComparison.OrdinalIgnoreCase);
            if (at >= 0 && (best is null || at < best.At)) best = new Found(at, word.Length);
        }

        return best;
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Does not cut a character of two code units.</summary>
    private static int Cut(string text, int at) => at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) ? at - 1 : at;

    private sealed record Found(int At, int Length);
}
