using System.Text;
using Llm.Json;

namespace Llm.Providers.Http;

/// <summary>
/// Writes requests and responses for <c>LLM_OPENAI_SHOW_RESPONSES</c>, without cookies, and without keys wherever a server repeats them.
/// </summary>
internal sealed class TracingHandler(TextWriter output) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var secrets = SecretHeaders.SecretsIn(
            request.Headers.SelectMany(header => header.Value.Select(value => KeyValuePair.Create(header.Key, value))));
        await WriteAsync($"Request: {request.Method} {RequestMessage.WithoutUser(request.RequestUri!)}", secrets);
        await WriteHeadersAsync(
            request.Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>()), secrets);
        await output.WriteLineAsync("  Body:");
        if (request.Content is not null)
        {
            if (IsShown(request.Content))
            {
                var body = await request.Content.ReadAsStringAsync(cancellationToken);
                var shown = JsonText.TryParse(body, out var json) ? PythonJson.Indented(json) : body;
                await WriteAsync("    " + shown.Replace("\n", "\n    ", StringComparison.Ordinal), secrets);
            }
            else
            {
                await output.WriteLineAsync($"    ({request.Content.Headers.ContentLength} bytes)");
            }
        }

        var response = await base.SendAsync(request, cancellationToken);
        await output.WriteLineAsync($"Response: status_code={(int)response.StatusCode}");
        await WriteHeadersAsync(response.Headers.Concat(response.Content.Headers), secrets);
        await output.WriteLineAsync("  Body:");
        if (!IsShown(response.Content))
        {
            await output.WriteLineAsync("    (bytes)");
            return response;
        }

        var content = new StreamContent(new EchoStream(await response.Content.ReadAsStreamAsync(cancellationToken), output, secrets));
        foreach (var (name, values) in response.Content.Headers) content.Headers.TryAddWithoutValidation(name, values);
        response.Content = content;
        return response;
    }

    /// <summary>Whether a body is text, as far as its label shows.</summary>
    private static bool IsShown(HttpContent content) =>
        content.Headers.ContentType?.MediaType is not { } type
        || !(type.StartsWith("audio/", StringComparison.Ordinal) || type is "multipart/form-data" or "application/octet-stream");

    private async Task WriteHeadersAsync(IEnumerable<KeyValuePair<string, IEnumerable<string>>> headers, IReadOnlyList<string> secrets)
    {
        await output.WriteLineAsync("  Headers:");
        foreach (var (name, values) in headers)
        {
            var isSecret = SecretHeaders.Contains(name);
            await WriteAsync($"    {name.ToLowerInvariant()}: {(isSecret ? "[...]" : string.Join(", ", values))}", secrets);
        }
    }

    private Task WriteAsync(string line, IReadOnlyList<string> secrets) => output.WriteLineAsync(SecretHeaders.Hide(line, secrets));

    /// <summary>Writes bytes as they are read, but for an end that may be the beginning of a secret.</summary>
    private sealed class EchoStream(Stream inner, TextWriter output, IReadOnlyList<string> secrets) : ReadOnlyStream
    {
        private readonly Decoder decoder = Encoding.UTF8.GetDecoder();
        private string held = "";

        public override int Read(byte[] buffer, int offset, int count) => Show(buffer.AsSpan(offset, inner.Read(buffer, offset, count)));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var length = await inner.ReadAsync(buffer, cancellationToken);
            return Show(buffer.Span[..length]);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                Flush(held.Length);
                inner.Dispose();
            }

            base.Dispose(disposing);
        }

        private int Show(ReadOnlySpan<byte> bytes)
        {
            var text = new char[bytes.Length + 1];
            held = SecretHeaders.Hide(held + new string(text, 0, decoder.GetChars(bytes, text, flush: false)), secrets);
            Flush(bytes.IsEmpty ? held.Length : held.Length - BeginningLength());
            return bytes.Length;
        }

        /// <summary>The length of the longest end of the text that a secret begins with.</summary>
        private int BeginningLength()
        {
            var longest = 0;
            foreach (var secret in secrets)
            {
                for (var length = Math.Min(secret.Length - 1, held.Length); length > longest; length--)
                {
                    if (held.AsSpan().EndsWith(secret.AsSpan(0, length), StringComparison.Ordinal)) longest = length;
                }
            }

            return longest;
        }

        private void Flush(int length)
        {
            output.Write(held[..length]);
            held = held[length..];
        }
    }
}
