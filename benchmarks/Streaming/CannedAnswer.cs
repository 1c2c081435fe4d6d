using System.Globalization;
using System.Text;

namespace Llm.Benchmarks.Streaming;

/// <summary>Answers every request with the same event stream, from memory, in the form that OpenAI or Gemini sends.</summary>
internal sealed class CannedAnswer : HttpMessageHandler
{
    public const int Events = 10_000;

    private const string Head =
        """data: {"id":"chatcmpl-AtLOeFGzpzWLyd5lPgf6zTBIXuZKe","object":"chat.completion.chunk","created":1737812524,"model":"gpt-4o-mini-2024-07-18","service_tier":"default","system_fingerprint":"fp_72ed7ab54c","choices":[{"index":0,"delta":""";

    private readonly byte[] chat = Chat();
    private readonly byte[] gemini = Gemini();

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var isGemini = request.RequestUri!.AbsolutePath.Contains("gemini", StringComparison.Ordinal);
        var content = new StreamContent(new MemoryStream(isGemini ? gemini : chat));
        content.Headers.ContentType = new("text/event-stream");
        return Task.FromResult(new HttpResponseMessage { Content = content });
    }

    private static byte[] Chat()
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

    /// <summary>Pieces with the members and counts of ai.google.dev/api/generate-content.</summary>
    private static byte[] Gemini()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Events; i++) Append($"{{\"text\": \" word{i}\"}}", "", i);
        Append("{\"text\": \"\"}", " \"finishReason\": \"STOP\",", Events);
        return Encoding.UTF8.GetBytes(text.ToString());

        void Append(string part, string reason, int count) => text.Append(
            CultureInfo.InvariantCulture,
            $$"""
            data: {"candidates": [{"content": {"parts": [{{part}}],"role": "model"},{{reason}} "index": 0}],"usageMetadata": {"promptTokenCount": 9,"candidatesTokenCount": {{count + 1}},"totalTokenCount": {{count + 10}},"promptTokensDetails": [{"modality": "TEXT","tokenCount": 9}]},"modelVersion": "gemini-3.5-flash","responseId": "kCopaY7cJPWbkdUP5trX8A8"}


            """);
    }
}
