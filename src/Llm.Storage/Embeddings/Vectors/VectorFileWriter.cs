using System.Runtime.InteropServices;

namespace Llm.Storage.Embeddings.Vectors;

/// <summary>Makes a <see cref="VectorFile"/>, which is not to be seen before it is complete.</summary>
/// <remarks>Several programs may make the same file at once; the last one stays. Not thread-safe.</remarks>
internal sealed class VectorFileWriter : IDisposable
{
    private readonly string path;
    private readonly string unfinished;
    private readonly FileStream file;
    private readonly int dimensions;
    private readonly byte[] row;
    private readonly List<long> oddRows = [];
    private long rows;

    /// <summary>Begins a file for vectors with so many numbers.</summary>
    /// <exception cref="IOException">The folder cannot be made or the file not written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be made or the file not written.</exception>
    public VectorFileWriter(string path, int dimensions)
    {
        this.path = path;
        this.dimensions = dimensions;
        row = new byte[QuantizedRow.Size(dimensions)];
        UserDirectory.CreatePrivate(Path.GetDirectoryName(path)!);
        unfinished = $"{path}.{Guid.NewGuid():N}.new";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 1024 * 1024 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = AtomicFile.OwnerOnly;
        file = new FileStream(unfinished, options) { Position = VectorFile.HeadSize };
    }

    /// <summary>Adds a row; rows come in the order of their numbers.</summary>
    public void Add(long number, ReadOnlySpan<float> vector)
    {
        if (vector.Length == dimensions && QuantizedRow.TryWrite(number, vector, row))
        {
            file.Write(row);
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
        var odd = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(oddRows));
        file.Write(odd);
        Span<byte> head = stackalloc byte[VectorFile.HeadSize];
        new VectorFileHead(dimensions, rows, oddRows.Count, VectorFileHead.Hash(odd)).Write(head, collectionId, state);
        file.Position = 0;
        file.Write(head);
        file.Dispose();
        File.Move(unfinished, path, overwrite: true);
    }

    public void Dispose()
    {
        try
        {
            file.Dispose();
        }
        finally
        {
            // On a full disk, the rest of the buffer cannot be written either.
            if (File.Exists(unfinished)) File.Delete(unfinished);
        }
    }
}
