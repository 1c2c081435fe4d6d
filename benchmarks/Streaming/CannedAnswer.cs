using System.Globalization;
using System.Text;

namespace Llm.Benchmarks.Streaming;

/// <summary>Answers every request with the same event stream, from memory.</summary>
internal sealed class CannedAnswer(string answer, string type = "text/event-stream") : HttpMessageHandler
{
    public const int Events = 10_000;

    private const string ChatHead =
        """data: {"id":"chatcmpl-AtLOeFGzpzWLyd5lPgf6zTBIXuZKe","object":"chat.completion.chunk","created":1737812524,"model":"gpt-4o-mini-2024-07-18","service_tier":"default","system_fingerprint":"fp_72ed7ab54c","choices":[{"index":0,"delta":""";

    private const string MessagesStart =
        """
        event: message_start
        data: {"type":"message_start","message":{"model":"claude-sonnet-4-6","id":"msg_011CdiLYAzgQN86PMxRKaakj","type":"message","role":"assistant","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":10,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":1}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}


        """;

    private const string MessagesEnd =
        """
        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":10000}}

        event: message_stop
        data: {"type":"message_stop"}


        """;

    private readonly byte[] answer = Encoding.UTF8.GetBytes(answer);

    /// <summary>An answer of the Chat Completions interface, in the form that OpenAI sends.</summary>
    public static CannedAnswer Chat()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Events; i++)
        {
            text.Append(ChatHead).Append(
                CultureInfo.InvariantCulture, $$"""{"content":" word{{i}}"},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"{{Convert.ToHexString(BitConverter.GetBytes(i * 7919))}}"}""");
            text.Append("\n\n");
        }

        text.Append(ChatHead).Append("""{},"finish_reason":"stop"}]}""");
        return new CannedAnswer(text.Append("\n\ndata: [DONE]\n\n").ToString());
    }

    /// <summary>An answer of the Messages interface, in the form that Anthropic sends: spaces hide the length of the text.</summary>
    public static CannedAnswer Messages()
    {
        var text = new StringBuilder(MessagesStart);
        for (var i = 0; i < Events; i++)
        {
            text.Append("event: content_block_delta\ndata: ").Append(
                CultureInfo.InvariantCulture,
                $$"""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" word{{i}}"}{{new string(' ', i * 7 % 16)}}}""");
            text.Append("\n\n");
        }

        return new CannedAnswer(text.Append(MessagesEnd).ToString());
    }

    /// <summary>An answer of Gemini's interface, with the members and counts of ai.google.dev/api/generate-content.</summary>
    public static CannedAnswer Gemini()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Events; i++) Append($"{{\"text\": \" word{i}\"}}", "", i);
        Append("{\"text\": \"\"}", " \"finishReason\": \"STOP\",", Events);
        return new CannedAnswer(text.ToString());

        void Append(string part, string reason, int count) => text.Append(
            CultureInfo.InvariantCulture,
            $$"""
            data: {"candidates": [{"content": {"parts": [{{part}}],"role": "model"},{{reason}} "index": 0}],"usageMetadata": {"promptTokenCount": 9,"candidatesTokenCount": {{count + 1}},"totalTokenCount": {{count + 10}},"promptTokensDetails": [{"modality": "TEXT","tokenCount": 9}]},"modelVersion": "gemini-3.5-flash","responseId": "kCopaY7cJPWbkdUP5trX8A8"}


            """);
    }

    /// <summary>An answer of an Ollama server, in the form of its docs/api.md: each line has the time.</summary>
    public static CannedAnswer Ollama()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Events; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $$"""{"model":"llama3.2","created_at":"2026-11-30T08:52:19.{{i:000000000}}-07:00","message":{"role":"assistant","content":" word{{i}}"},"done":false}""");
            text.Append('\n');
        }

        text.Append("""{"model":"llama3.2","created_at":"2026-11-30T08:52:20-07:00","message":{"role":"assistant","content":""},"done_reason":"stop","done":true,"total_duration":4883583458,"load_duration":1334875,"prompt_eval_count":26,"prompt_eval_duration":342546000,"eval_count":10000,"eval_duration":4535599000}""");
        return new CannedAnswer(text.Append('\n').ToString(), "application/x-ndjson");
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var content = new StreamContent(new MemoryStream(answer));
        content.Headers.ContentType = new(type);
        return Task.FromResult(new HttpResponseMessage { Content = content });
    }
}
