using System.Runtime.InteropServices;

namespace Llm.Storage.Embeddings.Vectors;

/// <summary>
/// A vector of length 1 in a quarter of its bytes: a whole number from -127 to 127 for each of its own, and the scale that they have in
/// common. It knows how far it is from the vector, so that what is computed from it has a proven bound.
/// </summary>
/// <remarks>
/// The layout of a row is a head of <see cref="HeadSize"/> bytes (the row's number in the table, scale, error and check, little-endian)
/// and its codes, filled up with zeros to a multiple of <see cref="Step"/>.
/// </remarks>
internal static class QuantizedRow
{
    /// <summary>The size of what comes before the codes.</summary>
    public const int HeadSize = 32;

    /// <summary>Codes are compared in groups of this many.</summary>
    public const int Step = 32;

    /// <summary>What rounding may add to an error: that of sums in double precision, and of the scale and the error as floats.</summary>
    private const double Rounding = 1e-6;

    /// <summary>The number of codes of a vector with so many numbers, with what fills them up.</summary>
    public static int CodeCount(int dimensions) => (dimensions + Step - 1) / Step * Step;

    /// <summary>The bytes of a row.</summary>
    public static int Size(int dimensions) => HeadSize + CodeCount(dimensions);

    /// <summary>Writes a vector as a row.</summary>
    /// <param name="number">The row's number in the table.</param>
    /// <param name="vector">The vector; its length does not matter, only its direction.</param>
    /// <param name="target">The bytes of the row.</param>
    /// <returns>False if the vector has no direction: it is zero, or a number of it is infinite or NaN.</returns>
    public static bool TryWrite(long number, ReadOnlySpan<float> vector, Span<byte> target)
    {
        var codes = MemoryMarshal.Cast<byte, sbyte>(target[HeadSize..]);
        codes[vector.Length..].Clear();
        if (!Quantizer.TryQuantize(vector, codes, out var scale, out var error)) return false;
        var head = new QuantizedHead
        {
            Number = number,
            Scale = (float)scale,
            Error = MathF.BitIncrement((float)(error + Rounding)),
        };
        head.Check = head.CheckWith(Int8Dot.Of(codes, Int8Dot.Weights(codes.Length)));
        MemoryMarshal.Write(target, in head);
        return true;
    }

    /// <summary>The row's number in the table.</summary>
    public static long Number(ReadOnlySpan<byte> row) => MemoryMarshal.AsRef<QuantizedHead>(row).Number;

    /// <summary>Makes sure that a row is sound.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static void Check(ReadOnlySpan<byte> row)
    {
        var codes = MemoryMarshal.Cast<byte, sbyte>(row[HeadSize..]);
        ref readonly var head = ref MemoryMarshal.AsRef<QuantizedHead>(row);
        if (head.Check != head.CheckWith(Int8Dot.Of(codes, Int8Dot.Weights(codes.Length)))) throw Damaged();
    }

    /// <summary>The error of a damaged row, which no caller of the search sees.</summary>
    public static InvalidDataException Damaged() => new("A row of the file with vectors is damaged.");

    /// <summary>Returns what the codes of a row stand for.</summary>
    public static float[] ToVector(ReadOnlySpan<byte> row, int dimensions)
    {
        var scale = MemoryMarshal.AsRef<QuantizedHead>(row).Scale;
        var codes = MemoryMarshal.Cast<byte, sbyte>(row[HeadSize..]);
        var vector = new float[dimensions];
        for (var i = 0; i < vector.Length; i++) vector[i] = codes[i] * scale;
        return vector;
    }

    /// <summary>Makes a row a vector to search for.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static QuantizedQuery ToQuery(ReadOnlySpan<byte> row, int dimensions) =>
        QuantizedQuery.Create(ToVector(row, dimensions)) ?? throw Damaged();
}

/// <summary>What comes before the codes of a row.</summary>
[StructLayout(LayoutKind.Sequential, Size = QuantizedRow.HeadSize)]
internal struct QuantizedHead
{
    /// <summary>The row's number in the table.</summary>
    public long Number;

    /// <summary>What a code of 1 stands for.</summary>
    public float Scale;

    /// <summary>The distance between the vector, at length 1, and what the codes stand for; rounded up.</summary>
    public float Error;

    /// <summary>Tells a damaged row from a sound one.</summary>
    public uint Check;

    /// <summary>The check of a row with this head and with codes that have this product with <see cref="Int8Dot.Weights"/>.</summary>
    public readonly uint CheckWith(long product)
    {
        var mixed = ((ulong)Number * 0x9E3779B97F4A7C15) ^ ((ulong)BitConverter.SingleToUInt32Bits(Scale) << 32)
            ^ BitConverter.SingleToUInt32Bits(Error);
        mixed *= 0xD6E8FEB86659FD93;
        return (uint)(mixed >> 32) ^ (uint)product;
    }
}
