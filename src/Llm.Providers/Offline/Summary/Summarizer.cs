namespace Llm.Providers.Offline.Summary;

/// <summary>Chooses the sentences that summarise a text.</summary>
internal static class Summarizer
{
    /// <summary>The similarity above which a sentence repeats one that was chosen before it.</summary>
    private const double SameSubject = 0.7;

    /// <summary>The longest summary that is checked for repetitions, which compares every sentence with every other.</summary>
    private const int MaximumCompared = 200;

    /// <summary>Chooses up to <paramref name="count"/> sentences, in the order of the text; fewer only if the text has fewer.</summary>
    public static IReadOnlyList<string> Summarize(string text, int count, CancellationToken cancellationToken = default)
    {
        var sentences = ProseReader.Read(text, cancellationToken);
        if (sentences.Count <= count) return sentences;
        var matrix = TermMatrix.Build(sentences, cancellationToken);
        var scores = SentenceRanking.Rank(matrix, cancellationToken);
        var order = Enumerable.Range(0, sentences.Count).OrderByDescending(i => scores[i]).ThenBy(i => i);
        return [.. Choose(matrix, order, count, cancellationToken).Order().Select(i => sentences[i])];
    }

    /// <summary>Chooses the best sentences that differ, and repetitions only if no other sentences are left.</summary>
    private static List<int> Choose(TermMatrix matrix, IEnumerable<int> order, int count, CancellationToken cancellationToken)
    {
        var chosen = new List<int>();
        var repetitions = new List<int>();
        foreach (var candidate in order)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (chosen.Count == count) return chosen;
            if (count <= MaximumCompared && chosen.Exists(other => matrix.Similarity(candidate, other) > SameSubject))
                repetitions.Add(candidate);
            else chosen.Add(candidate);
        }

        return [.. chosen, .. repetitions.Take(count - chosen.Count)];
    }
}
