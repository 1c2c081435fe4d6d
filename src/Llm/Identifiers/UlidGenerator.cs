using System.Buffers.Binary;

namespace Llm;

/// <summary>
/// Makes ULIDs in lower case: 48 bits of milliseconds and 80 random bits as 26 characters, so that text order is time order.
/// </summary>
/// <remarks>
/// Ids of one generator always grow: within a millisecond, or when the clock steps back, the random part counts up.
/// Thread-safe.
/// </remarks>
public sealed class UlidGenerator
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    private readonly TimeProvider clock;
    private readonly Lock gate = new();
    private readonly byte[] last = new byte[16];
    private long lastMilliseconds = -1;

    /// <summary>Creates a generator that reads the time from <paramref name="clock"/>, the system's if null.</summary>
    public UlidGenerator(TimeProvider? clock = null) => this.clock = clock ?? TimeProvider.System;

    /// <summary>Returns a new id, greater than every earlier one of this generator.</summary>
    public string Next()
    {
        lock (gate)
        {
            var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
            if (now > lastMilliseconds)
            {
                lastMilliseconds = now;
                for (var i = 5; i >= 0; i--, now >>= 8) last[i] = (byte)now;
                FillRandom(last.AsSpan(6));
                // Room to count up within the millisecond.
                last[6] &= 0x7f;
            }
            else
            {
                for (var i = 15; i >= 6 && ++last[i] == 0; i--) { }
            }

            return Encode(last);
        }
    }

    /// <summary>
    /// Random bytes of a version 4 UUID, the fixed bits left out. They come from the system's secure generator without loading
    /// the cryptography library, which takes some milliseconds.
    /// </summary>
    private static void FillRandom(Span<byte> ten)
    {
        Span<byte> uuid = stackalloc byte[16];
        Guid.NewGuid().TryWriteBytes(uuid);
        uuid[..6].CopyTo(ten);
        uuid[12..].CopyTo(ten[6..]);
    }

    private static string Encode(byte[] bytes)
    {
        var high = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        var low = BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(8));
        var text = new char[26];
        for (var i = 25; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(low & 31)];
            low = (low >> 5) | (high << 59);
            high >>= 5;
        }

        return new string(text);
    }
}
