namespace Llm.Providers.Offline.NGrams;

/// <summary>Computes the vectors of texts from their words, pairs of words and n-grams of characters.</summary>
/// <remarks>
/// An instance reuses its buffers and is not thread-safe. Arithmetic is limited to operations that IEEE 754 defines exactly, in a fixed
/// order, so that each machine computes the same bits. The weights were chosen with the tuning half of the labelled set in
/// <c>tests/Llm.Storage.Tests/Retrieval</c>; stored vectors depend on them.
/// </remarks>
internal sealed class NGramEncoder(int dimensions)
{
    private const int ShortestGram = 3;
    private const int LongestGram = 5;
    private const char WordStart = '^';
    private const char WordEnd = '$';

    /// <summary>Words from this length on have the full weight; short words rarely show the subject, in any language.</summary>
    private const int FullLength = 8;

    /// <summary>Two neighbouring words as one: "tooth brush" should be near "toothbrush".</summary>
    private const double PairWeight = 0.5;

    /// <summary>The n-grams of a word have this weight in all (as the length of their vector), the word itself has 1.</summary>
    private const double GramWeight = 3;

    /// <summary>The weights of one, two and three characters in scripts without spaces.</summary>
    private static readonly double[] RunWeights = [1, 1.5, 1.5];

    private readonly FeatureTable table = new();
    private readonly double[] sums = new double[dimensions];
    private char[] folded = [];

    /// <summary>The vector of a text, of length 1; null if the text has only white space and invisible characters.</summary>
    public float[]? Encode(string text)
    {
        // The count of features is about three for each character, and many occur more than once.
        table.Clear(2 * Math.Min(text.Length, 1 << 16));
        if (folded.Length <= TextFolding.Growth * text.Length) folded = new char[(TextFolding.Growth * text.Length) + 1];
        AddFeatures(folded.AsSpan(0, TextFolding.Fold(text, folded)));
        if (table.Features.IsEmpty) AddFeatures(folded.AsSpan(0, TextFolding.Fold(text, folded, keepPunctuation: true)));
        return table.Features.IsEmpty ? null : Project();
    }

    /// <summary>Adds each feature to a dimension with a sign, both chosen by its hash, and scales the sums to length 1.</summary>
    private float[]? Project()
    {
        Array.Clear(sums);
        foreach (ref readonly var feature in table.Features)
        {
            // The mean weight times the square root of the count: a feature that occurs four times counts twice as much.
            var value = feature.Weight / Math.Sqrt(feature.Occurrences);
            var mixed = FeatureHash.Finish(feature.Hash);
            sums[(int)(((mixed >> 32) * (ulong)dimensions) >> 32)] += (mixed & 1) == 0 ? value : -value;
        }

        var squares = 0.0;
        foreach (var sum in sums) squares += sum * sum;
        // Features of a tiny text may cancel each other out.
        if (squares == 0) sums[(int)(table.Features[0].Hash % (ulong)dimensions)] = squares = 1;
        var length = Math.Sqrt(squares);
        var vector = new float[dimensions];
        for (var i = 0; i < vector.Length; i++) vector[i] = (float)(sums[i] / length);
        return vector;
    }

    private void AddFeatures(ReadOnlySpan<char> text)
    {
        var previous = default(ReadOnlySpan<char>);
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            if (text[i] == TextFolding.Space) i++;
            else if (Characters.StandsAlone(text[i]))
            {
                while (i < text.Length && Characters.StandsAlone(text[i])) i++;
                AddRun(text[start..i]);
                previous = default;
            }
            else
            {
                while (i < text.Length && text[i] != TextFolding.Space && !Characters.StandsAlone(text[i])) i++;
                var word = text[start..i];
                AddWord(word);
                if (!previous.IsEmpty) AddPair(previous, word);
                previous = word;
            }
        }
    }

    private void AddWord(ReadOnlySpan<char> word)
    {
        var weight = WeightOf(word.Length);
        Add(FeatureHash.Append(FeatureHash.Word, word), weight);

        // The word is compared with a mark at either end.
        var length = word.Length + 2;
        var grams = 0;
        for (var size = ShortestGram; size <= Math.Min(LongestGram, length); size++) grams += length - size + 1;
        var gramWeight = weight * GramWeight / Math.Sqrt(grams);
        for (var start = 0; start <= length - ShortestGram; start++)
        {
            var hash = FeatureHash.Characters;
            for (var end = start; end < length && end < start + LongestGram; end++)
            {
                hash = FeatureHash.Append(hash, end == 0 ? WordStart : end == length - 1 ? WordEnd : word[end - 1]);
                if (end - start >= ShortestGram - 1) Add(hash, gramWeight);
            }
        }
    }

    private void AddPair(ReadOnlySpan<char> first, ReadOnlySpan<char> second) => Add(
        FeatureHash.Append(FeatureHash.Append(FeatureHash.Word, first), second),
        Math.Sqrt(WeightOf(first.Length) * WeightOf(second.Length)) * PairWeight);

    private void AddRun(ReadOnlySpan<char> run)
    {
        for (var start = 0; start < run.Length; start++)
        {
            if (char.IsLowSurrogate(run[start])) continue;
            var (hash, size) = (FeatureHash.Characters, 0);
            for (var end = start; end < run.Length && size < RunWeights.Length; end++)
            {
                hash = FeatureHash.Append(hash, run[end]);
                if (!char.IsHighSurrogate(run[end])) Add(hash, RunWeights[size++]);
            }
        }
    }

    private void Add(ulong hash, double weight) => table.Add(FeatureHash.Finish(hash), weight);

    private static double WeightOf(int length) => Math.Min(length, FullLength) / (double)FullLength;
}
