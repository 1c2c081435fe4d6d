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
    private const int LinkType = 0xa;

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
        if (header < 0) return null;
        var file = FileAt(header);
        if (file.Length > maxLength || file.PackedLength > maxLength || Open(file) is not { } content) return null;
        using (content)
        {
            var text = new byte[file.Length];
            content.ReadExactly(text);
            return Encoding.ASCII.GetString(text);
        }
    }

    /// <summary>All files and folders, in the order of the archive.</summary>
    public IEnumerable<ZippedFile> Files => headers.Select(FileAt);

    /// <summary>
    /// The content of a file, to be read from the start to <see cref="ZippedFile.Length"/>; null if it is stored in an unusual way.
    /// </summary>
    /// <exception cref="EndOfStreamException">The archive is cut off.</exception>
    public Stream? Open(ZippedFile file)
    {
        if (file.IsEncrypted || file.Method is not (Stored or Deflated)) return null;
        var local = new byte[LocalHeaderLength];
        Read(file.Start, local);
        var start = file.Start + LocalHeaderLength + Short(local, 26) + Short(local, 28);
        // Before the bytes are there to be filled: a damaged list can name any length.
        if (start + file.PackedLength > archive.Length) throw new EndOfStreamException();
        var packed = new byte[file.PackedLength];
        Read(start, packed);
        Stream content = new MemoryStream(packed);
        return file.Method == Stored ? content : new DeflateStream(content, CompressionMode.Decompress);
    }

    private ZippedFile FileAt(int header) => new()
    {
        Name = Encoding.UTF8.GetString(NameAt(header)),
        IsEncrypted = (Short(directory, header + 8) & 1) != 0,
        Method = Short(directory, header + 10),
        PackedLength = Number(directory, header + 20),
        Length = Number(directory, header + 24),
        // The mode of a Unix file is in the upper half of its attributes; of another system, the half is empty.
        IsLink = (Number(directory, header + 38) >> 28) == LinkType,
        Start = Number(directory, header + 42),
    };

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
