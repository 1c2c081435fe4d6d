namespace Llm;

/// <summary>A series of prompts in which each sees what was said before.</summary>
/// <remarks>
/// Responses are added as they complete. Prompts of one conversation are meant to run one after the other; several at once
/// each see the responses that were complete when they were made.
/// </remarks>
public sealed class Conversation
{
    private const int NameLength = 32;

    private readonly List<Response> responses = [];
    private readonly Lock gate = new();
    private (int Responses, Message Results)? answered;

    /// <summary>Starts a conversation, or continues a stored one.</summary>
    /// <param name="model">The model that answers.</param>
    /// <param name="id">The id of a stored conversation; null makes a new one.</param>
    /// <param name="history">What was said before, as read from the log.</param>
    public Conversation(Model model, string? id = null, IReadOnlyList<Message>? history = null)
    {
        Model = model;
        Id = id ?? model.Services.Ids.Next();
        History = history;
    }

    /// <summary>The id, a ULID; the log's thread has the same.</summary>
    public string Id { get; }

    /// <summary>The model that answers; it can be changed between turns.</summary>
    public Model Model { get; set; }

    /// <summary>The messages from before this process; null for a new conversation.</summary>
    public IReadOnlyList<Message>? History { get; }

    /// <summary>The id of the conversation that this one was forked from; the log keeps it. Null if it is not a fork.</summary>
    public string? ForkedFrom { get; init; }

    /// <summary>
    /// Whether instructions of later turns are left out in favour of the first ones, as the Python tool does. By default they are put in
    /// front of messages that have none, and refused where they contradict others.
    /// </summary>
    public bool KeepsInstructions { get; set; }

    /// <summary>Whether it was made for a single prompt of a model.</summary>
    internal bool IsOneOff { get; init; }

    /// <summary>What every turn uses unless its own options say otherwise: instructions, model options, tools, schema, key.</summary>
    public PromptOptions? Defaults { get; init; }

    /// <summary>How the tools of every turn are run unless a chain has its own options: hooks and limits.</summary>
    public ChainOptions? ChainOptions { get; init; }

    /// <summary>Everything that was said so far, oldest first: the history and the responses of this process.</summary>
    public IReadOnlyList<Message> Messages
    {
        get
        {
            var known = Responses;
            var said = known is [.., var last] ? [.. last.Prompt.Messages, .. last.Messages] : History ?? [];
            return answered is { } results && results.Responses == known.Count ? [.. said, results.Results] : said;
        }
    }

    /// <summary>The completed responses of this process, oldest first.</summary>
    public IReadOnlyList<Response> Responses
    {
        get
        {
            lock (gate) return [.. responses];
        }
    }

    /// <summary>Starts the next turn; nothing is sent before the answer is awaited or read.</summary>
    /// <exception cref="LlmException">The model does not take what the prompt holds.</exception>
    public PendingResponse Ask(string? text = null, PromptOptions? options = null) => Ask(text, options, null);

    internal PendingResponse Ask(string? text, PromptOptions? options, IModelObservation? chain)
    {
        options ??= new PromptOptions();
        var history = History is null && Responses.Count == 0 ? null : Messages;
        if (Defaults is not null) options = options.Over(Defaults, isFirstTurn: history is null);
        return new PendingResponse(new Prompt(Model, text, options, history, KeepsInstructions), this, options, chain);
    }

    /// <summary>Prompts in the next turn and waits for the whole answer.</summary>
    /// <inheritdoc cref="Ask(string?, PromptOptions?)" path="/exception"/>
    public Task<Response> PromptAsync(string? text = null, PromptOptions? options = null, CancellationToken cancellationToken = default) =>
        Ask(text, options).CompleteAsync(cancellationToken);

    /// <summary>Starts a turn whose tool calls are run and answered; nothing is sent before the chain is read.</summary>
    /// <param name="text">What the user says.</param>
    /// <param name="options">What goes with the text, the tools among it.</param>
    /// <param name="chain">How tools are run; null for <see cref="ChainOptions"/>.</param>
    public Chain Chain(string? text = null, PromptOptions? options = null, ChainOptions? chain = null) => new(this, text, options, chain);

    /// <summary>Answers the unanswered tool calls at the end without running them; no later chain runs them either.</summary>
    /// <param name="reason">The reason that the model receives for each.</param>
    public void DeclineCalls(string reason)
    {
        var open = PendingCalls.In(Messages);
        if (open.Count > 0) Answer([.. open.Select(call => new ToolResult(call.Name, $"Cancelled: {reason}", call.ToolCallId))]);
    }

    /// <summary>A new conversation with everything that was said in this one so far; the two are independent from here.</summary>
    public Conversation Fork() => new(Model, history: Messages is { Count: > 0 } said ? said : null)
    {
        Defaults = Defaults,
        ChainOptions = ChainOptions,
        KeepsInstructions = KeepsInstructions,
        ForkedFrom = Id,
    };

    /// <summary>The name that a conversation gets from the text that opens it: one line of at most 32 characters.</summary>
    public static string NameFor(string text)
    {
        var name = new System.Text.StringBuilder();
        foreach (var c in text)
        {
            // Python counts the separators of files, groups, records and units.
            if (!char.IsWhiteSpace(c) && c is not (>= '\x1c' and <= '\x1f')) name.Append(c);
            else if (name.Length == 0 || name[^1] != ' ') name.Append(' ');
        }

        return Shorten(name.ToString());
    }

    // Counted in code points, as Python does.
    private static string Shorten(string name)
    {
        var (count, end) = (0, 0);
        foreach (var rune in name.EnumerateRunes())
        {
            if (++count < NameLength) end += rune.Utf16SequenceLength;
        }

        return count <= NameLength ? name : name[..end] + "…";
    }

    /// <summary>Adds results of calls that no prompt has sent yet; a message without any still marks the calls as handled.</summary>
    internal void Answer(IReadOnlyList<ToolResult> results) =>
        answered = (Responses.Count, Message.Tool(results.Select(result => result.ToPart())));

    internal void Add(Response response)
    {
        lock (gate) responses.Add(response);
    }
}
