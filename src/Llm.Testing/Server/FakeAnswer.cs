namespace Llm.Testing;

/// <summary>An answer of a model, independent of the interface.</summary>
/// <remarks>Immutable.</remarks>
public sealed record FakeAnswer
{
    /// <summary>The pieces in which the text is streamed; empty for no text.</summary>
    public IReadOnlyList<string> Pieces { get; init; } = [];

    /// <summary>The reasoning before the text; empty for none.</summary>
    public string Reasoning { get; init; } = "";

    /// <summary>Tools that the model calls.</summary>
    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>Why the answer ends; null for tool calls if there are any, or else for the end of the text.</summary>
    public FinishReason? FinishReason { get; init; }

    /// <summary>The number of tokens of the request that the answer reports.</summary>
    public int InputTokens { get; init; } = 10;

    /// <summary>The number of tokens from a cache that the answer reports.</summary>
    public int CachedTokens { get; init; }

    /// <summary>The number of tokens of the answer that the answer reports.</summary>
    public int OutputTokens { get; init; } = 5;

    /// <summary>The number of reasoning tokens that the answer reports.</summary>
    public int ReasoningTokens { get; init; }

    /// <summary>
    /// The time that the server waits before each event of a stream, or for each piece of text in an answer that is not streamed.
    /// </summary>
    public TimeSpan Pause { get; init; }

    /// <summary>The number of pieces of text after which a stream is cut off; null sends all of it.</summary>
    public int? CutAfterPieces { get; init; }

    /// <summary>The text.</summary>
    public string Text => string.Concat(Pieces);

    /// <summary>Creates an answer of text that is streamed in the given pieces.</summary>
    public static FakeAnswer FromPieces(params IReadOnlyList<string> pieces) => new() { Pieces = pieces };

    /// <summary>Splits a text into pieces, one for each word and line.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        var pieces = new List<string>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not (' ' or '\n') && i < text.Length - 1) continue;
            pieces.Add(text[start..(i + 1)]);
            start = i + 1;
        }

        return pieces;
    }

    /// <summary>Creates the reply to <paramref name="request"/> in the form of its interface, streamed if it requests that.</summary>
    public FakeReply ReplyTo(RecordedRequest request)
    {
        var method = request.Path.Split('/')[^1];
        var model = request.Json["model"]?.GetValue<string>() ?? method.Split(':')[0];
        AnswerFormat format = method switch
        {
            _ when method.EndsWith(":generateContent", StringComparison.Ordinal)
                || method.EndsWith(":streamGenerateContent", StringComparison.Ordinal) => new GenerateContentFormat(this, model),
            "chat" => new OllamaFormat(this, model),
            "responses" => new ResponsesFormat(this, model),
            "messages" => new MessagesFormat(this, model),
            "completions" when request.Path.EndsWith("/chat/completions", StringComparison.Ordinal) => new ChatFormat(this, model),
            "completions" => new CompletionsFormat(this, model),
            _ => throw new ArgumentException($"{request.Path} is not the path of a model interface.", nameof(request)),
        };
        return request.WantsStream ? format.Stream(request) : FakeReply.Json(format.Whole()).Slowly(Pause * Math.Max(1, Pieces.Count));
    }
}
