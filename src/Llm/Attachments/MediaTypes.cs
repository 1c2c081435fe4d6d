namespace Llm;

/// <summary>Detects media types from content and from file names.</summary>
public static class MediaTypes
{
    /// <summary>The number of bytes that show what a file is; before the first element of an SVG may be long comments.</summary>
    private const int Sniffed = 4096;

    private static readonly Dictionary<string, string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".webp"] = "image/webp",
        [".avif"] = "image/avif",
        [".heic"] = "image/heic",
        [".bmp"] = "image/bmp",
        [".tiff"] = "image/tiff",
        [".tif"] = "image/tiff",
        [".svg"] = "image/svg+xml",
        [".pdf"] = "application/pdf",
        [".mp3"] = "audio/mpeg",
        [".wav"] = "audio/wav",
        [".ogg"] = "audio/ogg",
        [".opus"] = "audio/ogg",
        [".flac"] = "audio/flac",
        [".m4a"] = "audio/mp4",
        [".aac"] = "audio/aac",
        [".aiff"] = "audio/aiff",
        [".wma"] = "audio/x-ms-wma",
        [".mp4"] = "video/mp4",
        [".webm"] = "video/webm",
        [".mkv"] = "video/x-matroska",
        [".ogv"] = "video/ogg",
        [".avi"] = "video/x-msvideo",
        [".mov"] = "video/quicktime",
        [".mpg"] = "video/mpeg",
        [".wmv"] = "video/x-ms-wmv",
        [".txt"] = "text/plain",
        [".md"] = "text/markdown",
        [".csv"] = "text/csv",
        [".html"] = "text/html",
        [".htm"] = "text/html",
        [".xml"] = "application/xml",
        [".json"] = "application/json",
        [".yaml"] = "application/yaml",
        [".yml"] = "application/yaml",
        [".zip"] = ZipTypes.Generic,
        [".epub"] = "application/epub+zip",
        [".odt"] = "application/vnd.oasis.opendocument.text",
        [".ods"] = "application/vnd.oasis.opendocument.spreadsheet",
        [".odp"] = "application/vnd.oasis.opendocument.presentation",
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

    /// <summary>The type detected from content; <c>text/plain</c> for a text of no known format, null for anything else unknown.</summary>
    public static string? FromContent(ReadOnlySpan<byte> content)
    {
        var type = FromStart(content[..Math.Min(content.Length, Sniffed)], content.Length <= Sniffed);
        return type == ZipTypes.Generic ? ZipTypes.Find(new MemoryStream(content.ToArray())) : type;
    }

    /// <summary>The usual file extension of a type, such as <c>.png</c>; <c>.bin</c> for an unknown type.</summary>
    public static string ExtensionFor(string? type) => Extensions.FirstOrDefault(known => known.Value == type).Key ?? ".bin";

    /// <summary>
    /// The type of a file, detected from its content and, where that leaves several, its name; null if neither shows it, if the content
    /// contradicts the name, or if the file is empty or cannot be read.
    /// </summary>
    public static string? FromFile(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            Span<byte> start = stackalloc byte[Sniffed];
            var length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            var type = FromStart(start[..length], length < Sniffed);
            if (type == ZipTypes.Generic) type = ZipTypes.Find(file);
            return length == 0 ? null : Named(type, Extensions.GetValueOrDefault(Path.GetExtension(path)));
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? FromStart(ReadOnlySpan<byte> start, bool isWhole) =>
        start.IsEmpty ? null : TextTypes.Find(start, isWhole) ?? MediaSignatures.Find(start);

    /// <summary>Decides between the type of the content and that of the name.</summary>
    private static string? Named(string? type, string? named) => type switch
    {
        _ when named is null => type,
        // Models that take an image would charge for what is not one.
        TextTypes.Plain => TextTypes.IsText(named) ? named : null,
        "video/x-ms-asf" when named is "audio/x-ms-wma" or "video/x-ms-wmv" => named,
        // Sounds and archives may begin with bytes that belong to no format; images do not.
        null => TextTypes.IsText(named) || named.StartsWith("image/", StringComparison.Ordinal) ? null : named,
        _ => type,
    };
}
