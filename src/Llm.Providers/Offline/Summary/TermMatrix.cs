using System.Runtime.InteropServices;

namespace Llm.Providers.Offline.Summary;

/// <summary>Sentences as unit vectors over their terms, which are weighted by their rarity.</summary>
internal sealed class TermMatrix
{
    private readonly List<(int Term, double Weight)[]> rows = [];
    private int vocabulary;

    private TermMatrix()
    {
    }

    public int Count => rows.Count;

    public static TermMatrix Build(IReadOnlyList<string> sentences, CancellationToken cancellationToken)
    {
        var ids = new Dictionary<string, int>();
        var frequencies = new List<int>();
        var matrix = new TermMatrix();
        foreach (var sentence in sentences)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var found = new List<int>();
            foreach (var term in Words.Terms(sentence))
            {
                ref var id = ref CollectionsMarshal.GetValueRefOrAddDefault(ids, term, out var known);
                if (!known)
                {
                    id = frequencies.Count;
                    frequencies.Add(0);
                }

                found.Add(id);
            }

            var row = Tally(found);
            foreach (var (term, _) in row) frequencies[term]++;
            matrix.rows.Add(row);
        }

        matrix.vocabulary = frequencies.Count;
        foreach (var row in matrix.rows) Weigh(row, frequencies, sentences.Count);
        return matrix;
    }

    /// <summary>The number of different terms of a sentence.</summary>
    public int TermCount(int sentence) => rows[sentence].Length;

    /// <summary>Computes, for each sentence, the sum of the other sentences' values, weighted by their similarity.</summary>
    public double[] Neighbours(double[] values)
    {
        var terms = new double[vocabulary];
        for (var i = 0; i < Count; i++)
        {
            foreach (var (term, weight) in rows[i]) terms[term] += weight * values[i];
        }

        var result = new double[Count];
        for (var i = 0; i < Count; i++)
        {
            var sum = 0.0;
            foreach (var (term, weight) in rows[i]) sum += weight * terms[term];
            // The vectors have length one, so the sentence's similarity to itself contributes exactly its own value.
            result[i] = rows[i].Length == 0 ? 0 : Math.Max(0, sum - values[i]);
        }

        return result;
    }

    /// <summary>The cosine similarity of two sentences: 1 if they have the same terms, 0 if they have no common term.</summary>
    public double Similarity(int one, int other)
    {
        var (a, b) = (rows[one], rows[other]);
        var sum = 0.0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            if (a[i].Term == b[j].Term) sum += a[i++].Weight * b[j++].Weight;
            else if (a[i].Term < b[j].Term) i++;
            else j++;
        }

        return sum;
    }

    /// <summary>Lists each term once, in order, with its number of occurrences.</summary>
    private static (int Term, double Weight)[] Tally(List<int> terms)
    {
        terms.Sort();
        var row = new List<(int Term, double Weight)>(terms.Count);
        foreach (var term in terms)
        {
            if (row.Count > 0 && row[^1].Term == term) row[^1] = (term, row[^1].Weight + 1);
            else row.Add((term, 1));
        }

        return [.. row];
    }

    private static void Weigh((int Term, double Weight)[] row, List<int> frequencies, int sentences)
    {
        for (var i = 0; i < row.Length; i++) row[i].Weight *= Math.Log(1 + ((double)sentences / frequencies[row[i].Term]));
        var length = Math.Sqrt(row.Sum(entry => entry.Weight * entry.Weight));
        for (var i = 0; i < row.Length; i++) row[i].Weight /= length;
    }
}
