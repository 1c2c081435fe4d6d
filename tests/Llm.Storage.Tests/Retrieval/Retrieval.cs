namespace Llm.Storage.Tests.Retrieval;

/// <summary>Finds out how early the text of each query appears when all texts are ordered by a score.</summary>
internal static class Retrieval
{
    private const int Places = 10;

    /// <summary>The mean reciprocal rank among the first ten for the queries of a kind and half.</summary>
    /// <param name="scores">The scores of all texts for a query, in the order of the set; more is nearer.</param>
    /// <param name="kind">The kind of the queries.</param>
    /// <param name="half">The half of the set.</param>
    public static double MeanReciprocalRank(Func<string, double[]> scores, string kind, string half) =>
        MeanReciprocalRank(scores, query => query.Kind == kind && query.Half == half);

    /// <summary>The mean reciprocal rank among the first ten for the queries that are chosen.</summary>
    public static double MeanReciprocalRank(Func<string, double[]> scores, Func<LabelledQuery, bool> isChosen) => LabelledSet.Queries
        .Where(isChosen)
        .Average(query => ReciprocalRank(scores(query.Query), LabelledSet.IndexOf(query.TextId)));

    /// <summary>One by the place of the text, and 0 after the tenth; among texts with equal scores, the mean of their places.</summary>
    private static double ReciprocalRank(double[] scores, int text)
    {
        var before = scores.Count(score => score > scores[text]);
        var equal = scores.Count(score => score == scores[text]);
        return Enumerable.Range(before + 1, equal).Where(place => place <= Places).Sum(place => 1.0 / place) / equal;
    }
}
