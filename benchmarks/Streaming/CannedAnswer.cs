using System.Globalization;
using System.Text;

namespace Llm.Benchmarks.Streaming;

/// <summary>Answers every request with the same event stream, from memory, in the form that OpenAI sends.</summary>
internal sealed class CannedAnswer : HttpMessageHandler
{
    public const int Events = 10_000;

    private const string Head =
        """data: {"id":"chatcmpl-AtLOeFGzpzWLyd5lPgf6zTBIXuZKe","object":"chat.completion.chunk","created":1737812524,"model":"gpt-4o-mini-2024-07-18","service_tier":"default","system_fingerprint":"fp_72ed7ab54c","choices":[{"index":0,"delta":""";

    private readonly byte[] answer = Answer();

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var content = new StreamContent(new MemoryStream(answer));
        content.Headers.ContentType = new("text/event-stream");
        return Task.FromResult(new HttpResponseMessage { Content = content });
    }

    private static byte[] Answer()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Events; i++)
        {
            text.Append(Head).Append(
                CultureInfo.InvariantCulture, $$"""{"content":" word{{i}}"},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"{{Convert.ToHexString(BitConverter.GetBytes(i * 7919))}}"}""");
            text.Append("\n\n");
        }

        text.Append(Head).Append("""{},"finish_reason":"stop"}]}""");
        return Encoding.UTF8.GetBytes(text.Append("\n\ndata: [DONE]\n\n").ToString());
    }
}
