using System.Runtime.InteropServices;

namespace Llm.Storage.Embeddings.Vectors;

/// <summary>A row that may be among the nearest.</summary>
/// <param name="Row">Its number in the table.</param>
/// <param name="Upper">Its similarity is not greater than this.</param>
internal readonly record struct Candidate(long Row, double Upper);

/// <summary>
/// Finds the rows of a <see cref="VectorFile"/> that can still be among the nearest once their real vectors are compared.
/// </summary>
/// <remarks>
/// Each row has a proven lower and upper bound. A row whose upper bound is below the lower bounds of as many others as are searched for
/// cannot be among the nearest; every other row is a candidate.
/// </remarks>
internal sealed class QuantizedSearch
{
    private const int RowsBetweenChecks = 4096;

    private readonly VectorFile file;
    private readonly QuantizedQuery query;

    /// <summary>The rows with the greatest lower bounds so far.</summary>
    private readonly NearestRows best;

    private readonly List<Candidate> candidates = [];

    private QuantizedSearch(VectorFile file, QuantizedQuery query, int number) =>
        (this.file, this.query, best) = (file, query, new NearestRows(number));

    private double Threshold => best.IsFull ? best.Worst : double.NegativeInfinity;

    /// <summary>Returns the candidates for a number of nearest rows, the most promising first.</summary>
    /// <param name="file">The rows.</param>
    /// <param name="query">The vector that is searched for.</param>
    /// <param name="number">The number of rows to find, from 1.</param>
    /// <param name="accepts">Says whether a row counts; null if all do.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="InvalidDataException">A row is damaged.</exception>
    public static List<Candidate> Find(
        VectorFile file, QuantizedQuery query, int number, Func<long, bool>? accepts, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        var search = new QuantizedSearch(file, query, number);
        for (long first = 0; first < file.Count; first += RowsBetweenChecks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            search.Scan(file.Rows(first, (int)Math.Min(RowsBetweenChecks, file.Count - first)), accepts);
            search.Prune();
        }

        file.IsChecked = true;
        search.candidates.Sort(static (one, other) => other.Upper.CompareTo(one.Upper));
        return search.candidates;
    }

    private void Scan(ReadOnlySpan<byte> rows, Func<long, bool>? accepts)
    {
        var numbers = query.Numbers;
        var weights = Int8Dot.Weights(numbers.Length);
        var threshold = Threshold;
        for (var size = file.RowSize; rows.Length > 0; rows = rows[size..])
        {
            ref readonly var head = ref MemoryMarshal.AsRef<QuantizedHead>(rows);
            var codes = MemoryMarshal.Cast<byte, sbyte>(rows[QuantizedRow.HeadSize..size]);
            var (lower, upper) = query.Bounds(in head, Int8Dot.Of(codes, numbers));
            if (!file.IsChecked && head.Check != head.CheckWith(Int8Dot.Of(codes, weights)))
                throw new InvalidDataException("A row of the file with vectors is damaged.");
            if (upper < threshold || accepts?.Invoke(head.Number) == false) continue;
            candidates.Add(new Candidate(head.Number, upper));
            best.Add(head.Number, order: 0, lower);
            threshold = Threshold;
        }
    }

    private void Prune()
    {
        var threshold = Threshold;
        candidates.RemoveAll(candidate => candidate.Upper < threshold);
    }
}
