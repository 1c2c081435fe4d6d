using System.Numerics;
using System.Runtime.InteropServices;

namespace Llm.Storage.Embeddings.Vectors;

/// <summary>A row that may be among the nearest.</summary>
/// <param name="Row">Its number in the table.</param>
/// <param name="Upper">Its similarity is not greater than this.</param>
internal readonly record struct Candidate(long Row, double Upper);

/// <summary>
/// Finds the rows of <see cref="VectorFile"/>s that can still be among the nearest once their real vectors are compared.
/// </summary>
/// <remarks>
/// Each row has a proven lower and upper bound. A row whose upper bound is below the lower bounds of as many others as are searched for
/// cannot be among the nearest; every other row is a candidate. Not thread-safe.
/// </remarks>
/// <param name="query">The vector that is searched for.</param>
/// <param name="number">The number of rows to find, from 1.</param>
/// <param name="cancellationToken">Cancels the search.</param>
internal sealed class QuantizedSearch(QuantizedQuery query, int number, CancellationToken cancellationToken)
{
    private const int RowsBetweenChecks = 4096;

    private readonly List<Candidate> candidates = [];

    /// <summary>The rows with the greatest lower bounds so far.</summary>
    private readonly NearestRows best = new(number);

    /// <summary>Rows with a smaller upper bound are not among the nearest.</summary>
    private double threshold = double.NegativeInfinity;

    /// <summary>The number of candidates from which it is worth looking for those that are none any more.</summary>
    private int many = 1024;

    /// <summary>Compares all rows of a file.</summary>
    /// <inheritdoc cref="CompareList"/>
    public void CompareAll(VectorFile file, Func<long, bool>? accepts)
    {
        for (var list = 0; list < file.ListCount; list++) CompareList(file, list, accepts);
    }

    /// <summary>Compares the rows of a list.</summary>
    /// <param name="file">The file.</param>
    /// <param name="list">The list; 0 if the file has none.</param>
    /// <param name="accepts">Says whether a row counts; null if all do.</param>
    /// <exception cref="InvalidDataException">A row is damaged.</exception>
    public void CompareList(VectorFile file, int list, Func<long, bool>? accepts)
    {
        var isChecked = file.IsChecked(list);
        var (first, end, size) = (file.Start(list), file.Start(list + 1), file.RowSize);
        while (first < end)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rows = file.Rows(first, (int)Math.Min(RowsBetweenChecks, end - first));
            first += RowsBetweenChecks;
            for (; rows.Length > 0; rows = rows[size..])
            {
                if (!isChecked) QuantizedRow.Check(rows[..size]);
                Compare(rows[..size], accepts);
            }
        }

        if (!isChecked) file.SetChecked(list);
    }

    /// <summary>Compares those rows of a list that seem to be near by their sketches.</summary>
    /// <param name="file">The file.</param>
    /// <param name="list">The list, and the similarity of its centre.</param>
    /// <param name="sketchQuery">The vector that is searched for.</param>
    /// <param name="accepts">Says whether a row counts; null if all do.</param>
    /// <exception cref="InvalidDataException">A row is damaged.</exception>
    public unsafe void CompareSketches(VectorFile file, NearestRow list, SketchQuery sketchQuery, Func<long, bool>? accepts)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var size = SketchBlock.Size(file.Dimensions);
        var score = (float)list.Score + file.Head.Reach.Margin;
        var (place, end) = (file.Start((int)list.Row), file.Start((int)list.Row + 1));
        fixed (byte* blocks = file.Sketches((int)list.Row))
        {
            for (var block = blocks; place < end; block += size, place += SketchBlock.Rows)
            {
                for (var near = SketchBlock.Near(block, sketchQuery, score, (float)threshold); near != 0; near &= near - 1)
                {
                    var row = place + BitOperations.TrailingZeroCount(near);
                    if (row >= end) break;
                    QuantizedRow.Check(file.Rows(row, 1));
                    Compare(file.Rows(row, 1), accepts);
                }
            }
        }
    }

    /// <summary>Returns the candidates, the most promising first.</summary>
    public List<Candidate> Finish()
    {
        Prune();
        candidates.Sort(static (one, other) => other.Upper.CompareTo(one.Upper));
        return candidates;
    }

    private void Compare(ReadOnlySpan<byte> row, Func<long, bool>? accepts)
    {
        ref readonly var head = ref MemoryMarshal.AsRef<QuantizedHead>(row);
        var codes = MemoryMarshal.Cast<byte, sbyte>(row[QuantizedRow.HeadSize..]);
        var (lower, upper) = query.Bounds(in head, Int8Dot.Of(codes, query.Numbers));
        if (upper < threshold || accepts?.Invoke(head.Number) == false) return;
        candidates.Add(new Candidate(head.Number, upper));
        best.Add(head.Number, order: 0, lower);
        if (best.IsFull) threshold = best.Worst;
        if (candidates.Count >= many) Prune();
    }

    private void Prune()
    {
        candidates.RemoveAll(candidate => candidate.Upper < threshold);
        many = Math.Max(many, 2 * candidates.Count);
    }
}
