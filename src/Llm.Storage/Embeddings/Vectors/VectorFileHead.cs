using System.Buffers.Binary;

namespace Llm.Storage.Embeddings.Vectors;

/// <summary>What a <see cref="VectorFile"/> begins with.</summary>
/// <param name="Dimensions">The numbers of a vector.</param>
/// <param name="Rows">The number of rows with codes.</param>
/// <param name="OddRows">The number of rows without.</param>
internal sealed record VectorFileHead(int Dimensions, long Rows, long OddRows)
{
    private const int StateOffset = 128;

    private byte[] state = [];

    /// <summary>The number of rows of another file that do not count any more.</summary>
    public long RemovedRows { get; init; }

    /// <summary>The <see cref="Hash"/> of that file; 0 if this file stands for itself.</summary>
    public ulong Base { get; init; }

    /// <summary>The number of lists in which the rows are; 0 if they are in the order of their numbers.</summary>
    public int Lists { get; init; }

    /// <summary>The number of blocks with sketches.</summary>
    public long Blocks { get; init; }

    /// <summary>What searches of the lists read and find.</summary>
    public ListReach Reach { get; init; }

    /// <summary>The hash of the numbers behind the rows.</summary>
    public ulong NumbersHash { get; init; }

    /// <summary>The hash of the head, which no other state of the collection has.</summary>
    public ulong Hash { get; private init; }

    /// <summary>The place of the rows that stand for the lists.</summary>
    public long CentresOffset => VectorFile.HeadSize + (Rows * QuantizedRow.Size(Dimensions));

    /// <summary>The place of the sketches.</summary>
    public long SketchesOffset => CentresOffset + ((long)Lists * QuantizedRow.Size(Dimensions));

    /// <summary>The place of the numbers.</summary>
    public long NumbersOffset => SketchesOffset + (Blocks * SketchBlock.Size(Dimensions));

    /// <summary>The number of numbers behind the rows: those of odd and of removed rows, and where the rows
    /// and the blocks of each list begin and those of the last one end.</summary>
    public long Numbers => OddRows + RemovedRows + (Lists > 0 ? 2 * (Lists + 1) : 0);

    /// <summary>The size of a file with this head.</summary>
    public long FileSize => NumbersOffset + (Numbers * sizeof(long));

    /// <summary>The last byte is the version of the format.</summary>
    private static ReadOnlySpan<byte> Mark => "LLMVEC\0\x02"u8;

    /// <summary>Whether the file was made from this state of the database.</summary>
    public bool IsOf(DatabaseState other) => state.AsSpan().SequenceEqual(other.Bytes);

    /// <summary>Writes the head.</summary>
    public void Write(Span<byte> bytes, long collectionId, DatabaseState state)
    {
        bytes.Clear();
        Mark.CopyTo(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], collectionId);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], Dimensions);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], Rows);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[32..], OddRows);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[40..], RemovedRows);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[48..], Base);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[56..], NumbersHash);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[64..], Lists);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[68..], Reach.Few);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[72..], Reach.Many);
        BinaryPrimitives.WriteSingleLittleEndian(bytes[76..], Reach.Margin);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes[80..], Reach.Recall);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes[88..], Reach.Part);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[96..], Blocks);
        state.Bytes.CopyTo(bytes[StateOffset..]);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[^sizeof(ulong)..], HashOf(bytes[..^sizeof(ulong)]));
    }

    /// <summary>Reads the head; returns null if it is damaged, or of another version, collection or state.</summary>
    /// <param name="bytes">The bytes of the head.</param>
    /// <param name="collectionId">The collection.</param>
    /// <param name="state">The state of the database; null for any.</param>
    public static VectorFileHead? Read(ReadOnlySpan<byte> bytes, long collectionId, DatabaseState? state)
    {
        var hash = BinaryPrimitives.ReadUInt64LittleEndian(bytes[^sizeof(ulong)..]);
        if (hash != HashOf(bytes[..^sizeof(ulong)])) return null;
        if (!bytes.StartsWith(Mark) || BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]) != collectionId) return null;
        var made = bytes.Slice(StateOffset, DatabaseState.Length).ToArray();
        if (state is not null && !made.AsSpan().SequenceEqual(state.Bytes)) return null;
        var dimensions = BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]);
        if (dimensions is <= 0 or > int.MaxValue) return null;
        return new(
            (int)dimensions, BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]))
        {
            RemovedRows = BinaryPrimitives.ReadInt64LittleEndian(bytes[40..]),
            Base = BinaryPrimitives.ReadUInt64LittleEndian(bytes[48..]),
            NumbersHash = BinaryPrimitives.ReadUInt64LittleEndian(bytes[56..]),
            Lists = BinaryPrimitives.ReadInt32LittleEndian(bytes[64..]),
            Blocks = BinaryPrimitives.ReadInt64LittleEndian(bytes[96..]),
            Reach = new(
                BinaryPrimitives.ReadInt32LittleEndian(bytes[68..]),
                BinaryPrimitives.ReadInt32LittleEndian(bytes[72..]),
                BinaryPrimitives.ReadSingleLittleEndian(bytes[76..]),
                BinaryPrimitives.ReadDoubleLittleEndian(bytes[80..]),
                BinaryPrimitives.ReadDoubleLittleEndian(bytes[88..])),
            Hash = hash,
            state = made,
        };
    }

    /// <summary>FNV-1a of 64 bits.</summary>
    public static ulong HashOf(ReadOnlySpan<byte> bytes)
    {
        var hash = 14695981039346656037UL;
        foreach (var one in bytes) hash = unchecked((hash ^ one) * 1099511628211UL);
        return hash;
    }
}

/// <summary>How many lists a search reads, nearest first.</summary>
/// <param name="Few">For up to <see cref="FewRows"/> rows.</param>
/// <param name="Many">For up to <see cref="ManyRows"/> rows.</param>
/// <param name="Margin">How much less similar a row may be by its <see cref="SketchBlock"/> than it is.</param>
/// <param name="Recall">The part of the nearest <see cref="FewRows"/> that were found when the lists were made.</param>
/// <param name="Part">The part of all rows that are in so many lists, on average.</param>
internal readonly record struct ListReach(int Few, int Many, float Margin, double Recall, double Part)
{
    public const int FewRows = 10;
    public const int ManyRows = 100;
}
