using Llm.Json;

namespace Llm.Providers.Http;

/// <summary>Writes requests and responses, without keys and cookies, for <c>LLM_OPENAI_SHOW_RESPONSES</c>.</summary>
internal sealed class TracingHandler(TextWriter output) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync($"Request: {request.Method} {RequestMessage.WithoutUser(request.RequestUri!)}");
        await WriteHeadersAsync(
            request.Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>()));
        await output.WriteLineAsync("  Body:");
        if (request.Content is not null)
        {
            var body = await request.Content.ReadAsStringAsync(cancellationToken);
            var shown = JsonText.TryParse(body, out var json) ? PythonJson.Indented(json) : body;
            await output.WriteLineAsync("    " + shown.Replace("\n", "\n    ", StringComparison.Ordinal));
        }

        var response = await base.SendAsync(request, cancellationToken);
        await output.WriteLineAsync($"Response: status_code={(int)response.StatusCode}");
        await WriteHeadersAsync(response.Headers.Concat(response.Content.Headers));
        await output.WriteLineAsync("  Body:");
        var content = new StreamContent(new EchoStream(await response.Content.ReadAsStreamAsync(cancellationToken), output));
        foreach (var (name, values) in response.Content.Headers) content.Headers.TryAddWithoutValidation(name, values);
        response.Content = content;
        return response;
    }

    private async Task WriteHeadersAsync(IEnumerable<KeyValuePair<string, IEnumerable<string>>> headers)
    {
        await output.WriteLineAsync("  Headers:");
        foreach (var (name, values) in headers)
        {
            var secret = SecretHeaders.Contains(name);
            await output.WriteLineAsync($"    {name.ToLowerInvariant()}: {(secret ? "[...]" : string.Join(", ", values))}");
        }
    }

    /// <summary>Writes bytes as they are read.</summary>
    private sealed class EchoStream(Stream inner, TextWriter output) : ReadOnlyStream
    {
        private readonly System.Text.Decoder decoder = System.Text.Encoding.UTF8.GetDecoder();

        public override int Read(byte[] buffer, int offset, int count) => Show(buffer.AsSpan(offset, inner.Read(buffer, offset, count)));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var length = await inner.ReadAsync(buffer, cancellationToken);
            return Show(buffer.Span[..length]);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }

        private int Show(ReadOnlySpan<byte> bytes)
        {
            Span<char> text = stackalloc char[1024];
            for (var left = bytes; !left.IsEmpty;)
            {
                decoder.Convert(left, text, flush: false, out var used, out var length, out _);
                output.Write(text[..length]);
                left = left[used..];
            }

            return bytes.Length;
        }
    }
}
