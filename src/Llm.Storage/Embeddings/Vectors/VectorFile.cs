using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Llm.Storage.Embeddings.Vectors;

/// <summary>
/// The vectors of a collection in a quarter of their bytes, in a file beside the database that can be made again at any time. It counts
/// only for the state of the database that it was made from.
/// </summary>
/// <remarks>
/// The file begins with a head of <see cref="HeadSize"/> bytes (<see cref="VectorFileHead"/>), which ends with its hash. The rows follow
/// (<see cref="QuantizedRow"/>), in the order of their numbers in the table, or list by list; then a row for the centre of each list
/// and its <see cref="SketchBlock"/>s, if there are lists; and then numbers of 64 bits: of the odd rows, which have another number of
/// dimensions or no direction; of the rows of another file, of which this one holds the changes, that do not count any more; and where
/// the lists and their blocks begin. All numbers are little-endian. Thread-safe.
/// </remarks>
internal sealed unsafe class VectorFile : IDisposable
{
    public const int HeadSize = 512;

    private readonly MemoryMappedFile map;
    private readonly MemoryMappedViewAccessor view;
    private readonly byte* start;
    private readonly bool[] isChecked;

    private VectorFile(MemoryMappedFile map, MemoryMappedViewAccessor view, byte* start, VectorFileHead head)
    {
        this.map = map;
        this.view = view;
        this.start = start;
        Head = head;
        // The rows of each list, then the centres, then the sketches of each list.
        isChecked = new bool[ListCount + 1 + ListCount];
    }

    /// <summary>What the file says of itself.</summary>
    public VectorFileHead Head { get; }

    /// <summary>The numbers of a vector.</summary>
    public int Dimensions => Head.Dimensions;

    /// <summary>The number of rows with codes.</summary>
    public long Count => Head.Rows;

    /// <summary>The number of lists; 1 if the rows are not in lists.</summary>
    public int ListCount => Math.Max(1, Head.Lists);

    /// <summary>The bytes of a row.</summary>
    public int RowSize => QuantizedRow.Size(Dimensions);

    /// <summary>The numbers of the odd rows.</summary>
    public ReadOnlySpan<long> OddRows => Numbers[..(int)Head.OddRows];

    /// <summary>The numbers of rows of the file <see cref="VectorFileHead.Base"/> that do not count any more.</summary>
    public ReadOnlySpan<long> RemovedRows => Numbers.Slice((int)Head.OddRows, (int)Head.RemovedRows);

    /// <summary>The rows that stand for the lists; empty if there are none. They are not checked.</summary>
    public ReadOnlySpan<byte> Centres => new(start + Head.CentresOffset, Head.Lists * RowSize);

    private ReadOnlySpan<long> Numbers => new(start + Head.NumbersOffset, checked((int)Head.Numbers));

    /// <summary>Opens a file; returns null if there is none that holds this state of this collection.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="collectionId">The collection.</param>
    /// <param name="state">The state of the database; null for any.</param>
    public static VectorFile? Open(string path, long collectionId, DatabaseState? state)
    {
        MemoryMappedFile? map = null;
        MemoryMappedViewAccessor? view = null;
        try
        {
            if (!File.Exists(path)) return null;
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var length = RandomAccess.GetLength(file);
            Span<byte> bytes = stackalloc byte[HeadSize];
            if (length < HeadSize || RandomAccess.Read(file, bytes, 0) < HeadSize) return null;
            if (VectorFileHead.Read(bytes, collectionId, state) is not { } head || head.FileSize != length) return null;
            map = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            view = map.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            byte* start = null;
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            var opened = new VectorFile(map, view, start + view.PointerOffset, head);
            if (VectorFileHead.HashOf(MemoryMarshal.AsBytes(opened.Numbers)) == head.NumbersHash) return opened;
            opened.Dispose();
            return null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            view?.Dispose();
            map?.Dispose();
            return null;
        }
    }

    /// <summary>The bytes of some rows; they are valid as long as the file is open.</summary>
    public ReadOnlySpan<byte> Rows(long first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first + count, Count);
        return new(start + HeadSize + (first * RowSize), count * RowSize);
    }

    /// <summary>The sketches of the rows of a list, in blocks.</summary>
    /// <exception cref="InvalidDataException">One is damaged.</exception>
    public ReadOnlySpan<byte> Sketches(int list)
    {
        var size = SketchBlock.Size(Dimensions);
        var starts = Numbers[^(Head.Lists + 1)..];
        var blocks = new ReadOnlySpan<byte>(
            start + Head.SketchesOffset + (starts[list] * size), checked((int)((starts[list + 1] - starts[list]) * size)));
        if (IsChecked(ListCount + 1 + list)) return blocks;
        for (var rest = blocks; rest.Length > 0; rest = rest[size..]) SketchBlock.Check(rest[..size]);
        SetChecked(ListCount + 1 + list);
        return blocks;
    }

    /// <summary>The place of the first row of a list; for the number of lists, the number of rows.</summary>
    public long Start(int list) => Head.Lists > 0 ? Numbers[^((2 * (Head.Lists + 1)) - list)] : list == 0 ? 0 : Count;

    /// <summary>Whether all rows of a list were found sound since the file was opened.</summary>
    public bool IsChecked(int list) => Volatile.Read(ref isChecked[list]);

    /// <summary>Remembers that all rows of a list are sound.</summary>
    public void SetChecked(int list) => Volatile.Write(ref isChecked[list], true);

    /// <summary>Makes sure that the centres are sound.</summary>
    /// <exception cref="InvalidDataException">One is damaged.</exception>
    public void CheckCentres()
    {
        if (IsChecked(ListCount)) return;
        for (var rest = Centres; rest.Length > 0; rest = rest[RowSize..]) QuantizedRow.Check(rest[..RowSize]);
        SetChecked(ListCount);
    }

    public void Dispose()
    {
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        map.Dispose();
    }
}
