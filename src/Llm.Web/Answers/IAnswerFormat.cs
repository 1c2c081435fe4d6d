using System.Text.Json.Nodes;

namespace Llm.Web.Answers;

/// <summary>The form that an interface gives to answers.</summary>
internal interface IAnswerFormat
{
    /// <summary>Whether a streamed answer is lines of JSON rather than server-sent events.</summary>
    bool StreamsLines { get; }

    /// <summary>The form of a whole answer.</summary>
    JsonObject Whole(ServedAnswer answer, AnswerResult result);

    /// <summary>Starts the form of a streamed answer; nothing is written before <see cref="IAnswerStream.Begin"/>.</summary>
    IAnswerStream Stream(ServedAnswer answer, EventOutput output);
}

/// <summary>Receives an answer piece by piece and writes it in the form of an interface.</summary>
internal interface IAnswerStream
{
    /// <summary>The model has begun to answer.</summary>
    void Begin();

    /// <summary>A piece of the reasoning.</summary>
    void Reasoning(string piece);

    /// <summary>A piece of the text.</summary>
    void Text(string piece);

    /// <summary>A whole call of one of the client's tools: sent in pieces or twice, some clients would run it twice.</summary>
    void Call(ToolCallPart call);

    /// <summary>The answer is complete.</summary>
    void End(AnswerResult result);

    /// <summary>The answer ends here with an error.</summary>
    void Fail(ServedError error);
}

/// <summary>What is known of an answer when it begins.</summary>
/// <param name="Id">The id of its turn in the log, a ULID.</param>
/// <param name="Model">The model, as the client named it.</param>
/// <param name="Conversation">The id of the conversation.</param>
/// <param name="Created">When the answer began.</param>
internal sealed record ServedAnswer(string Id, string Model, string Conversation, DateTimeOffset Created)
{
    /// <summary>The time as OpenAI's interfaces have it, in seconds since 1970.</summary>
    public long CreatedSeconds => Created.ToUnixTimeSeconds();
}

/// <summary>A complete answer; that of several rounds of the server's own tools counts as one.</summary>
internal sealed record AnswerResult
{
    /// <summary>The reasoning; empty if there is none.</summary>
    public required string Reasoning { get; init; }

    /// <summary>The text; empty if there is none.</summary>
    public required string Text { get; init; }

    /// <summary>The calls of the client's tools, each with an id.</summary>
    public required IReadOnlyList<ToolCallPart> Calls { get; init; }

    /// <summary>What the model made, such as images.</summary>
    public required IReadOnlyList<Attachment> Attachments { get; init; }

    /// <summary>Why the answer ended: one of the four reasons that every client knows.</summary>
    public required FinishReason End { get; init; }

    /// <summary>The tokens of all rounds; counts that the provider did not report are null.</summary>
    public required Usage Usage { get; init; }

    /// <summary>All tokens, those of the prompt and those of the answer.</summary>
    public int TotalTokens => (Usage.InputTokens ?? 0) + (Usage.OutputTokens ?? 0);

    /// <summary>An answer that says nothing.</summary>
    public static AnswerResult Empty { get; } =
        new() { Reasoning = "", Text = "", Calls = [], Attachments = [], End = FinishReason.Stop, Usage = new Usage() };

    /// <summary>Puts the answers of all rounds together.</summary>
    /// <param name="rounds">The answers, oldest first.</param>
    /// <param name="isClients">Whether a tool is one of the client's.</param>
    public static AnswerResult Of(IReadOnlyList<Response> rounds, Func<string, bool> isClients)
    {
        var calls = rounds[^1].Messages.SelectMany(message => message.Parts).OfType<ToolCallPart>()
            .Where(call => !call.ServerExecuted && isClients(call.Name))
            .Select((call, i) => call.ToolCallId is null ? call.WithId($"call_{rounds[^1].Id}_{i}") : call)
            .ToList();
        return new AnswerResult
        {
            Reasoning = string.Join(Separator, rounds.Select(round => round.Reasoning).Where(text => text.Length > 0)),
            Text = string.Join(Separator, rounds.Select(round => round.Text).Where(text => text.Length > 0)),
            Calls = calls,
            Attachments = [.. rounds.SelectMany(round => round.Attachments)],
            End = EndOf(rounds[^1].FinishReason, calls.Count > 0),
            Usage = Usage.Sum(rounds) ?? new Usage(),
        };
    }

    /// <summary>What stands between the texts of two rounds.</summary>
    public const string Separator = "\n\n";

    /// <summary>Clients stop, or ask again and again, at a reason that they do not know, so there are only four.</summary>
    private static FinishReason EndOf(FinishReason? reason, bool hasCalls) =>
        reason is { IsCutOff: true } ? reason : hasCalls ? FinishReason.ToolCalls : FinishReason.Stop;
}
