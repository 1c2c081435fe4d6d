using System.Buffers.Binary;

namespace Llm.Hashing;

/// <summary>A BLAKE2b hash of data that is given in pieces. Not thread-safe.</summary>
internal sealed class Blake2bState
{
    private readonly ulong[] state = Blake2b.Initial.ToArray();
    private readonly byte[] block = new byte[Blake2b.BlockSize];
    private readonly int digestSize;
    private ulong counted;
    private int filled;

    /// <param name="digestSize">The length of the digest in bytes, 1 to 64; a shorter digest is not the start of a longer one.</param>
    public Blake2bState(int digestSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(digestSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digestSize, 64);
        this.digestSize = digestSize;
        state[0] ^= 0x01010000UL ^ (uint)digestSize;
    }

    /// <summary>Adds data.</summary>
    public void Append(ReadOnlySpan<byte> data)
    {
        // The last block is marked as final, even if it is full, so a full block waits for more data.
        while (filled + data.Length > block.Length)
        {
            var count = block.Length - filled;
            data[..count].CopyTo(block.AsSpan(filled));
            data = data[count..];
            filled = 0;
            counted += (ulong)block.Length;
            Blake2b.Compress(state, block, counted, final: false);
        }

        data.CopyTo(block.AsSpan(filled));
        filled += data.Length;
    }

    /// <summary>Computes the digest; nothing can be added after it.</summary>
    public byte[] Finish()
    {
        block.AsSpan(filled).Clear();
        Blake2b.Compress(state, block, counted + (ulong)filled, final: true);
        var digest = new byte[64];
        for (var i = 0; i < state.Length; i++) BinaryPrimitives.WriteUInt64LittleEndian(digest.AsSpan(i * 8), state[i]);
        return digest[..digestSize];
    }
}
