using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Llm;

/// <summary>Converts vectors to the bytes that databases of embeddings contain: 32-bit floats, little-endian.</summary>
public static class EmbeddingEncoding
{
    /// <summary>Encodes a vector; four bytes for each number.</summary>
    public static byte[] Encode(ReadOnlySpan<float> vector)
    {
        var bytes = new byte[vector.Length * sizeof(float)];
        if (BitConverter.IsLittleEndian) MemoryMarshal.AsBytes(vector).CopyTo(bytes);
        else for (var i = 0; i < vector.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector[i]);
        return bytes;
    }

    /// <summary>Decodes a vector.</summary>
    /// <exception cref="LlmException">The number of bytes is not a multiple of four.</exception>
    public static float[] Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length % sizeof(float) != 0)
            throw new LlmException($"{bytes.Length} bytes are not a vector of 32-bit floats. Delete the entry and embed it again.");
        var vector = new float[bytes.Length / sizeof(float)];
        if (BitConverter.IsLittleEndian) bytes.CopyTo(MemoryMarshal.AsBytes(vector.AsSpan()));
        else for (var i = 0; i < vector.Length; i++) vector[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
        return vector;
    }
}
