using System.Runtime.InteropServices;

namespace Llm.Storage.Embeddings.Vectors;

/// <summary>Divides the rows of a <see cref="VectorFile"/> into lists of similar ones, by k-means on the unit sphere.</summary>
/// <remarks>
/// Everything is computed from the codes, which are near enough. Nothing depends on chance or on the number of processors, so the same
/// rows always make the same lists.
/// </remarks>
internal sealed class Clustering
{
    private const int Iterations = 8;

    /// <summary>The rows for each list that the centres are computed from.</summary>
    private const int SampleOfList = 48;

    /// <summary>Rows that are compared with a centre while it is at hand.</summary>
    private const int RowsAtOnce = 16;

    private const int BlockLength = 64 * RowsAtOnce;

    private readonly QuantizedQuery[] centres;
    private readonly int dimensions;

    private Clustering(int lists, int dimensions) => (centres, this.dimensions) = (new QuantizedQuery[lists], dimensions);

    /// <summary>The number of rows that are compared with all centres when lists are made, for the progress.</summary>
    public static long Comparisons(long rows, int lists) => rows + (Iterations * SampleSize(rows, lists));

    /// <summary>Finds the centres of lists.</summary>
    /// <param name="file">The rows, at least as many as lists.</param>
    /// <param name="lists">The number of lists.</param>
    /// <param name="report">Receives the number of rows that were compared since the last time.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static Clustering Train(VectorFile file, int lists, Action<int> report, CancellationToken cancellationToken)
    {
        var size = file.RowSize;
        var count = SampleSize(file.Count, lists);
        // Rows at equal distances: neighbours in a table are often alike.
        var sample = new byte[count * size];
        for (long i = 0; i < count; i++) file.Rows(i * file.Count / count, 1).CopyTo(sample.AsSpan((int)(i * size)));
        var clustering = new Clustering(lists, file.Dimensions);
        for (var list = 0; list < lists; list++)
            clustering.centres[list] = QuantizedRow.ToQuery(sample.AsSpan((int)((long)list * count / lists) * size, size), file.Dimensions);
        var nearest = new int[count];
        var scores = new float[count];
        for (var i = 0; i < Iterations; i++)
        {
            clustering.Assign(index => sample.AsSpan(index * size), nearest, scores, size, report, cancellationToken);
            clustering.Move(sample, nearest, scores, size);
        }

        return clustering;
    }

    /// <summary>Returns the list of each row.</summary>
    public int[] Assign(VectorFile file, Action<int> report, CancellationToken cancellationToken)
    {
        var nearest = new int[file.Count];
        Assign(
            index => file.Rows(index, (int)Math.Min(BlockLength, file.Count - index)),
            nearest, new float[file.Count], file.RowSize, report, cancellationToken);
        return nearest;
    }

    /// <summary>Returns the centres as rows that are numbered like their lists.</summary>
    public byte[] ToRows()
    {
        var size = QuantizedRow.Size(dimensions);
        var rows = new byte[centres.Length * size];
        for (var list = 0; list < centres.Length; list++)
            QuantizedRow.TryWrite(list, centres[list].ToVector(dimensions), rows.AsSpan(list * size, size));
        return rows;
    }

    private static int SampleSize(long rows, int lists) => (int)Math.Min(rows, (long)SampleOfList * lists);

    private void Assign(
        RowsFrom rowsFrom, int[] nearest, float[] scores, int size, Action<int> report, CancellationToken cancellationToken)
    {
        ParallelBlocks.Run(
            (nearest.Length + BlockLength - 1) / BlockLength,
            block =>
            {
                var first = block * BlockLength;
                var count = Math.Min(BlockLength, nearest.Length - first);
                var rows = rowsFrom(first);
                for (var i = 0; i < count; i += RowsAtOnce)
                {
                    var several = Math.Min(RowsAtOnce, count - i);
                    AssignSeveral(
                        rows.Slice(i * size, several * size), size, nearest.AsSpan(first + i, several), scores.AsSpan(first + i, several));
                }

                report(count);
            },
            cancellationToken);
    }

    private void AssignSeveral(ReadOnlySpan<byte> rows, int size, Span<int> nearest, Span<float> scores)
    {
        scores.Fill(float.NegativeInfinity);
        for (var list = 0; list < centres.Length; list++)
        {
            var numbers = centres[list].Numbers;
            var scale = (float)centres[list].Scale;
            for (var i = 0; i < nearest.Length; i++)
            {
                var codes = MemoryMarshal.Cast<byte, sbyte>(rows.Slice((i * size) + QuantizedRow.HeadSize, size - QuantizedRow.HeadSize));
                var score = Int8Dot.Of(codes, numbers) * scale;
                if (score > scores[i]) (scores[i], nearest[i]) = (score, list);
            }
        }

        for (var i = 0; i < nearest.Length; i++) scores[i] *= MemoryMarshal.AsRef<QuantizedHead>(rows[(i * size)..]).Scale;
    }

    /// <summary>Moves each centre to the middle of its rows, and one without rows to a row that is far from its own.</summary>
    private void Move(byte[] sample, int[] nearest, float[] scores, int size)
    {
        var sums = new float[centres.Length][];
        for (var i = 0; i < nearest.Length; i++)
        {
            var sum = sums[nearest[i]] ??= new float[dimensions];
            var row = sample.AsSpan(i * size, size);
            var scale = MemoryMarshal.AsRef<QuantizedHead>(row).Scale;
            var codes = MemoryMarshal.Cast<byte, sbyte>(row.Slice(QuantizedRow.HeadSize, dimensions));
            for (var j = 0; j < sum.Length; j++) sum[j] += codes[j] * scale;
        }

        for (var list = 0; list < centres.Length; list++)
        {
            if (sums[list] is { } sum && QuantizedQuery.Create(sum) is { } moved)
            {
                centres[list] = moved;
                continue;
            }

            var farthest = Array.IndexOf(scores, scores.Min());
            scores[farthest] = float.PositiveInfinity;
            centres[list] = QuantizedRow.ToQuery(sample.AsSpan(farthest * size, size), dimensions);
        }
    }

    private delegate ReadOnlySpan<byte> RowsFrom(int index);
}
