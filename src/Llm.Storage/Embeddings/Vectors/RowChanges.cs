namespace Llm.Storage.Embeddings.Vectors;

/// <summary>Collects how rows differ from those of a <see cref="VectorFile"/>, and writes a file with that. Not thread-safe.</summary>
internal sealed class RowChanges : IDisposable
{
    /// <summary>The part of the rows, as a divisor, that may change before a file is made again.</summary>
    private const int MaxPart = 8;

    private readonly VectorFile file;
    private readonly VectorFileWriter writer;
    private readonly List<long> removed = [];

    // The rows of the file in the order of their numbers.
    private readonly long[] numbers;
    private readonly int[] places;
    private int next;
    private long added;

    /// <summary>Begins a file of changes.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be written.</exception>
    /// <exception cref="InvalidDataException">The other file is damaged.</exception>
    public RowChanges(VectorFile file, string path)
    {
        this.file = file;
        (numbers, places) = (new long[file.Count], new int[file.Count]);
        for (var place = 0; place < places.Length; place++)
        {
            QuantizedRow.Check(file.Rows(place, 1));
            (numbers[place], places[place]) = (QuantizedRow.Number(file.Rows(place, 1)), place);
        }

        Array.Sort(numbers, places);
        writer = new VectorFileWriter(path, file.Dimensions);
    }

    /// <summary>The most rows that a file of changes may have for a file, and that it may say are removed.</summary>
    public static long Limit(VectorFile file) => file.Count / MaxPart;

    /// <summary>Compares the next row of the table; rows come in the order of their numbers.</summary>
    /// <param name="number">The row's number.</param>
    /// <param name="row">The row; empty if it has no codes.</param>
    public void Next(long number, ReadOnlySpan<byte> row)
    {
        while (next < numbers.Length && numbers[next] < number) removed.Add(numbers[next++]);
        if (next < numbers.Length && numbers[next] == number)
        {
            if (file.Rows(places[next++], 1).SequenceEqual(row)) return;
            removed.Add(number);
        }

        if (row.IsEmpty) writer.AddOdd(number);
        else if (++added <= Limit(file)) writer.Copy(row);
    }

    /// <summary>Completes the file after the last row; returns false, and leaves no file, if too much has changed.</summary>
    public bool TryFinish(long collectionId, DatabaseState state)
    {
        removed.AddRange(numbers.AsSpan(next));
        if (Math.Max(added, removed.Count) > Limit(file)) return false;
        writer.Change(file.Head, removed);
        writer.Finish(collectionId, state);
        return true;
    }

    public void Dispose() => writer.Dispose();
}
