using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Llm.Storage.Embeddings.Vectors;

/// <summary>
/// Sixteen rows of a list in a bit for each of their numbers: on which side of the list's centre it is. The similarity to a vector can be
/// estimated from that in a fraction of the time, without a certain bound.
/// </summary>
/// <remarks>
/// The layout is a head (a factor and an offset for each row, and the check) and a byte of each row for the first eight numbers, for the
/// next eight and so on, so that instructions on 128 bits look up those of all rows at once. The estimate is that of Gao and Long, "RaBitQ"
/// (SIGMOD 2024), without its random rotation: whether it is good enough for some vectors is measured (<see cref="ListTuning"/>).
/// </remarks>
internal static unsafe class SketchBlock
{
    /// <summary>The number of rows.</summary>
    public const int Rows = 16;

    private const int HeadSize = (2 * Rows * sizeof(float)) + (2 * sizeof(ulong));
    private const int CheckAt = (HeadSize / sizeof(ulong)) - 2;

    /// <summary>The bytes of a block.</summary>
    public static int Size(int dimensions) => HeadSize + (Rows * Groups(dimensions));

    /// <summary>The number of groups of eight numbers.</summary>
    public static int Groups(int dimensions) => (dimensions + 7) / 8;

    /// <summary>Writes a row into an empty block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="index">The place of the row in the block.</param>
    /// <param name="row">The row.</param>
    /// <param name="centre">The centre of the list.</param>
    public static void Write(Span<byte> block, int index, ReadOnlySpan<byte> row, ReadOnlySpan<float> centre)
    {
        var scale = MemoryMarshal.AsRef<QuantizedHead>(row).Scale;
        var codes = MemoryMarshal.Cast<byte, sbyte>(row[QuantizedRow.HeadSize..]);
        var (squares, sizes, product, sides) = (0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < centre.Length; i++)
        {
            var difference = ((double)codes[i] * scale) - centre[i];
            squares += difference * difference;
            sizes += Math.Abs(difference);
            product += centre[i] * difference;
            sides += difference >= 0 ? centre[i] : -centre[i];
            if (difference >= 0) block[HeadSize + (i / 8 * Rows) + index] |= (byte)(1 << (i % 8));
        }

        // The signs stand for a corner of a cube, which is made so large that its product with the difference is that of the difference.
        var factor = sizes > 0 ? squares / sizes : 0;
        var head = MemoryMarshal.Cast<byte, float>(block);
        head[index] = (float)factor;
        head[Rows + index] = (float)(product - (factor * sides));
    }

    /// <summary>Writes the check, after the last row.</summary>
    public static void Seal(Span<byte> block) => MemoryMarshal.Cast<byte, ulong>(block)[CheckAt] = CheckOf(block);

    /// <summary>Makes sure that a block is sound.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static void Check(ReadOnlySpan<byte> block)
    {
        if (MemoryMarshal.Cast<byte, ulong>(block)[CheckAt] != CheckOf(block)) throw QuantizedRow.Damaged();
    }

    /// <summary>Estimates the similarity of the rows to a vector.</summary>
    /// <param name="block">The block.</param>
    /// <param name="query">The vector.</param>
    /// <param name="centreScore">The similarity of the list's centre to the vector.</param>
    /// <param name="estimates">Receives an estimate for each row.</param>
    public static void Estimate(byte* block, SketchQuery query, float centreScore, float* estimates)
    {
        var (low, high) = (Vector128<ushort>.Zero, Vector128<ushort>.Zero);
        var halves = Vector128.Create((byte)0x0F);
        fixed (byte* tables = query.Tables)
        {
            var bits = block + HeadSize;
            for (byte* table = tables, end = tables + query.Tables.Length; table < end; table += 2 * Rows, bits += Rows)
            {
                var eight = Vector128.Load(bits);
                var sums = Vector128.ShuffleNative(Vector128.Load(table), eight & halves)
                    + Vector128.ShuffleNative(Vector128.Load(table + Rows), (eight.AsUInt16() >> 4).AsByte() & halves);
                var (first, second) = Vector128.Widen(sums);
                low += first;
                high += second;
            }
        }

        Write(low, 0);
        Write(high, Rows / 2);

        void Write(Vector128<ushort> sums, int index)
        {
            var (first, second) = Vector128.Widen(sums);
            Finish(first, index);
            Finish(second, index + 4);
        }

        void Finish(Vector128<uint> sums, int index)
        {
            var factors = Vector128.Load((float*)block + index);
            var offsets = Vector128.Load((float*)block + Rows + index);
            var sides = (Vector128.ConvertToSingle(sums.AsInt32()) * query.Step) + Vector128.Create(query.Smallest);
            (Vector128.Create(centreScore) + offsets + (factors * sides)).Store(estimates + index);
        }
    }

    /// <summary>Returns a bit for each row whose estimated similarity is at least a threshold.</summary>
    /// <param name="block">The block.</param>
    /// <param name="query">The vector.</param>
    /// <param name="centreScore">The similarity of the list's centre to the vector.</param>
    /// <param name="threshold">The threshold.</param>
    public static uint Near(byte* block, SketchQuery query, float centreScore, float threshold)
    {
        var estimates = stackalloc float[Rows];
        Estimate(block, query, centreScore, estimates);
        var least = Vector128.Create(threshold);
        var near = 0u;
        for (var i = 0; i < Rows; i += 4)
            near |= Vector128.GreaterThanOrEqual(Vector128.Load(estimates + i), least).ExtractMostSignificantBits() << i;
        return near;
    }

    private static ulong CheckOf(ReadOnlySpan<byte> block)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(block);
        var hash = 0UL;
        for (var i = 0; i < words.Length; i++)
        {
            if (i != CheckAt) hash = BitOperations.RotateLeft(hash * 0x9E3779B97F4A7C15, 29) ^ words[i];
        }

        return hash * 0xD6E8FEB86659FD93;
    }
}
