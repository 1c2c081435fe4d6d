using System.Runtime.InteropServices;

namespace Llm.Providers.Offline.Summary;

/// <summary>Sentences as vectors of length one over their terms, weighted by how rare a term is.</summary>
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
            var counts = new SortedDictionary<int, int>();
            foreach (var term in Words.Terms(sentence))
            {
                ref var id = ref CollectionsMarshal.GetValueRefOrAddDefault(ids, term, out var known);
                if (!known)
                {
                    id = frequencies.Count;
                    frequencies.Add(0);
                }

                counts[id] = counts.GetValueOrDefault(id) + 1;
                if (counts[id] == 1) frequencies[id]++;
            }

            matrix.rows.Add([.. counts.Select(entry => (entry.Key, (double)entry.Value))]);
        }

        matrix.vocabulary = frequencies.Count;
        foreach (var row in matrix.rows) Weigh(row, frequencies, sentences.Count);
        return matrix;
    }

    /// <summary>How many different terms a sentence has.</summary>
    public int TermCount(int sentence) => rows[sentence].Length;

    /// <summary>For each sentence the sum of the others' values, each times its similarity.</summary>
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
            // Every vector has length one: that much of the sum is the sentence's likeness to itself.
            result[i] = rows[i].Length == 0 ? 0 : Math.Max(0, sum - values[i]);
        }

        return result;
    }

    /// <summary>The cosine of two sentences: 1 if they have the same terms, 0 if none is common.</summary>
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

    private static void Weigh((int Term, double Weight)[] row, List<int> frequencies, int sentences)
    {
        for (var i = 0; i < row.Length; i++) row[i].Weight *= Math.Log(1 + ((double)sentences / frequencies[row[i].Term]));
        var length = Math.Sqrt(row.Sum(entry => entry.Weight * entry.Weight));
        for (var i = 0; i < row.Length; i++) row[i].Weight /= length;
    }
}
