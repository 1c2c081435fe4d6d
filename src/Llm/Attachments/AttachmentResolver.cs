namespace Llm;

/// <summary>Makes attachments from what users type: a path, an address, or <c>-</c> for standard input.</summary>
public sealed class AttachmentResolver(WebContent web, Func<CancellationToken, Task<byte[]>> readInput)
{
    /// <summary>Finds the attachment and its media type; without type and content if nothing came through the pipe.</summary>
    /// <exception cref="LlmException">There is no such file, the server refuses, or the type cannot be told.</exception>
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
        return Attachment.FromFile(path, MediaTypes.FromFile(path) ?? throw new LlmException($"Could not determine mimetype of {value}"));
    }

    /// <summary>Makes an attachment of a type that the user states; an address is not looked at.</summary>
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
