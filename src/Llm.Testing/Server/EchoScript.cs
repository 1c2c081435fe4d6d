using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Testing;

/// <summary>
/// The default behaviour of a <see cref="FakeServer"/>. The answer is <c>echo: </c> and the user's last message, or
/// <c>results: </c> and the results of its tool calls. Embeddings, a list of models, moderation, reranking, transcription and speech are
/// available too. Lines of the user's message control the answer.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item><c>REPLY text</c> answers with that text, in which <c>\n</c> is a line break.</item>
/// <item><c>REASON text</c> adds reasoning before the answer.</item>
/// <item><c>CALL name {json}</c> calls a tool; several lines make several calls in one round. Once there are results, no more calls
/// are made.</item>
/// <item><c>SLOW n</c> waits n milliseconds before each event of a stream, or for each word of an answer that is not streamed.</item>
/// <item><c>CUT</c> closes the connection after the second piece of text.</item>
/// <item><c>FINISH word</c> ends the answer with that finish reason, such as <c>length</c>.</item>
/// <item><c>ERR n</c> returns the HTTP error n and forbids a retry.</item>
/// </list>
/// </remarks>
public static class EchoScript
{
    private const int Dimensions = 8;

    /// <summary>Creates the reply to a request.</summary>
    public static FakeReply Reply(RecordedRequest request)
    {
        if (FakeOllama.Reply(request) is { } reply) return reply;
        if (request.Method == "GET")
            return request.Path.EndsWith("/models", StringComparison.Ordinal) ? Models() : FakeReply.Error(404, "Not found");
        if (request.Path.EndsWith("/audio/transcriptions", StringComparison.Ordinal)) return FakeTasks.Transcription(request);
        JsonObject body;
        try
        {
            body = request.Json;
        }
        catch (System.Text.Json.JsonException)
        {
            return FakeReply.Error(400, "The body is not a JSON object.");
        }

        if (request.Path.EndsWith("/embeddings", StringComparison.Ordinal)) return Embeddings(body);
        if (request.Path.EndsWith("/api/embed", StringComparison.Ordinal))
            return FakeOllama.Embeddings(body, Texts(body).Select(text => Vector(text, body.Integer("dimensions") ?? Dimensions)));
        if (request.Path.EndsWith(":batchEmbedContents", StringComparison.Ordinal)) return GeminiEmbeddings(body);
        if (FakeTasks.Reply(request, body) is { } answer) return answer;
        var (text, results) = RequestConversation.Last(body);
        return Answer(request, text, results);
    }

    private static FakeReply Answer(RecordedRequest request, string text, IReadOnlyList<string> results)
    {
        string? reply = results.Count > 0 ? $"results: {string.Join(" | ", results)}" : null;
        var answer = new FakeAnswer { InputTokens = WordCount(text) };
        foreach (var line in text.Split('\n'))
        {
            var (word, rest) = line.Split(' ', 2) is [var first, var second] ? (first, second) : (line, "");
            switch (word)
            {
                case "ERR" when int.TryParse(rest, out var status):
                    return FakeReply.Error(status, $"Fake error {status}").WithHeader("x-should-retry", "false");
                case "SLOW" when int.TryParse(rest, out var milliseconds):
                    answer = answer with { Pause = TimeSpan.FromMilliseconds(milliseconds) };
                    break;
                case "CUT" when rest.Length == 0:
                    answer = answer with { CutAfterPieces = 2 };
                    break;
                case "FINISH" when rest.Length > 0:
                    answer = answer with { FinishReason = FinishReason.FromProvider(rest) };
                    break;
                case "REASON" when rest.Length > 0:
                    answer = answer with { Reasoning = rest, ReasoningTokens = WordCount(rest) };
                    break;
                case "CALL" when rest.Length > 0 && results.Count == 0:
                    answer = answer with { ToolCalls = [.. answer.ToolCalls, Call(rest, answer.ToolCalls.Count + 1)] };
                    break;
                case "REPLY" when rest.Length > 0 && results.Count == 0:
                    reply = rest.Replace("\\n", "\n", StringComparison.Ordinal);
                    break;
            }
        }

        if (answer.ToolCalls.Count == 0 || reply is not null) answer = answer with { Pieces = FakeAnswer.Split(reply ?? $"echo: {text}") };
        return (answer with { OutputTokens = WordCount(answer.Text) + answer.ReasoningTokens }).ReplyTo(request);
    }

    private static ToolCall Call(string text, int number)
    {
        var (name, json) = text.Split(' ', 2) is [var first, var second] ? (first, second) : (text, "{}");
        return new ToolCall(name, JsonText.Parse(json) as JsonObject ?? [], $"call_{number}");
    }

    private static FakeReply Models() => FakeReply.Json(new JsonObject
    {
        ["object"] = "list",
        ["data"] = new JsonArray(
            new JsonObject { ["id"] = "fake-large", ["object"] = "model", ["created"] = 1700000000, ["owned_by"] = "fake" },
            new JsonObject { ["id"] = "fake-small", ["object"] = "model", ["created"] = 1700000000, ["owned_by"] = "fake" }),
    });

    private static FakeReply Embeddings(JsonObject body)
    {
        var texts = Texts(body);
        var items = texts.Select((text, i) => new JsonObject
        {
            ["object"] = "embedding",
            ["index"] = i,
            ["embedding"] = Vector(text, body.Integer("dimensions") ?? Dimensions),
        });
        var tokens = texts.Sum(WordCount);
        return FakeReply.Json(new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. items]),
            ["model"] = body["model"]?.DeepClone(),
            ["usage"] = new JsonObject { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens },
        });
    }

    private static string[] Texts(JsonObject body) => body["input"] is JsonArray list
        ? [.. list.Select(item => item!.GetValue<string>())]
        : [body["input"]!.GetValue<string>()];

    private static FakeReply GeminiEmbeddings(JsonObject body)
    {
        var vectors = (body["requests"] as JsonArray ?? []).OfType<JsonObject>().Select(request => new JsonObject
        {
            ["values"] = Vector(
                string.Concat((request["content"]!["parts"] as JsonArray ?? []).Select(part => part!["text"]!.GetValue<string>())),
                request.Integer("outputDimensionality") ?? Dimensions),
        });
        return FakeReply.Json(new JsonObject { ["embeddings"] = new JsonArray([.. vectors]) });
    }

    /// <summary>Creates equal vectors for equal texts, and different vectors for different texts.</summary>
    private static JsonArray Vector(string text, int dimensions)
    {
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text));
        return new JsonArray([.. Enumerable.Range(0, dimensions).Select(
            i => JsonValue.Create((hash[i % hash.Length] - 127.5) / 128 / (1 + (i / hash.Length))))]);
    }

    private static int WordCount(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
}
