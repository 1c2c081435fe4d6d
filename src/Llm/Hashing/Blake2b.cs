using System.Buffers.Binary;
using System.ComponentModel;
using System.Numerics;

namespace Llm.Hashing;

/// <summary>Computes BLAKE2b hashes without a key (RFC 7693), which .NET lacks; message hashes and schema ids use them.</summary>
/// <remarks>All members are thread-safe.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Blake2b
{
    internal const int BlockSize = 128;

    internal static ReadOnlySpan<ulong> Initial =>
    [
        0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
        0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
    ];

    private static ReadOnlySpan<byte> Sigma =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3,
        11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4,
        7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8,
        9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13,
        2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9,
        12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11,
        13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10,
        6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5,
        10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0,
    ];

    /// <summary>Computes a digest as lower-case hexadecimal digits.</summary>
    /// <param name="data">The data to hash.</param>
    /// <param name="digestSize">The length of the digest in bytes, 1 to 64.</param>
    public static string HashHex(ReadOnlySpan<byte> data, int digestSize) => Convert.ToHexStringLower(Hash(data, digestSize));

    /// <summary>Computes a digest.</summary>
    /// <param name="data">The data to hash.</param>
    /// <param name="digestSize">The length of the digest in bytes, 1 to 64; a shorter digest is not the start of a longer one.</param>
    public static byte[] Hash(ReadOnlySpan<byte> data, int digestSize)
    {
        var hash = new Blake2bState(digestSize);
        hash.Append(data);
        return hash.Finish();
    }

    internal static void Compress(Span<ulong> state, ReadOnlySpan<byte> block, ulong counted, bool final)
    {
        Span<ulong> m = stackalloc ulong[16];
        for (var i = 0; i < 16; i++) m[i] = BinaryPrimitives.ReadUInt64LittleEndian(block[(i * 8)..]);
        Span<ulong> v = stackalloc ulong[16];
        state.CopyTo(v);
        Initial.CopyTo(v[8..]);
        v[12] ^= counted;
        if (final) v[14] = ~v[14];

        for (var round = 0; round < 12; round++)
        {
            var s = Sigma.Slice(round % 10 * 16, 16);
            Mix(v, 0, 4, 8, 12, m[s[0]], m[s[1]]);
            Mix(v, 1, 5, 9, 13, m[s[2]], m[s[3]]);
            Mix(v, 2, 6, 10, 14, m[s[4]], m[s[5]]);
            Mix(v, 3, 7, 11, 15, m[s[6]], m[s[7]]);
            Mix(v, 0, 5, 10, 15, m[s[8]], m[s[9]]);
            Mix(v, 1, 6, 11, 12, m[s[10]], m[s[11]]);
            Mix(v, 2, 7, 8, 13, m[s[12]], m[s[13]]);
            Mix(v, 3, 4, 9, 14, m[s[14]], m[s[15]]);
        }

        for (var i = 0; i < 8; i++) state[i] ^= v[i] ^ v[i + 8];
    }

    private static void Mix(Span<ulong> v, int a, int b, int c, int d, ulong x, ulong y)
    {
        v[a] += v[b] + x;
        v[d] = BitOperations.RotateRight(v[d] ^ v[a], 32);
        v[c] += v[d];
        v[b] = BitOperations.RotateRight(v[b] ^ v[c], 24);
        v[a] += v[b] + y;
        v[d] = BitOperations.RotateRight(v[d] ^ v[a], 16);
        v[c] += v[d];
        v[b] = BitOperations.RotateRight(v[b] ^ v[c], 63);
    }
}
