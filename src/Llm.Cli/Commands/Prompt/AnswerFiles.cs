namespace Llm.Cli.Commands.Prompt;

/// <summary>Writes the images and sounds of an answer to files, for <c>--out</c>.</summary>
/// <param name="target">A folder, if it exists as one or ends in a separator; otherwise a file.</param>
internal sealed class AnswerFiles(string target)
{
    private readonly bool isFolder = Directory.Exists(target) || Path.EndsInDirectorySeparator(target);

    /// <summary>Creates the folder; an unusable target is reported before a request is paid for.</summary>
    /// <exception cref="LlmException">The files cannot be written to the target.</exception>
    public void Prepare()
    {
        var folder = isFolder ? target : Path.GetDirectoryName(Path.GetFullPath(target));
        if (Directory.Exists(folder)) return;
        if (!isFolder) throw new LlmException($"The directory {folder} of --out does not exist");
        try
        {
            Directory.CreateDirectory(target);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new LlmException($"The directory {target} of --out cannot be created: {ex.Message}", ex);
        }
    }

    /// <summary>Writes the attachments, and returns the files in order.</summary>
    /// <exception cref="LlmException">An attachment cannot be fetched or written.</exception>
    public async Task<List<(string Path, Attachment Attachment, long Size)>> WriteAsync(
        Response response, WebContent web, CancellationToken cancellationToken)
    {
        var written = new List<(string, Attachment, long)>();
        foreach (var attachment in response.Attachments)
        {
            var path = PathFor(response.Id, attachment, written.Count + 1);
            var bytes = await attachment.ReadAsync(web, cancellationToken);
            AtomicFile.WriteAllBytes(path, bytes.Span);
            written.Add((path, attachment, bytes.Length));
        }

        return written;
    }

    /// <summary>Returns the target for the first file; the names of further files get a number.</summary>
    private string PathFor(string id, Attachment attachment, int number)
    {
        var suffix = number == 1 ? "" : $"-{number}";
        if (isFolder) return Path.Combine(target, $"{id}{suffix}{MediaTypes.ExtensionFor(attachment.LocalType())}");
        var extension = Path.GetExtension(target);
        return number == 1 ? target : $"{target[..^extension.Length]}{suffix}{extension}";
    }
}
