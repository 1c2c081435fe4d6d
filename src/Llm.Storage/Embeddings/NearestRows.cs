namespace Llm.Storage.Embeddings;

/// <summary>Keeps the best of many scored rows in a heap whose root is the worst of them.</summary>
internal sealed class NearestRows(int capacity)
{
    private NearestRow[] heap = new NearestRow[Math.Min(capacity, 16)];
    private int count;

    /// <summary>Whether a further row displaces one.</summary>
    public bool IsFull => count == capacity;

    /// <summary>The score of the worst row that is kept; infinity if nothing is kept at all.</summary>
    public double Worst => count == 0 ? double.PositiveInfinity : heap[0].Score;

    /// <summary>Keeps a row if it is among the best.</summary>
    public void Add(long row, long order, double score)
    {
        var added = new NearestRow(row, order, score);
        if (count < capacity)
        {
            if (count == heap.Length) Array.Resize(ref heap, (int)Math.Min(capacity, heap.Length * 2L));
            var place = count++;
            while (place > 0 && added.IsWorseThan(heap[(place - 1) / 2]))
            {
                heap[place] = heap[(place - 1) / 2];
                place = (place - 1) / 2;
            }

            heap[place] = added;
        }
        else if (count > 0 && heap[0].IsWorseThan(added))
        {
            SiftDown(added);
        }
    }

    /// <summary>Returns the rows, the best first.</summary>
    public IReadOnlyList<NearestRow> Finish()
    {
        var rows = heap[..count];
        Array.Sort(rows, static (first, second) => first == second ? 0 : second.IsWorseThan(first) ? -1 : 1);
        return rows;
    }

    /// <summary>Puts a row in the place of the root and moves it to where it belongs.</summary>
    private void SiftDown(NearestRow row)
    {
        var place = 0;
        while ((2 * place) + 1 is var child && child < count)
        {
            if (child + 1 < count && heap[child + 1].IsWorseThan(heap[child])) child++;
            if (!heap[child].IsWorseThan(row)) break;
            heap[place] = heap[child];
            place = child;
        }

        heap[place] = row;
    }
}

/// <summary>A row that a search found.</summary>
/// <param name="Row">The number of the row.</param>
/// <param name="Order">The place of the row among all, by which rows with the same score are sorted.</param>
/// <param name="Score">The score; negative infinity if the row has none.</param>
internal sealed record NearestRow(long Row, long Order, double Score)
{
    public bool IsWorseThan(NearestRow other) => Score != other.Score ? Score < other.Score : Order > other.Order;
}
