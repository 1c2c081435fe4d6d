namespace Llm.Providers.OpenAI.Tasks;

/// <summary>A recording that can be sent several times.</summary>
internal sealed class Recording
{
    private const string Unknown = "application/octet-stream";

    private readonly string? path;
    private readonly ReadOnlyMemory<byte> content;

    private Recording(string? path, ReadOnlyMemory<byte> content, string name, string type, long length) =>
        (this.path, this.content, Name, Type, Length) = (path, content, name, type, length);

    /// <summary>The name for the server, which recognises the format by its ending; ASCII without quotes and blanks.</summary>
    public string Name { get; }

    /// <summary>The media type.</summary>
    public string Type { get; }

    /// <summary>The size in bytes.</summary>
    public long Length { get; }

    /// <summary>Finds the size and the type; a file is not read yet, unless it is a pipe.</summary>
    /// <exception cref="LlmException">The recording is empty, or cannot be read or fetched.</exception>
    public static async Task<Recording> OpenAsync(Attachment audio, Func<HttpClient> http, CancellationToken cancellationToken)
    {
        if (audio is not { Content: null, Path: { } file })
            return Of(await audio.ReadAsync(http(), cancellationToken), audio.Type, audio.Url is { } url ? url.Split('?', '#')[0] : "");
        await using var stream = OpenFile(file);
        if (stream.CanSeek)
        {
            var type = audio.LocalType();
            return new Recording(file, default, NameFor(Path.GetFileName(file), type), type ?? Unknown, stream.Length);
        }

        // A pipe can be read only once, and the request may have to be sent again.
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, cancellationToken);
        return Of(bytes.ToArray(), audio.Type, file);
    }

    private static Recording Of(ReadOnlyMemory<byte> bytes, string? type, string name)
    {
        if (bytes.IsEmpty) throw new LlmException("The recording is empty.");
        type ??= MediaTypes.FromContent(bytes.Span);
        return new Recording(null, bytes, NameFor(Path.GetFileName(name), type), type ?? Unknown, bytes.Length);
    }

    /// <summary>Opens the bytes for one attempt; the caller disposes the stream.</summary>
    /// <exception cref="LlmException">The file cannot be read any more.</exception>
    public Stream Open() => path is null ? new MemoryStream(content.ToArray(), writable: false) : OpenFile(path);

    private static FileStream OpenFile(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new LlmException($"Attachment {path} cannot be read: {ex.Message}", ex);
        }
    }

    /// <summary>The name of the file if a header can have it and it has an ending; else one with the ending of the type.</summary>
    private static string NameFor(string name, string? type)
    {
        var isPlain = Path.HasExtension(name);
        foreach (var character in name) isPlain &= character is > ' ' and <= '~' and not ('"' or '\\' or ';');
        return isPlain ? name : "audio" + MediaTypes.ExtensionFor(type);
    }
}
