using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Llm.Storage.Embeddings.Vectors;

/// <summary>Products of codes of 8 bits with numbers of 16 bits, by vector instructions.</summary>
/// <remarks>
/// The sums of an eighth of the products are kept in 32 bits each. Where they do not fit, the result is a wrong one, but always the same
/// modulo 2³². Instructions are called by name: a native program is made for processors that have no vectors of 256 bits, and the
/// <see cref="Vector256"/> of .NET is slower than nothing there.
/// </remarks>
internal static unsafe class Int8Dot
{
    private static short[] weights = [];

    /// <summary>Numbers by which codes are multiplied for a check: any, but always the same, and none of them even.</summary>
    public static ReadOnlySpan<short> Weights(int count)
    {
        var current = weights;
        if (current.Length < count) weights = current = MakeWeights(count);
        return current.AsSpan(0, count);
    }

    /// <summary>Multiplies codes with as many numbers and adds up the products.</summary>
    /// <param name="codes">Their count is a multiple of <see cref="QuantizedRow.Step"/>.</param>
    /// <param name="numbers">The numbers.</param>
    public static long Of(ReadOnlySpan<sbyte> codes, ReadOnlySpan<short> numbers)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(numbers.Length, codes.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(codes.Length % QuantizedRow.Step, 0, nameof(codes));
        fixed (sbyte* code = codes)
        fixed (short* number = numbers)
        {
            return Avx2.IsSupported ? OfAvx2(code, number, codes.Length)
                : Sse41.IsSupported ? OfSse41(code, number, codes.Length)
                : OfPortable(code, number, codes.Length);
        }
    }

    private static long OfAvx2(sbyte* code, short* number, int count)
    {
        var (sums, more) = (Vector256<int>.Zero, Vector256<int>.Zero);
        for (var end = code + count; code < end; code += 32, number += 32)
        {
            sums = Avx2.Add(sums, Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(code), Avx.LoadVector256(number)));
            more = Avx2.Add(more, Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(code + 16), Avx.LoadVector256(number + 16)));
        }

        var all = Avx2.Add(sums, more);
        return Sum(Avx2.ExtractVector128(all, 0)) + Sum(Avx2.ExtractVector128(all, 1));
    }

    private static long OfSse41(sbyte* code, short* number, int count)
    {
        var (sums, more) = (Vector128<int>.Zero, Vector128<int>.Zero);
        for (var end = code + count; code < end; code += 32, number += 32)
        {
            sums = Sse2.Add(sums, Sse2.MultiplyAddAdjacent(Sse41.ConvertToVector128Int16(code), Sse2.LoadVector128(number)));
            more = Sse2.Add(more, Sse2.MultiplyAddAdjacent(Sse41.ConvertToVector128Int16(code + 8), Sse2.LoadVector128(number + 8)));
            sums = Sse2.Add(sums, Sse2.MultiplyAddAdjacent(Sse41.ConvertToVector128Int16(code + 16), Sse2.LoadVector128(number + 16)));
            more = Sse2.Add(more, Sse2.MultiplyAddAdjacent(Sse41.ConvertToVector128Int16(code + 24), Sse2.LoadVector128(number + 24)));
        }

        return Sum(sums) + Sum(more);
    }

    private static long OfPortable(sbyte* code, short* number, int count)
    {
        var (sums, more) = (Vector128<int>.Zero, Vector128<int>.Zero);
        for (var end = code + count; code < end; code += 16, number += 16)
        {
            var (codesLow, codesHigh) = Vector128.Widen(Vector128.Load(code));
            Add(codesLow, Vector128.Load(number));
            Add(codesHigh, Vector128.Load(number + 8));
        }

        return Sum(sums) + Sum(more);

        void Add(Vector128<short> codes, Vector128<short> numbers)
        {
            var (codesLow, codesHigh) = Vector128.Widen(codes);
            var (low, high) = Vector128.Widen(numbers);
            sums += codesLow * low;
            more += codesHigh * high;
        }
    }

    private static long Sum(Vector128<int> lanes)
    {
        var (low, high) = Vector128.Widen(lanes);
        return Vector128.Sum(low + high);
    }

    private static short[] MakeWeights(int count)
    {
        var made = new short[count];
        var state = 0x2545F491u;
        for (var i = 0; i < made.Length; i++)
        {
            // Marsaglia's xorshift; odd, so that no change of a single code goes unseen.
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            made[i] = (short)(state | 1);
        }

        return made;
    }
}
