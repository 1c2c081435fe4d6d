using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <summary>An image, document, sound or other file that is sent with a prompt or returned with an answer.</summary>
/// <remarks>
/// The source is bytes, a path or a URL. If several are set, bytes take precedence over the path, and the path over the URL.
/// </remarks>
public sealed class Attachment
{
    private string? id;

    /// <summary>The media type as given, such as <c>image/png</c>; if null, <see cref="ResolveTypeAsync"/> detects it.</summary>
    public string? Type { get; init; }

    /// <summary>The file that holds the bytes; it is read each time they are needed.</summary>
    public string? Path { get; init; }

    /// <summary>The URL of the bytes.</summary>
    public string? Url { get; init; }

    /// <summary>The bytes themselves.</summary>
    public ReadOnlyMemory<byte>? Content { get; init; }

    /// <summary>The type that <see cref="ResolveTypeAsync"/> detected; null before it has run.</summary>
    public string? ResolvedType { get; private set; }

    /// <summary>
    /// The SHA-256 of the bytes in lower-case hexadecimal; for a URL, that of the JSON text <c>{"url": "…"}</c>.
    /// An id that was read from a database is kept as it is.
    /// </summary>
    /// <exception cref="LlmException">The file cannot be read.</exception>
    public string Id
    {
        get => id ??= ComputeId();
        init => id = value;
    }

    /// <summary>Creates an attachment from the file at <paramref name="path"/>, which is made absolute.</summary>
    /// <remarks>The file is read each time its bytes are needed, and must exist when a prompt is made with it.</remarks>
    public static Attachment FromFile(string path, string? type = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new() { Path = System.IO.Path.GetFullPath(path), Type = type };
    }

    /// <summary>Creates an attachment from a URL.</summary>
    public static Attachment FromUrl(string url, string? type = null) => new() { Url = url, Type = type };

    /// <summary>Creates an attachment from bytes.</summary>
    public static Attachment FromBytes(ReadOnlyMemory<byte> content, string? type = null) => new() { Content = content, Type = type };

    /// <summary>
    /// The media type: the given one, else one detected from the first bytes of the content, else the one that the server reports for a
    /// HEAD request.
    /// </summary>
    /// <exception cref="LlmException">The type cannot be determined.</exception>
    public async Task<string> ResolveTypeAsync(HttpClient http, CancellationToken cancellationToken = default)
    {
        ResolvedType = LocalType()
            ?? (Url is null ? null : await new WebContent(() => http).GetTypeAsync(Url, WebContent.UsualRedirects, cancellationToken));
        return ResolvedType ?? throw new LlmException("Attachment has no type and no content to derive it from");
    }

    /// <summary>The type if it can be determined without a request; otherwise null.</summary>
    public string? LocalType() =>
        Type
            ?? ResolvedType
            ?? (HasContent ? MediaTypes.FromContent(Content!.Value.Span) : Path is null ? null : MediaTypes.FromFile(Path));

    /// <summary>The bytes as given, read from the file or fetched from the URL.</summary>
    /// <exception cref="LlmException">They cannot be read or fetched.</exception>
    public Task<ReadOnlyMemory<byte>> ReadAsync(HttpClient http, CancellationToken cancellationToken = default) =>
        ReadAsync(new WebContent(() => http), cancellationToken);

    /// <inheritdoc cref="ReadAsync(HttpClient, CancellationToken)"/>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(WebContent web, CancellationToken cancellationToken = default)
    {
        if (ReadLocal() is { } content) return content;
        if (Url is null) return ReadOnlyMemory<byte>.Empty;
        return await web.GetBytesAsync(Url, WebContent.UsualRedirects, cancellationToken);
    }

    /// <summary>
    /// Writes the Python library's JSON form: <c>type</c>, <c>url</c>, <c>path</c> and <c>content</c> (base64), each only if it is set.
    /// </summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject();
        if (!string.IsNullOrEmpty(Type)) json["type"] = Type;
        if (!string.IsNullOrEmpty(Url)) json["url"] = Url;
        if (!string.IsNullOrEmpty(Path)) json["path"] = Path;
        if (HasContent) json["content"] = Convert.ToBase64String(Content!.Value.Span);
        return json;
    }

    /// <summary>Reads the form that <see cref="ToJson"/> writes.</summary>
    /// <exception cref="LlmException">The content is not base64.</exception>
    public static Attachment FromJson(JsonObject json)
    {
        try
        {
            var content = json.Text("content");
            return new()
            {
                Type = json.Text("type"),
                Url = json.Text("url"),
                Path = json.Text("path"),
                // A plain null would become a null array, and that empty bytes.
                Content = content is null ? default(ReadOnlyMemory<byte>?) : Convert.FromBase64String(content),
            };
        }
        catch (FormatException ex)
        {
            throw new LlmException("The content of an attachment is not base64.", ex);
        }
    }

    /// <summary>The bytes, given or read from the file; null if there is only a URL.</summary>
    internal ReadOnlyMemory<byte>? ReadLocal()
    {
        if (HasContent) return Content;
        // A plain null would become a null array, and that empty bytes.
        return Path is null ? default(ReadOnlyMemory<byte>?) : ReadFile(Path);
    }

    /// <summary>Refuses a file that is not there and content that is empty, before anything else is asked about it.</summary>
    /// <exception cref="LlmException">There is no such file, or nothing in it.</exception>
    internal void RequireContent()
    {
        if (HasContent) return;
        if (Path is { } path)
        {
            if (Directory.Exists(path)) throw new LlmException($"Attachment {path} is a folder. Attach its files.");
            if (!File.Exists(path)) throw new LlmException($"Attachment {path} cannot be read: there is no such file.");
            if (IsEmptyFile(path)) throw new LlmException($"Attachment {path} is empty.");
        }
        else if (Url is null && Type is not null)
        {
            throw new LlmException($"The attachment of type {Type} is empty.");
        }
    }

    /// <summary>Whether a file can be read and has no content; a pipe does not show it before it is read.</summary>
    internal static bool IsEmptyFile(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return file.CanSeek && file.ReadByte() < 0;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private bool HasContent => Content is { IsEmpty: false };

    private string ComputeId()
    {
        if (HasContent) return Convert.ToHexStringLower(SHA256.HashData(Content!.Value.Span));
        if (Path is not null) return Convert.ToHexStringLower(SHA256.HashData(ReadFile(Path)));
        var json = PythonJson.Spaced(new JsonObject { ["url"] = Url });
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new LlmException($"Attachment {path} cannot be read: {ex.Message}", ex);
        }
    }
}
