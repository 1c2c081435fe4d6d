using System.Buffers.Binary;

namespace Llm;

/// <summary>
/// Creates ULIDs in lower case: 26 characters for 48 bits of milliseconds and 80 random bits, so that text order is time order.
/// </summary>
/// <remarks>
/// The ids of one generator always increase: within a millisecond, or if the clock goes back, the random part is incremented.
/// Thread-safe.
/// </remarks>
public sealed class UlidGenerator
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    private readonly TimeProvider clock;
    private readonly Lock gate = new();
    private readonly byte[] last = new byte[16];
    private long lastMilliseconds = -1;

    /// <summary>Creates a generator that reads the time from <paramref name="clock"/>, or from the system clock if it is null.</summary>
    public UlidGenerator(TimeProvider? clock = null) => this.clock = clock ?? TimeProvider.System;

    /// <summary>Creates an id that is greater than all earlier ids of this generator.</summary>
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
                // Leaves room to increment within the millisecond.
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
    /// Takes the random bytes of a version 4 UUID, without its fixed bits. They come from the system's secure generator; loading
    /// the cryptography library for them would take some milliseconds.
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
