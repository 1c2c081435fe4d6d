using System.Runtime.InteropServices;

namespace Llm.Storage.Embeddings.Vectors;

/// <summary>Finds out how many lists a search has to read, by searching for rows of the file itself.</summary>
internal sealed class ListTuning
{
    /// <summary>The part of the nearest rows to find; more than is promised, because other vectors are searched for than here.</summary>
    private const double Wanted = 0.985;

    /// <summary>The part of them that must not be missed because of their sketches.</summary>
    private const double WantedSketches = 0.995;

    private const int Searches = 512;
    private const int RowsAtOnce = 4096;

    private readonly VectorFile file;
    private readonly byte[] centres;
    private readonly int[] listOf;
    private readonly int[][] groups;
    private readonly int searches;

    // For each row that a search must find: how many lists are nearer than the row's, and how much the sketch underrates it.
    private readonly int[] nearer;
    private readonly float[] underrated;

    /// <summary>The rows in the nearest list of each search, in the second one, and so on.</summary>
    private readonly long[] rows;

    private ListTuning(VectorFile file, byte[] centres, int[] listOf, int[][] groups)
    {
        (this.file, this.centres, this.listOf, this.groups) = (file, centres, listOf, groups);
        searches = (int)Math.Min(file.Count, Searches);
        nearer = new int[searches * ListReach.ManyRows];
        underrated = new float[nearer.Length];
        rows = new long[groups.Length];
    }

    /// <summary>The number of rows that are compared, for the progress.</summary>
    public static long Comparisons(long rows) => Math.Min(rows, Searches) * rows;

    /// <summary>Measures how many lists a search has to read.</summary>
    /// <param name="file">The rows, more than a search finds.</param>
    /// <param name="centres">A row for each list.</param>
    /// <param name="listOf">The list of each row.</param>
    /// <param name="groups">The places of the rows of each list.</param>
    /// <param name="report">Receives the number of rows that were compared since the last time.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static ListReach Measure(
        VectorFile file, byte[] centres, int[] listOf, int[][] groups, Action<long> report, CancellationToken cancellationToken)
    {
        var tuning = new ListTuning(file, centres, listOf, groups);
        ParallelBlocks.Run(
            tuning.searches,
            search =>
            {
                tuning.Search(search, cancellationToken);
                report(file.Count);
            },
            cancellationToken);
        return tuning.Decide();
    }

    private ListReach Decide()
    {
        var sorted = (float[])underrated.Clone();
        Array.Sort(sorted);
        var margin = sorted[(int)(WantedSketches * (sorted.Length - 1))];
        var few = Enough(ListReach.FewRows, margin, out var recall);
        var many = Enough(ListReach.ManyRows, margin, out _);
        var part = 0L;
        for (var list = 0; list < few; list++) part += rows[list];
        return new ListReach(few, many, margin, recall, part / ((double)searches * file.Count));
    }

    /// <summary>Returns how many of the nearest lists have the wanted part of so many nearest rows of each search.</summary>
    private int Enough(int number, float margin, out double recall)
    {
        var found = new int[groups.Length];
        for (var i = 0; i < nearer.Length; i++)
        {
            if (i % ListReach.ManyRows < number && underrated[i] <= margin) found[nearer[i]]++;
        }

        var (sum, all) = (0L, (double)searches * number);
        for (var lists = 0; lists < found.Length; lists++)
        {
            sum += found[lists];
            recall = sum / all;
            if (recall >= Wanted) return lists + 1;
        }

        recall = sum / all;
        return found.Length;
    }

    private unsafe void Search(int search, CancellationToken cancellationToken)
    {
        var position = search * file.Count / searches;
        var query = QuantizedRow.ToQuery(file.Rows(position, 1), file.Dimensions);
        var scores = new float[groups.Length];
        ListOrder.Score(centres, query, scores);
        var place = Places(scores);
        var sketchQuery = new SketchQuery(query, file.Dimensions);
        var block = new byte[SketchBlock.Size(file.Dimensions)];
        var estimates = stackalloc float[SketchBlock.Rows];
        var nearest = Nearest(position, query, cancellationToken);
        for (var i = 0; i < nearest.Count; i++)
        {
            var list = listOf[nearest[i].Row];
            var centre = QuantizedRow.ToVector(centres.AsSpan(list * file.RowSize, file.RowSize), file.Dimensions);
            Array.Clear(block);
            SketchBlock.Write(block, 0, file.Rows(nearest[i].Row, 1), centre);
            fixed (byte* start = block) SketchBlock.Estimate(start, sketchQuery, scores[list], estimates);
            var found = (search * ListReach.ManyRows) + i;
            underrated[found] = (float)nearest[i].Score - estimates[0];
            nearer[found] = place[list];
        }
    }

    /// <summary>Returns for each list how many are nearer.</summary>
    private int[] Places(float[] scores)
    {
        var order = new int[scores.Length];
        for (var list = 0; list < order.Length; list++) order[list] = list;
        Array.Sort((float[])scores.Clone(), order);
        Array.Reverse(order);
        var places = new int[scores.Length];
        for (var i = 0; i < order.Length; i++)
        {
            places[order[i]] = i;
            Interlocked.Add(ref rows[i], groups[order[i]].Length);
        }

        return places;
    }

    /// <summary>Returns the rows nearest to one, by their places in the file and without itself.</summary>
    private IReadOnlyList<NearestRow> Nearest(long position, QuantizedQuery query, CancellationToken cancellationToken)
    {
        var nearest = new NearestRows(ListReach.ManyRows);
        var numbers = query.Numbers;
        for (long first = 0; first < file.Count; first += RowsAtOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var some = file.Rows(first, (int)Math.Min(RowsAtOnce, file.Count - first));
            for (var at = first; some.Length > 0; some = some[file.RowSize..], at++)
            {
                var codes = MemoryMarshal.Cast<byte, sbyte>(some[QuantizedRow.HeadSize..file.RowSize]);
                var score = Int8Dot.Of(codes, numbers) * query.Scale * MemoryMarshal.AsRef<QuantizedHead>(some).Scale;
                if (at != position && (!nearest.IsFull || score > nearest.Worst)) nearest.Add(at, at, score);
            }
        }

        return nearest.Finish();
    }
}
