using System.Text;

namespace Llm.Cli.Output;

/// <summary>Shortens text for lists; lengths are in code points, as Python counts characters.</summary>
internal static class Excerpt
{
    private const string Ellipsis = "...";

    /// <summary>Returns at most <paramref name="length"/> characters; the end of a longer text is replaced by <c>...</c>.</summary>
    public static string Of(string text, int length = 100) => Runes(text) is var runes && runes.Length <= length
        ? text
        : Join(runes.AsSpan(0, length - Ellipsis.Length)) + Ellipsis;

    /// <summary>Does the same as <see cref="Of"/>, with each run of white space as one space.</summary>
    public static string OneLine(string text, int length) => Of(Collapse(text), length);

    /// <summary>Returns one line of at most <paramref name="length"/> characters, which keeps both ends of the text.</summary>
    public static string BothEnds(string text, int length)
    {
        text = Collapse(text);
        var runes = Runes(text);
        if (runes.Length <= length) return text;
        var side = (length - 5) / 2;
        return Join(runes.AsSpan(0, side)) + "... " + Join(runes.AsSpan(runes.Length - side));
    }

    private static Rune[] Runes(string text) => [.. text.EnumerateRunes()];

    private static string Join(ReadOnlySpan<Rune> runes)
    {
        var output = new StringBuilder(runes.Length);
        foreach (var rune in runes) output.Append(rune.ToString());
        return output.ToString();
    }

    private static string Collapse(string text)
    {
        var output = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            // To Python, the separators of files, groups, records and units are white space too.
            if (!char.IsWhiteSpace(c) && c is not (>= '\x1c' and <= '\x1f')) output.Append(c);
            else if (output.Length == 0 || output[^1] != ' ') output.Append(' ');
        }

        return output.ToString();
    }
}
