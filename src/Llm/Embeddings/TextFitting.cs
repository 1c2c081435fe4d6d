namespace Llm;

/// <summary>Makes long texts fit into a model.</summary>
internal static class TextFitting
{
    /// <summary>The estimated length of a token.</summary>
    public const int CharactersPerToken = 4;

    /// <summary>Splits a text into parts of at most <paramref name="characters"/>, at white space where there is some.</summary>
    public static IReadOnlyList<string> Split(string text, int characters)
    {
        var parts = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = EndOfPart(text, start, characters);
            parts.Add(text[start..end]);
            start = end;
        }

        return parts;
    }

    /// <summary>Combines the vectors of the parts of a text to one of length 1; longer parts have more weight.</summary>
    public static ReadOnlyMemory<float> Combine(IReadOnlyList<string> parts, IReadOnlyList<ReadOnlyMemory<float>> vectors)
    {
        if (vectors.Count == 1) return vectors[0];
        var sums = new double[vectors[0].Length];
        for (var part = 0; part < parts.Count; part++)
        {
            var vector = vectors[part].Span;
            for (var i = 0; i < Math.Min(sums.Length, vector.Length); i++) sums[i] += (double)vector[i] * parts[part].Length;
        }

        var length = Math.Sqrt(sums.Sum(number => number * number));
        return Array.ConvertAll(sums, number => (float)(length > 0 ? number / length : number));
    }

    private static int EndOfPart(string text, int start, int characters)
    {
        var end = start + Math.Max(characters, 2);
        if (end >= text.Length) return text.Length;
        for (var space = end; space > start + (characters / 2); space--)
        {
            if (char.IsWhiteSpace(text[space - 1])) return space;
        }

        return char.IsHighSurrogate(text[end - 1]) ? end - 1 : end;
    }
}
