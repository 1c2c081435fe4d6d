using System.Text;

namespace Llm;

/// <summary>Detects media types from first bytes and from file names.</summary>
public static class MediaTypes
{
    private static readonly (int Offset, byte[] Bytes, string Type)[] Signatures =
    [
        (0, [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a], "image/png"),
        (0, [0xff, 0xd8, 0xff], "image/jpeg"),
        (0, "GIF87a"u8.ToArray(), "image/gif"),
        (0, "GIF89a"u8.ToArray(), "image/gif"),
        (8, "WEBP"u8.ToArray(), "image/webp"),
        (8, "WAVE"u8.ToArray(), "audio/wav"),
        (8, "AVI "u8.ToArray(), "video/x-msvideo"),
        (4, "ftypavif"u8.ToArray(), "image/avif"),
        (4, "ftypheic"u8.ToArray(), "image/heic"),
        (4, "ftypqt"u8.ToArray(), "video/quicktime"),
        (4, "ftypM4A"u8.ToArray(), "audio/mp4"),
        (4, "ftyp"u8.ToArray(), "video/mp4"),
        (0, "%PDF-"u8.ToArray(), "application/pdf"),
        (0, "ID3"u8.ToArray(), "audio/mpeg"),
        (0, [0xff, 0xfb], "audio/mpeg"),
        (0, [0xff, 0xf3], "audio/mpeg"),
        (0, [0xff, 0xf2], "audio/mpeg"),
        (0, "OggS"u8.ToArray(), "audio/ogg"),
        (0, "fLaC"u8.ToArray(), "audio/flac"),
        (0, [0x1a, 0x45, 0xdf, 0xa3], "video/webm"),
        (0, "BM"u8.ToArray(), "image/bmp"),
        (0, [(byte)'I', (byte)'I', 0x2a, 0], "image/tiff"),
        (0, [(byte)'M', (byte)'M', 0, 0x2a], "image/tiff"),
        (0, [(byte)'P', (byte)'K', 3, 4], "application/zip"),
        (0, [0x1f, 0x8b], "application/gzip"),
        (0, "SQLite format 3\0"u8.ToArray(), "application/x-sqlite3"),
    ];

    private static readonly Dictionary<string, string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".webp"] = "image/webp",
        [".svg"] = "image/svg+xml",
        [".pdf"] = "application/pdf",
        [".mp3"] = "audio/mpeg",
        [".wav"] = "audio/wav",
        [".ogg"] = "audio/ogg",
        [".flac"] = "audio/flac",
        [".m4a"] = "audio/mp4",
        [".mp4"] = "video/mp4",
        [".webm"] = "video/webm",
        [".mov"] = "video/quicktime",
        [".txt"] = "text/plain",
        [".md"] = "text/markdown",
        [".csv"] = "text/csv",
        [".html"] = "text/html",
        [".htm"] = "text/html",
        [".xml"] = "application/xml",
        [".json"] = "application/json",
        [".yaml"] = "application/yaml",
        [".yml"] = "application/yaml",
        [".zip"] = "application/zip",
        [".docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        [".xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        [".pptx"] = "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    };

    /// <summary>
    /// The type as models list it: in lower case, without parameters, and with <c>image/jpg</c> corrected to <c>image/jpeg</c>.
    /// </summary>
    internal static string Plain(string type)
    {
        var name = type.Split(';')[0].Trim().ToLowerInvariant();
        return name == "image/jpg" ? "image/jpeg" : name;
    }

    /// <summary>The type detected from the first bytes, or null.</summary>
    public static string? FromContent(ReadOnlySpan<byte> content)
    {
        foreach (var (offset, bytes, type) in Signatures)
        {
            if (content.Length >= offset + bytes.Length && content.Slice(offset, bytes.Length).SequenceEqual(bytes)) return type;
        }

        var start = Encoding.UTF8.GetString(content[..Math.Min(content.Length, 256)]).TrimStart();
        if (start.StartsWith("<svg", StringComparison.Ordinal)) return "image/svg+xml";
        return start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            ? "text/html"
            : null;
    }

    /// <summary>The usual file extension of a type, such as <c>.png</c>; <c>.bin</c> for an unknown type.</summary>
    public static string ExtensionFor(string? type) => Extensions.FirstOrDefault(known => known.Value == type).Key ?? ".bin";

    /// <summary>
    /// The type of a file, detected from its first bytes, else from its name; null if neither shows it or the file cannot be read.
    /// </summary>
    public static string? FromFile(string path)
    {
        try
        {
            Span<byte> start = stackalloc byte[512];
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            var length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            // Office documents are zip archives, so their names are more specific.
            var sniffed = FromContent(start[..length]);
            return sniffed is null or "application/zip" ? Extensions.GetValueOrDefault(Path.GetExtension(path)) ?? sniffed : sniffed;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
