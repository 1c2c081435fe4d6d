namespace Llm.Storage.Tests.Retrieval;

/// <summary>What a model is compared with: how many different words of the query a text has.</summary>
internal static class WordOverlap
{
    private static readonly HashSet<string>[] All = [.. LabelledSet.Texts.Select(text => PlainWords.Of(text.Text).ToHashSet())];

    /// <summary>Counts all words.</summary>
    public static double[] Plain(string query) => Count(PlainWords.Of(query).ToHashSet());

    /// <summary>Counts words that are not in the list of stop words, which a model without a list has no knowledge of.</summary>
    public static double[] ContentWords(string query) => Count(LabelledSet.ContentWords(query));

    private static double[] Count(HashSet<string> query) => [.. All.Select(text => (double)query.Count(text.Contains))];
}
