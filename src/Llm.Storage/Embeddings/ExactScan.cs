using System.Numerics;
using System.Runtime.InteropServices;

namespace Llm.Storage.Embeddings;

/// <summary>
/// Finds the nearest of any number of vectors by comparing each with the one that is searched for, with the scores and the order of the
/// Python tool: by score, then in the order in which they were offered, and those without a score last.
/// </summary>
/// <remarks>
/// Each vector is first compared with vector instructions. The exact score, which takes much longer, is computed only if the rounding
/// errors of the first one leave open whether the vector is among the nearest. Not thread-safe.
/// </remarks>
internal sealed class ExactScan
{
    /// <summary>Bounds the error of a sum of doubles, relative to the lengths of the vectors, for each number of a vector.</summary>
    private const double ErrorPerNumber = 4.5e-16;

    private readonly float[] query;
    private readonly double magnitude;
    private readonly NearestRows nearest;
    private long offered;

    /// <param name="query">The vector that is searched for.</param>
    /// <param name="number">The number of vectors to find; a negative number finds all.</param>
    public ExactScan(ReadOnlySpan<float> query, int number)
    {
        this.query = query.ToArray();
        magnitude = CosineSimilarity.Magnitude(query);
        nearest = new NearestRows(number < 0 ? int.MaxValue : number);
    }

    /// <summary>Compares a vector.</summary>
    /// <param name="row">The number by which the vector is returned.</param>
    /// <param name="encoded">The vector as it is stored; it need not be aligned.</param>
    public void Offer(long row, ReadOnlySpan<byte> encoded)
    {
        var order = offered++;
        var decoded = Decode(encoded);
        if (nearest.IsFull)
        {
            var length = Math.Max(decoded.Length, query.Length);
            if (Estimate(decoded) + ((length + 8) * ErrorPerNumber) < nearest.Worst) return;
        }

        var score = CosineSimilarity.Of(query, magnitude, decoded);
        nearest.Add(row, order, double.IsNaN(score) ? double.NegativeInfinity : score);
    }

    /// <summary>Returns the nearest vectors, the nearest first.</summary>
    public IReadOnlyList<NearestRow> Finish() => nearest.Finish();

    /// <summary>Reads a vector as it is stored, in place if possible; bytes that are too few for a number are left out.</summary>
    public static ReadOnlySpan<float> Decode(ReadOnlySpan<byte> encoded) => BitConverter.IsLittleEndian
        ? MemoryMarshal.Cast<byte, float>(encoded) : EmbeddingEncoding.Decode(encoded[..(encoded.Length & ~3)]);

    /// <summary>Estimates a score; NaN where there is none.</summary>
    private double Estimate(ReadOnlySpan<float> vector)
    {
        var (products, squares) = (Vector<double>.Zero, Vector<double>.Zero);
        var common = Math.Min(vector.Length, query.Length);
        var i = 0;
        for (; i <= common - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(vector[i..]), out var low, out var high);
            Vector.Widen(new Vector<float>(query.AsSpan(i)), out var queryLow, out var queryHigh);
            products += (low * queryLow) + (high * queryHigh);
            squares += (low * low) + (high * high);
        }

        var (product, square) = (Vector.Sum(products), Vector.Sum(squares));
        for (; i < vector.Length; i++)
        {
            if (i < common) product += (double)vector[i] * query[i];
            square += (double)vector[i] * vector[i];
        }

        return product / (Math.Sqrt(square) * magnitude);
    }
}
