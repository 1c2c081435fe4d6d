namespace Llm;

/// <summary>Creates attachments from what users type: a path, a URL, or <c>-</c> for standard input.</summary>
public sealed class AttachmentResolver(WebContent web, Func<CancellationToken, Task<byte[]>> readInput)
{
    /// <summary>
    /// Finds the attachment and detects its media type. If standard input is empty, the attachment has neither type nor content.
    /// </summary>
    /// <exception cref="LlmException">There is no such file, the server refuses, or the type cannot be determined.</exception>
    public async Task<Attachment> ResolveAsync(string value, CancellationToken cancellationToken = default)
    {
        if (value == "-")
        {
            var content = await readInput(cancellationToken);
            if (content.Length == 0) return Attachment.FromBytes(content);
            return Attachment.FromBytes(
                content, MediaTypes.FromContent(content) ?? throw new LlmException("Could not determine mimetype of stdin"));
        }

        if (value.Contains("://", StringComparison.Ordinal))
        {
            return Attachment.FromUrl(value, await web.GetTypeAsync(value, redirects: 0, cancellationToken));
        }

        var path = FindFile(value);
        var type = MediaTypes.FromFile(path) ?? throw new LlmException(
            Attachment.IsEmptyFile(path) ? $"{value} is empty" : $"Could not determine mimetype of {value}");
        return Attachment.FromFile(path, type);
    }

    /// <summary>Creates an attachment with a type that the user states; a URL is not requested.</summary>
    /// <exception cref="LlmException">There is no such file.</exception>
    public async Task<Attachment> ResolveAsync(string value, string type, CancellationToken cancellationToken = default)
    {
        if (value.Contains("://", StringComparison.Ordinal)) return Attachment.FromUrl(value, type);
        return value == "-"
            ? Attachment.FromBytes(await readInput(cancellationToken), type)
            : Attachment.FromFile(FindFile(value), type);
    }

    private static string FindFile(string value) =>
        Path.Exists(value) ? RealPath.Of(value) : throw new LlmException($"File {value} does not exist");
}
