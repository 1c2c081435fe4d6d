namespace Llm.Providers.Offline.Summary;

/// <summary>Ranks sentences by LexRank: a sentence is important if it is similar to many important sentences.</summary>
/// <remarks>
/// The graph has an edge between any two sentences with a common term, which is too many for the memory if the text is long, so it
/// is never built: similarities are products of term vectors, and a step of the iteration visits the terms instead of the edges.
/// </remarks>
internal static class SentenceRanking
{
    private const double Damping = 0.85;
    private const int MaximumSteps = 60;

    /// <summary>Sentences with fewer terms are ranked lower, because they say too little.</summary>
    private const double FullLength = 5;

    public static double[] Rank(TermMatrix matrix, CancellationToken cancellationToken)
    {
        var start = Prior(matrix.Count);
        var degrees = matrix.Neighbours([.. Enumerable.Repeat(1.0, matrix.Count)]);
        var scores = (double[])start.Clone();
        for (var step = 0; step < MaximumSteps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var next = Step(matrix, start, degrees, scores);
            var change = next.Zip(scores, (a, b) => Math.Abs(a - b)).Sum();
            scores = next;
            if (change < 1e-7) break;
        }

        for (var i = 0; i < scores.Length; i++) scores[i] *= Math.Min(1, matrix.TermCount(i) / FullLength);
        return scores;
    }

    private static double[] Step(TermMatrix matrix, double[] start, double[] degrees, double[] scores)
    {
        var shares = new double[scores.Length];
        var isolated = 0.0;
        for (var i = 0; i < scores.Length; i++)
        {
            if (degrees[i] > 1e-9) shares[i] = scores[i] / degrees[i];
            else isolated += scores[i];
        }

        var next = matrix.Neighbours(shares);
        // The score of sentences without neighbours is distributed like that of a random jump.
        for (var i = 0; i < next.Length; i++) next[i] = (Damping * next[i]) + ((1 - Damping + (Damping * isolated)) * start[i]);
        return next;
    }

    /// <summary>The probabilities of a random jump, which are higher at the start because texts tend to name their subject first.</summary>
    private static double[] Prior(int count)
    {
        var prior = new double[count];
        for (var i = 0; i < count; i++) prior[i] = 1 + (2.0 / (1 + i));
        var sum = prior.Sum();
        for (var i = 0; i < count; i++) prior[i] /= sum;
        return prior;
    }
}
