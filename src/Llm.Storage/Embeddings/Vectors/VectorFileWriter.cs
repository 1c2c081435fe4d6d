using System.Runtime.InteropServices;

namespace Llm.Storage.Embeddings.Vectors;

/// <summary>Makes a <see cref="VectorFile"/>, which is not to be seen before it is complete.</summary>
/// <remarks>Several programs may make the same file at once; the last one stays. Not thread-safe.</remarks>
internal sealed class VectorFileWriter : IDisposable
{
    private readonly string path;
    private readonly string unfinished;
    private readonly FileStream file;
    private readonly int dimensions;
    private readonly byte[] row;
    private readonly List<long> oddRows = [];
    private readonly List<long> starts = [];
    private readonly List<long> blockStarts = [];
    private long rows;
    private long blocks;
    private ListReach reach;
    private ulong changed;
    private IReadOnlyCollection<long> removedRows = [];

    /// <summary>Begins a file for vectors with so many numbers.</summary>
    /// <exception cref="IOException">The folder cannot be made or the file not written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be made or the file not written.</exception>
    public VectorFileWriter(string path, int dimensions)
    {
        this.path = path;
        this.dimensions = dimensions;
        row = new byte[QuantizedRow.Size(dimensions)];
        UserDirectory.CreatePrivate(Path.GetDirectoryName(path)!);
        unfinished = $"{path}.{Guid.NewGuid():N}.new";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 1024 * 1024 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = AtomicFile.OwnerOnly;
        file = new FileStream(unfinished, options) { Position = VectorFile.HeadSize };
    }

    /// <summary>Begins a list; all rows that are added belong to it.</summary>
    public void BeginList() => starts.Add(rows);

    /// <summary>Adds a row.</summary>
    /// <returns>What was added, until the next row; empty if it has no codes and is counted with the odd ones.</returns>
    public ReadOnlySpan<byte> Add(long number, ReadOnlySpan<float> vector)
    {
        if (vector.Length == dimensions && QuantizedRow.TryWrite(number, vector, row))
        {
            Copy(row);
            return row;
        }

        AddOdd(number);
        return [];
    }

    /// <summary>Adds a row with codes.</summary>
    public void Copy(ReadOnlySpan<byte> quantized)
    {
        file.Write(quantized);
        rows++;
    }

    /// <summary>Adds a row without codes.</summary>
    public void AddOdd(long number) => oddRows.Add(number);

    /// <summary>Ends the last list; no rows are added after that.</summary>
    /// <param name="quantizedCentres">A row for each list.</param>
    /// <param name="listReach">How searches read the lists.</param>
    public void EndLists(ReadOnlySpan<byte> quantizedCentres, ListReach listReach)
    {
        starts.Add(rows);
        reach = listReach;
        file.Write(quantizedCentres);
    }

    /// <summary>Begins the sketches of a list.</summary>
    public void BeginBlocks() => blockStarts.Add(blocks);

    /// <summary>Adds a block of sketches.</summary>
    public void AddBlock(ReadOnlySpan<byte> block)
    {
        file.Write(block);
        blocks++;
    }

    /// <summary>Makes the rows the changes of another file.</summary>
    /// <param name="file">The other file.</param>
    /// <param name="removed">Its rows that do not count any more.</param>
    public void Change(VectorFileHead file, IReadOnlyCollection<long> removed) => (changed, removedRows) = (file.Hash, removed);

    /// <summary>Completes the file and puts it in its place.</summary>
    public void Finish(long collectionId, DatabaseState state)
    {
        if (starts.Count > 0) blockStarts.Add(blocks);
        List<long> numbers = [.. oddRows, .. removedRows, .. starts, .. blockStarts];
        var bytes = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(numbers));
        file.Write(bytes);
        Span<byte> head = stackalloc byte[VectorFile.HeadSize];
        new VectorFileHead(dimensions, rows, oddRows.Count)
        {
            RemovedRows = removedRows.Count,
            Base = changed,
            Lists = Math.Max(0, starts.Count - 1),
            Blocks = blocks,
            Reach = reach,
            NumbersHash = VectorFileHead.HashOf(bytes),
        }.Write(head, collectionId, state);
        file.Position = 0;
        file.Write(head);
        file.Dispose();
        File.Move(unfinished, path, overwrite: true);
    }

    public void Dispose()
    {
        try
        {
            file.Dispose();
        }
        finally
        {
            // On a full disk, the rest of the buffer cannot be written either.
            if (File.Exists(unfinished)) File.Delete(unfinished);
        }
    }
}
