using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Llm;

/// <summary>
/// The list of files at the end of a zip archive. <see cref="ZipArchive"/> would do, but with all that it can write, it would be two
/// hundredths of the native command.
/// </summary>
/// <remarks>
/// Offsets and sizes are those of APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16. Archives of more than 4 GB are not read.
/// </remarks>
internal sealed class ZipDirectory
{
    private const int EndLength = 22;
    private const int MaxComment = ushort.MaxValue;
    private const int HeaderLength = 46;
    private const int LocalHeaderLength = 30;
    private const int Stored = 0;
    private const int Deflated = 8;

    private readonly Stream archive;
    private readonly byte[] directory;
    private readonly List<int> headers = [];

    /// <summary>Reads the list.</summary>
    /// <param name="archive">A stream that can seek.</param>
    /// <exception cref="InvalidDataException">It is no archive, or one that is not read.</exception>
    /// <exception cref="EndOfStreamException">The archive is cut off.</exception>
    public ZipDirectory(Stream archive)
    {
        this.archive = archive;
        var end = new byte[Math.Min(archive.Length, EndLength + MaxComment)];
        Read(archive.Length - end.Length, end);
        var at = end.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (at < 0 || at + EndLength > end.Length) throw new InvalidDataException("The archive has no end.");
        var (length, start) = (Number(end, at + 12), Number(end, at + 16));
        if (start + length > archive.Length) throw new InvalidDataException("The list of files is not in the archive.");
        directory = new byte[length];
        Read(start, directory);
        for (var position = 0; position + HeaderLength <= directory.Length; position += HeaderLength + VariableLength(position))
        {
            if (!directory.AsSpan(position).StartsWith("PK\x01\x02"u8)) throw new InvalidDataException("The list of files is damaged.");
            if (position + HeaderLength + Short(directory, position + 28) > directory.Length)
                throw new InvalidDataException("The list of files is cut off.");
            headers.Add(position);
        }
    }

    /// <summary>Whether a file has this name.</summary>
    public bool Has(ReadOnlySpan<byte> name) => Find(name) >= 0;

    /// <summary>Whether the names of some files start with this.</summary>
    public bool HasBelow(ReadOnlySpan<byte> prefix)
    {
        foreach (var header in headers)
        {
            if (NameAt(header).StartsWith(prefix)) return true;
        }

        return false;
    }

    /// <summary>
    /// Reads a short text of ASCII; null if there is no such file, or it is longer than this or stored in an unusual way.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="EndOfStreamException">The archive is cut off.</exception>
    public string? ReadText(ReadOnlySpan<byte> name, int maxLength)
    {
        var header = Find(name);
        if (header < 0 || Number(directory, header + 24) > maxLength || Number(directory, header + 20) > maxLength) return null;
        var local = new byte[LocalHeaderLength];
        var start = Number(directory, header + 42);
        Read(start, local);
        var packed = new byte[Number(directory, header + 20)];
        Read(start + LocalHeaderLength + Short(local, 26) + Short(local, 28), packed);
        switch (Short(directory, header + 10))
        {
            case Stored:
                return Encoding.ASCII.GetString(packed);
            case Deflated:
                using (var inflated = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress))
                {
                    var text = new byte[Number(directory, header + 24)];
                    inflated.ReadExactly(text);
                    return Encoding.ASCII.GetString(text);
                }

            default:
                return null;
        }
    }

    private int Find(ReadOnlySpan<byte> name)
    {
        foreach (var header in headers)
        {
            if (NameAt(header).SequenceEqual(name)) return header;
        }

        return -1;
    }

    private ReadOnlySpan<byte> NameAt(int header) => directory.AsSpan(header + HeaderLength, Short(directory, header + 28));

    /// <summary>The length of the name, the extra field and the comment of a file.</summary>
    private int VariableLength(int header) =>
        Short(directory, header + 28) + Short(directory, header + 30) + Short(directory, header + 32);

    private void Read(long position, byte[] bytes)
    {
        if (position > archive.Length) throw new EndOfStreamException();
        archive.Position = position;
        archive.ReadExactly(bytes);
    }

    private static int Short(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    private static long Number(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));
}
