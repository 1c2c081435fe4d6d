namespace Llm.Testing;

/// <summary>What a model says, free of the interface through which it is asked.</summary>
/// <remarks>Immutable.</remarks>
public sealed record FakeAnswer
{
    /// <summary>The pieces in which the text is streamed; empty for no text.</summary>
    public IReadOnlyList<string> Pieces { get; init; } = [];

    /// <summary>The reasoning before the text; empty for none.</summary>
    public string Reasoning { get; init; } = "";

    /// <summary>Tools that the model calls.</summary>
    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>Tokens of the request, as the answer tells them.</summary>
    public int InputTokens { get; init; } = 10;

    /// <summary>Tokens of the answer, as the answer tells them.</summary>
    public int OutputTokens { get; init; } = 5;

    /// <summary>Tokens spent on reasoning, as the answer tells them.</summary>
    public int ReasoningTokens { get; init; }

    /// <summary>
    /// How long the server waits before each event of a stream; an answer in one piece takes that long for each piece of text.
    /// </summary>
    public TimeSpan Pause { get; init; }

    /// <summary>After which piece of text a stream is cut off; null sends it all.</summary>
    public int? CutAfterPieces { get; init; }

    /// <summary>The text.</summary>
    public string Text => string.Concat(Pieces);

    /// <summary>An answer of text, streamed in these pieces.</summary>
    public static FakeAnswer Of(params IReadOnlyList<string> pieces) => new() { Pieces = pieces };

    /// <summary>The pieces of a text: one for each word and line.</summary>
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

    /// <summary>The answer in the form of the interface that <paramref name="request"/> asks, streamed if it wants that.</summary>
    public FakeReply ReplyTo(RecordedRequest request)
    {
        var model = request.Json["model"]?.GetValue<string>() ?? "";
        AnswerFormat format = request.Path.Split('/')[^1] switch
        {
            "responses" => new ResponsesFormat(this, model),
            "messages" => new MessagesFormat(this, model),
            "completions" when request.Path.EndsWith("/chat/completions", StringComparison.Ordinal) => new ChatFormat(this, model),
            "completions" => new CompletionsFormat(this, model),
            _ => throw new ArgumentException($"{request.Path} takes no answer of a model.", nameof(request)),
        };
        return request.WantsStream ? format.Stream(request) : FakeReply.Json(format.Whole()).Slowly(Pause * Math.Max(1, Pieces.Count));
    }
}
