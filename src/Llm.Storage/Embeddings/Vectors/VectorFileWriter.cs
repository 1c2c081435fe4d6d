using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Llm.Storage.Embeddings.Vectors;

/// <summary>Makes a <see cref="VectorFile"/>, which is not to be seen before it is complete.</summary>
/// <remarks>Several programs may make the same file at once; the last one stays. Not thread-safe.</remarks>
internal sealed class VectorFileWriter : IDisposable
{
    private const int BufferSize = 1024 * 1024;

    private readonly string path;
    private readonly string unfinished;
    private readonly SafeFileHandle file;
    private readonly int dimensions;
    private readonly byte[] buffer;
    private readonly List<long> oddRows = [];
    private int used;
    private long written = VectorFile.HeadSize;
    private long rows;

    /// <summary>Begins a file for vectors with so many numbers.</summary>
    /// <exception cref="IOException">The folder cannot be made or the file not written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be made or the file not written.</exception>
    public VectorFileWriter(string path, int dimensions)
    {
        this.path = path;
        this.dimensions = dimensions;
        buffer = new byte[Math.Max(BufferSize, QuantizedRow.Size(dimensions))];
        CreateFolder(System.IO.Path.GetDirectoryName(path)!);
        unfinished = $"{path}.{Guid.NewGuid():N}.new";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var created = new FileStream(unfinished, options);
        file = File.OpenHandle(unfinished, FileMode.Open, FileAccess.Write, FileShare.Delete);
    }

    /// <summary>Adds a row; rows come in the order of their numbers.</summary>
    public void Add(long number, ReadOnlySpan<float> vector)
    {
        var size = QuantizedRow.Size(dimensions);
        if (used + size > buffer.Length) Flush();
        if (vector.Length == dimensions && QuantizedRow.TryWrite(number, vector, buffer.AsSpan(used, size)))
        {
            used += size;
            rows++;
        }
        else
        {
            oddRows.Add(number);
        }
    }

    /// <summary>Completes the file and puts it in its place.</summary>
    public void Finish(long collectionId, DatabaseState state)
    {
        Flush();
        var odd = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(oddRows));
        RandomAccess.Write(file, odd, written);
        Span<byte> head = stackalloc byte[VectorFile.HeadSize];
        new VectorFileHead(dimensions, rows, oddRows.Count, VectorFileHead.Hash(odd)).Write(head, collectionId, state);
        RandomAccess.Write(file, head, 0);
        file.Dispose();
        File.Move(unfinished, path, overwrite: true);
    }

    public void Dispose()
    {
        file.Dispose();
        if (File.Exists(unfinished)) File.Delete(unfinished);
    }

    private static void CreateFolder(string folder)
    {
        if (Directory.Exists(folder)) return;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void Flush()
    {
        RandomAccess.Write(file, buffer.AsSpan(0, used), written);
        written += used;
        used = 0;
    }
}
