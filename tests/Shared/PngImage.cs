using System.Buffers.Binary;
using System.IO.Compression;

namespace Llm.Tests;

/// <summary>The pixels of a PNG file with 8 bits a channel, with or without transparency; checksums are checked.</summary>
internal sealed class PngImage
{
    private readonly byte[] pixels;
    private readonly int channels;

    private PngImage(int width, int height, int channels, byte[] pixels)
    {
        (Width, Height, this.channels, this.pixels) = (width, height, channels, pixels);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>The colour of a pixel as 0xRRGGBB.</summary>
    public int Pixel(int x, int y)
    {
        var place = ((y * Width) + x) * channels;
        return (pixels[place] << 16) | (pixels[place + 1] << 8) | pixels[place + 2];
    }

    public static PngImage Read(byte[] file)
    {
        file.AsSpan(0, 8).ToArray().ShouldBe(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A });
        var (width, height, channels) = (0, 0, 3);
        using var data = new MemoryStream();
        for (var place = 8; place < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(place));
            var type = System.Text.Encoding.ASCII.GetString(file, place + 4, 4);
            var content = file.AsSpan(place + 8, length);
            Crc(file.AsSpan(place + 4, length + 4)).ShouldBe(BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(place + 8 + length)), type);
            if (type == "IHDR")
            {
                (width, height) = (BinaryPrimitives.ReadInt32BigEndian(content), BinaryPrimitives.ReadInt32BigEndian(content[4..]));
                content[8].ShouldBe((byte)8);
                channels = content[9] switch { 2 => 3, 6 => 4, var other => throw new InvalidDataException($"colour type {other}") };
            }
            else if (type == "IDAT") data.Write(content);
            place += length + 12;
        }

        data.Position = 0;
        using var zlib = new ZLibStream(data, CompressionMode.Decompress);
        var raw = new byte[height * ((width * channels) + 1)];
        zlib.ReadExactly(raw);
        zlib.ReadByte().ShouldBe(-1);
        return new PngImage(width, height, channels, Unfilter(raw, width * channels, height, channels));
    }

    private static byte[] Unfilter(byte[] raw, int stride, int height, int channels)
    {
        var pixels = new byte[height * stride];
        for (var y = 0; y < height; y++)
        {
            var filter = raw[y * (stride + 1)];
            for (var x = 0; x < stride; x++)
            {
                var place = (y * stride) + x;
                int left = x >= channels ? pixels[place - channels] : 0, above = y > 0 ? pixels[place - stride] : 0;
                int corner = x >= channels && y > 0 ? pixels[place - stride - channels] : 0;
                pixels[place] = (byte)(raw[(y * (stride + 1)) + 1 + x] + filter switch
                {
                    0 => 0,
                    1 => left,
                    2 => above,
                    3 => (left + above) / 2,
                    4 => Paeth(left, above, corner),
                    _ => throw new InvalidDataException($"filter {filter}"),
                });
            }
        }

        return pixels;
    }

    private static int Paeth(int left, int above, int corner)
    {
        var estimate = left + above - corner;
        int a = Math.Abs(estimate - left), b = Math.Abs(estimate - above), c = Math.Abs(estimate - corner);
        return a <= b && a <= c ? left : b <= c ? above : corner;
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = ~0u;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }

        return ~crc;
    }
}
