using System.Numerics;
using System.Runtime.InteropServices;

namespace Llm.Embeddings.Mapping;

/// <summary>Rows of numbers of the same length.</summary>
internal sealed class Matrix(int rows, int columns)
{
    private readonly float[] values = new float[rows * columns];

    public int Rows => rows;

    public int Columns => columns;

    public Span<float> Row(int row) => values.AsSpan(row * columns, columns);

    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var wideA = MemoryMarshal.Cast<float, Vector<float>>(a);
        var wideB = MemoryMarshal.Cast<float, Vector<float>>(b);
        var sums = Vector<float>.Zero;
        for (var i = 0; i < wideA.Length; i++) sums += wideA[i] * wideB[i];
        var sum = Vector.Sum(sums);
        for (var i = wideA.Length * Vector<float>.Count; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    /// <summary>Adds a multiple of a row to another one.</summary>
    public static void AddScaled(Span<float> target, ReadOnlySpan<float> source, float factor)
    {
        var wideTarget = MemoryMarshal.Cast<float, Vector<float>>(target);
        var wideSource = MemoryMarshal.Cast<float, Vector<float>>(source);
        for (var i = 0; i < wideTarget.Length; i++) wideTarget[i] += wideSource[i] * factor;
        for (var i = wideTarget.Length * Vector<float>.Count; i < target.Length; i++) target[i] += source[i] * factor;
    }

    /// <summary>Scales a row to length 1; one that is nearly zero becomes zero.</summary>
    public static void Normalize(Span<float> row)
    {
        var length = MathF.Sqrt(Dot(row, row));
        if (length < 1e-12f) row.Clear();
        else foreach (ref var value in row) value /= length;
    }
}
