using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Llm.Storage.Embeddings.Vectors;

/// <summary>
/// The vectors of a collection in a quarter of their bytes, in a file beside the database that can be made again at any time. It counts
/// only for the state of the database that it was made from.
/// </summary>
/// <remarks>
/// The file begins with a head of <see cref="HeadSize"/> bytes: a mark with the version of the format, the number of dimensions, the
/// collection, the number of rows, the number of odd rows and their hash, the state of the database, and the hash of all these. The rows
/// follow (<see cref="QuantizedRow"/>), in the order of their numbers in the table, and then the numbers of the odd ones: rows that have
/// another number of dimensions, or no direction. All numbers are little-endian. Thread-safe.
/// </remarks>
internal sealed unsafe class VectorFile : IDisposable
{
    public const int HeadSize = 512;

    private readonly MemoryMappedFile map;
    private readonly MemoryMappedViewAccessor view;
    private readonly byte* start;

    private VectorFile(MemoryMappedFile map, MemoryMappedViewAccessor view, byte* start, VectorFileHead head)
    {
        this.map = map;
        this.view = view;
        this.start = start;
        Dimensions = head.Dimensions;
        Count = head.Rows;
        OddCount = head.OddRows;
        Size = head.FileSize;
    }

    /// <summary>The numbers of a vector.</summary>
    public int Dimensions { get; }

    /// <summary>The number of rows with codes.</summary>
    public long Count { get; }

    /// <summary>The number of rows that have none.</summary>
    public long OddCount { get; }

    /// <summary>The size of the file in bytes.</summary>
    public long Size { get; }

    /// <summary>Whether all rows were found sound since the file was opened; set by the first whole search.</summary>
    public bool IsChecked { get; set; }

    /// <summary>The bytes of a row.</summary>
    public int RowSize => QuantizedRow.Size(Dimensions);

    /// <summary>Opens a file; returns null if there is none that holds this state of this collection.</summary>
    public static VectorFile? Open(string path, long collectionId, DatabaseState state)
    {
        MemoryMappedFile? map = null;
        MemoryMappedViewAccessor? view = null;
        try
        {
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
            if (VectorFileHead.Hash(MemoryMarshal.AsBytes(opened.OddRows())) == head.OddHash) return opened;
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

    /// <summary>The numbers of the odd rows.</summary>
    public ReadOnlySpan<long> OddRows() => new(start + HeadSize + (Count * RowSize), checked((int)OddCount));

    public void Dispose()
    {
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        map.Dispose();
    }
}

/// <summary>What a <see cref="VectorFile"/> begins with.</summary>
/// <param name="Dimensions">The numbers of a vector.</param>
/// <param name="Rows">The number of rows with codes.</param>
/// <param name="OddRows">The number of rows without.</param>
/// <param name="OddHash">The hash of the numbers of those.</param>
internal sealed record VectorFileHead(int Dimensions, long Rows, long OddRows, ulong OddHash)
{
    private const int StateOffset = 64;

    /// <summary>The last byte is the version of the format.</summary>
    private static ReadOnlySpan<byte> Mark => "LLMVEC\0\x01"u8;

    /// <summary>The size of a file with this head.</summary>
    public long FileSize => VectorFile.HeadSize + (Rows * QuantizedRow.Size(Dimensions)) + (OddRows * sizeof(long));

    /// <summary>Writes the head.</summary>
    public void Write(Span<byte> bytes, long collectionId, DatabaseState state)
    {
        bytes.Clear();
        Mark.CopyTo(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], collectionId);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], Dimensions);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], Rows);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[32..], OddRows);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[40..], OddHash);
        state.Bytes.CopyTo(bytes[StateOffset..]);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[^sizeof(ulong)..], Hash(bytes[..^sizeof(ulong)]));
    }

    /// <summary>Reads the head; returns null if it is damaged, of another version, collection or state.</summary>
    public static VectorFileHead? Read(ReadOnlySpan<byte> bytes, long collectionId, DatabaseState state)
    {
        if (BinaryPrimitives.ReadUInt64LittleEndian(bytes[^sizeof(ulong)..]) != Hash(bytes[..^sizeof(ulong)])) return null;
        if (!bytes.StartsWith(Mark) || BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]) != collectionId) return null;
        if (!bytes.Slice(StateOffset, DatabaseState.Length).SequenceEqual(state.Bytes)) return null;
        var dimensions = BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]);
        if (dimensions is <= 0 or > int.MaxValue) return null;
        return new(
            (int)dimensions,
            BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[40..]));
    }

    /// <summary>FNV-1a of 64 bits.</summary>
    public static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 14695981039346656037UL;
        foreach (var one in bytes) hash = unchecked((hash ^ one) * 1099511628211UL);
        return hash;
    }
}
