using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Text.Json.Nodes;

namespace Llm;

/// <summary>The answer to one prompt: await it for the whole, enumerate it for text, or read its events.</summary>
/// <remarks>
/// The request starts with the first of these. Every reader sees all events from the first on, at any time and in any number;
/// each pulls only as fast as it reads. After a failure or a cancellation the part that was received is kept, and every further reader
/// gets the same error at its end. Thread-safe, except that the members that describe the finished answer may be read only
/// when it is complete; before, they throw an <see cref="InvalidOperationException"/>.
/// </remarks>
public sealed partial class Response : IAsyncEnumerable<string>, IAsyncDisposable
{
    private readonly SemaphoreSlim pulling = new(1, 1);
    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private readonly EventLog events = new();
    private readonly StreamAssembler assembler = new();
    private readonly List<Func<Response, Task>> completed = [];
    private readonly Conversation? conversation;
    private readonly PromptOptions options;
    private ModelContext context;
    private IAsyncEnumerator<StreamEvent>? source;
    private ExceptionDispatchInfo? failure;
    private long startTimestamp;
    private volatile bool ended;

    internal Response(Prompt prompt, Conversation conversation, PromptOptions options)
    {
        Prompt = prompt;
        this.conversation = conversation;
        this.options = options;
        Stream = options.Stream && prompt.Model.CanStream;
        context = new ModelContext(null, Stream);
        Id = prompt.Model.Environment.Ids.Next();
    }

    /// <summary>The id, a ULID; the log's turn has the same.</summary>
    public string Id { get; }

    /// <summary>The model that was asked.</summary>
    public Model Model => Prompt.Model;

    /// <summary>What was asked.</summary>
    public Prompt Prompt { get; }

    /// <summary>The conversation's id; null for a response read from its dict form.</summary>
    public string? ConversationId => conversation?.Id;

    /// <summary>The id of the conversation that the response's own was forked from; null if it is not a fork.</summary>
    public string? ForkedFrom => conversation?.ForkedFrom;

    /// <summary>Whether the model is asked to answer piece by piece.</summary>
    public bool Stream { get; }

    /// <summary>When the request started; null if it never did in this process.</summary>
    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>From the start of the request to the end of the answer.</summary>
    public TimeSpan Duration { get; private set; }

    /// <summary>Whether the answer has ended, whole or cut short.</summary>
    public bool IsComplete => ended;

    /// <summary>Why the answer was cut short: <c>cancelled</c> or <c>error: …</c>; null if it is whole.</summary>
    public string? Incomplete { get; private set; }

    /// <summary>The messages that the model sent; the part that was received if the answer was cut short.</summary>
    public IReadOnlyList<Message> Messages
    {
        get => WhenComplete(field);
        private set;
    } = [];

    /// <summary>The text of the answer.</summary>
    public string Text => string.Concat(Messages.Select(message => message.Text));

    /// <summary>The reasoning, as far as the provider shows it.</summary>
    public string Reasoning =>
        string.Concat(Messages.SelectMany(message => message.Parts).OfType<ReasoningPart>().Select(part => part.Text));

    /// <summary>The tool calls to run on this side.</summary>
    public IReadOnlyList<ToolCall> ToolCalls => [.. Messages.SelectMany(message => message.Parts).OfType<ToolCallPart>()
        .Where(part => !part.ServerExecuted)
        .Select(part => new ToolCall(part.Name, part.Arguments, part.ToolCallId))];

    /// <summary>Things that the model made, such as images.</summary>
    public IReadOnlyList<Attachment> Attachments => [.. Messages.SelectMany(message => message.Parts).OfType<AttachmentPart>()
        .Select(part => part.Attachment).OfType<Attachment>()];

    /// <summary>Why the model ended its answer; null if the provider did not say, or if the answer was cut short before.</summary>
    public FinishReason? FinishReason => WhenComplete(context.FinishReason);

    /// <summary>Tokens used; null if the provider did not report them.</summary>
    public Usage? Usage => WhenComplete(context.Usage);

    /// <summary>The provider's own id of the answer; null until the provider names it, at any time.</summary>
    public string? ResponseId => context.ResponseId;

    /// <summary>The model that answered, as the provider names it; null until it does, at any time.</summary>
    public string? ResponseModel => context.ResponseModel ?? context.ResolvedModel;

    /// <summary>The model that was chosen to answer, if it is another than the one asked, as the log stores it.</summary>
    public string? ResolvedModel => WhenComplete(context.ResolvedModel);

    /// <summary>The provider's final payload.</summary>
    public JsonNode? RawJson => WhenComplete(context.RawJson);

    /// <summary>The text, piece by piece.</summary>
    public async IAsyncEnumerator<string> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        for (var i = 0; await NextAsync(i, cancellationToken) is { } next; i++)
        {
            if (next.Type == StreamEventType.Text && next.Chunk.Length > 0) yield return next.Chunk;
        }

        ThrowFailure(cancellationToken);
    }

    /// <summary>Everything that the model says, piece by piece.</summary>
    public async IAsyncEnumerable<StreamEvent> StreamEventsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var i = 0; await NextAsync(i, cancellationToken) is { } next; i++) yield return next;
        ThrowFailure(cancellationToken);
    }

    /// <summary>Waits for the whole answer and returns this response.</summary>
    public async Task<Response> CompleteAsync(CancellationToken cancellationToken = default)
    {
        while (!ended) await NextAsync(int.MaxValue, cancellationToken);
        ThrowFailure(cancellationToken);
        return this;
    }

    /// <summary>Waits for the whole answer and returns its text.</summary>
    public async Task<string> GetTextAsync(CancellationToken cancellationToken = default) => (await CompleteAsync(cancellationToken)).Text;

    /// <summary>Lets the response be awaited for the whole answer.</summary>
    public TaskAwaiter<Response> GetAwaiter() => CompleteAsync().GetAwaiter();

    /// <summary>Calls back when the answer has ended, whole or cut short; at once if it already has.</summary>
    /// <remarks>The reader that ends the answer receives an exception of a callback once; the answer stays whole.</remarks>
    public async Task OnCompletedAsync(Func<Response, Task> callback)
    {
        lock (gate)
        {
            if (!ended)
            {
                completed.Add(callback);
                return;
            }
        }

        await callback(this);
    }

    /// <summary>Starts the next turn on the same model: everything that was said so far, then <paramref name="text"/>.</summary>
    /// <remarks>Waits for this answer first. The tools of this prompt are offered again unless the options name some.</remarks>
    /// <exception cref="LlmException">The answer asks for tools and the options bring no results.</exception>
    public async Task<Response> ReplyAsync(
        string? text = null, PromptOptions? options = null, CancellationToken cancellationToken = default)
    {
        await CompleteAsync(cancellationToken);
        options ??= new PromptOptions();
        if (ToolCalls.Count > 0 && options.ToolResults.Count == 0)
        {
            throw new LlmException(
                $"The answer asks for {string.Join(", ", ToolCalls.Select(call => call.Name))}: pass ToolResults with the reply.");
        }

        var next = options with
        {
            Messages = [.. Prompt.Messages, .. Messages, .. options.Messages ?? []],
            Tools = options.Tools.Count > 0 ? options.Tools : Prompt.Tools,
            Key = options.Key ?? this.options.Key,
        };
        return (conversation ?? new Conversation(Model)).PromptAsync(text, next);
    }

    /// <summary>Stops the request if it is still under way; the part that was received is kept.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await pulling.WaitAsync();
        var isCut = !ended && source is not null;
        try
        {
            if (isCut) await FinishAsync(new OperationCanceledException("The response was disposed."));
        }
        finally
        {
            pulling.Release();
        }

        if (isCut) await NotifyAsync();
    }

    /// <summary>The text if the answer has ended, else a description, for a debugger or a log.</summary>
    public override string ToString() => ended ? Text : $"<Response prompt='{Prompt.Text}' text='... not yet done ...'>";

    private T WhenComplete<T>(T value) =>
        ended ? value : throw new InvalidOperationException("The response is not complete yet: await it or read it to the end first.");
}
