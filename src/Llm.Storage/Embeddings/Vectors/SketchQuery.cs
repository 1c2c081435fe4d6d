using System.Runtime.Intrinsics;

namespace Llm.Storage.Embeddings.Vectors;

/// <summary>A vector to search for, as tables by which it is compared with <see cref="SketchBlock"/>s.</summary>
internal sealed class SketchQuery
{
    private readonly byte[] tables;

    public SketchQuery(QuantizedQuery query, int dimensions)
    {
        var vector = query.ToVector(SketchBlock.Groups(dimensions) * 8);
        var largest = 0f;
        for (var i = 0; i < vector.Length; i += 4)
        {
            var size = Vector128.Sum(Vector128.Abs(Vector128.Create(vector.AsSpan(i, 4))));
            Smallest -= size;
            largest = Math.Max(largest, 2 * size);
        }

        // Two entries are added up in 8 bits, and all tables in 16.
        var limit = Math.Min(byte.MaxValue / 2, ushort.MaxValue / (vector.Length / 4));
        Step = largest / limit;
        tables = new byte[vector.Length * 4];
        for (var i = 0; i < vector.Length; i += 4) Fill(tables.AsSpan(i * 4), vector.AsSpan(i, 4), 1 / Step);
    }

    /// <summary>
    /// For each four numbers of the vector and each choice of signs for them, their sum: in steps, above the smallest sum.
    /// </summary>
    public ReadOnlySpan<byte> Tables => tables;

    /// <summary>The size of a step.</summary>
    public float Step { get; }

    /// <summary>The smallest sum of all numbers.</summary>
    public float Smallest { get; }

    /// <summary>Fills the table of four numbers: a bit of the entry's place is the sign of each.</summary>
    private static void Fill(Span<byte> table, ReadOnlySpan<float> four, float perStep)
    {
        var numbers = Vector128.Create(four) * perStep;
        var size = Vector128.Sum(Vector128.Abs(numbers));
        var (first, second, third, fourth) = (numbers[0], numbers[1], numbers[2], numbers[3]);
        var signs = Vector128.Create(-first - second, first - second, second - first, first + second) + Vector128.Create(size + 0.5f);
        var low = Vector128.Narrow(Whole(-third - fourth), Whole(third - fourth));
        var high = Vector128.Narrow(Whole(fourth - third), Whole(third + fourth));
        Vector128.Narrow(low, high).CopyTo(table);

        Vector128<uint> Whole(float others) => Vector128.ConvertToInt32(signs + Vector128.Create(others)).AsUInt32();
    }
}
