using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Llm.Providers.Http;

/// <summary>A form with fields and one file, which is read while it is sent (RFC 7578).</summary>
/// <remarks>
/// The framework's own class writes names that are not ASCII in a way that servers of models do not read, and quotes the boundary.
/// </remarks>
internal sealed class FormContent : HttpContent
{
    private readonly byte[] head;
    private readonly byte[] tail;
    private readonly Stream file;

    /// <summary>Makes a form.</summary>
    /// <param name="fields">The fields, which come before the file.</param>
    /// <param name="name">The name of the field that has the file.</param>
    /// <param name="fileName">The name of the file, by whose ending servers recognise its format; ASCII without quotes.</param>
    /// <param name="type">The media type of the file.</param>
    /// <param name="file">The file, whose length is known; disposed with the form.</param>
    public FormContent(IReadOnlyList<KeyValuePair<string, string>> fields, string name, string fileName, string type, Stream file)
    {
        this.file = file;
        var boundary = $"llm-{Guid.NewGuid():N}";
        var text = new StringBuilder();
        foreach (var (field, value) in fields)
            text.Append($"--{boundary}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
        text.Append($"--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{fileName}\"\r\n");
        text.Append($"Content-Type: {type}\r\n\r\n");
        head = Encoding.UTF8.GetBytes(text.ToString());
        tail = Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n");
        Headers.ContentType = MediaTypeHeaderValue.Parse($"multipart/form-data; boundary={boundary}");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(head, cancellationToken);
        file.Position = 0;
        await file.CopyToAsync(stream, cancellationToken);
        await stream.WriteAsync(tail, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = head.Length + file.Length + tail.Length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) file.Dispose();
        base.Dispose(disposing);
    }
}
