using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Llm;

/// <summary>An answer that is under way: await it for the whole, enumerate it for text, or read its events.</summary>
/// <remarks>
/// <para>
/// The request starts with the first of these, and goes only as fast as its readers. Every reader sees all events from the first on; once
/// the answer has ended, a new reader sees one event for each part. Thread-safe.
/// </para>
/// <para>
/// A reader whose token is cancelled leaves the others, and the last one stops the request. A reader that only leaves its loop stops
/// nothing: dispose the object if the rest is not wanted. After a failure or a cancellation every further reader gets the same error at its
/// end, and <see cref="Response"/> holds the part that was received.
/// </para>
/// </remarks>
public sealed partial class PendingResponse : IAsyncEnumerable<string>, IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Conversation conversation;
    private readonly PromptOptions options;
    private readonly IModelObservation? chain;
    private readonly List<Func<Response, CancellationToken, Task>> callbacks = [];
    private EventPump? pump;
    private StreamAssembler? assembler = new();
    private ModelContext context;
    private IModelObservation? observation;
    private ExceptionDispatchInfo? failure;
    private ExceptionDispatchInfo? callbackFailure;
    private long startTimestamp;
    private volatile Response? response;

    internal PendingResponse(Prompt prompt, Conversation conversation, PromptOptions options, IModelObservation? chain)
    {
        Prompt = prompt;
        this.conversation = conversation;
        this.options = options;
        this.chain = chain;
        Model = conversation.Model;
        Stream = options.Stream && Model.CanStream;
        context = new ModelContext(null, Stream);
        Id = Model.Services.Ids.Next();
        pump = new EventPump(Start, Receive, Finish, NotifyAsync, stop);
    }

    /// <summary>The id, a ULID; the response and the log's turn have the same.</summary>
    public string Id { get; }

    /// <summary>The model that is asked.</summary>
    public Model Model { get; }

    /// <summary>What is asked.</summary>
    public Prompt Prompt { get; }

    /// <summary>The conversation's id.</summary>
    public string ConversationId => conversation.Id;

    /// <summary>Whether the model was asked directly, so that no one started the conversation on purpose.</summary>
    public bool IsOneOff => conversation.IsOneOff;

    /// <summary>Whether the model is asked to answer piece by piece.</summary>
    public bool Stream { get; }

    /// <summary>When the request started; null before.</summary>
    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>The provider's own id of the answer; null until the provider names it.</summary>
    public string? ResponseId => context.ResponseId;

    /// <summary>The model that answers, as the provider names it; null until it does.</summary>
    public string? ResponseModel => context.ResponseModel ?? context.ResolvedModel;

    /// <summary>The answer once it has ended, whole or cut short; null before.</summary>
    public Response? Response => response;

    /// <summary>The events so far, for someone who watches the answer without being one of its readers; null once it has ended.</summary>
    internal EventLog? EventsSoFar => pump?.Events;

    /// <summary>Why the answer is not whole; null if it is, or until it has ended.</summary>
    internal Exception? Failure => failure?.SourceException;

    /// <summary>The text, piece by piece.</summary>
    public async IAsyncEnumerator<string> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        using var reader = Read(0, cancellationToken);
        while (await reader.WaitAsync().ConfigureAwait(false))
        {
            while (reader.TryRead(out var next))
            {
                if (next is TextEvent { Length: > 0 } text) yield return text.Text;
            }
        }

        ThrowFailure(cancellationToken);
    }

    /// <summary>Everything that the model says, piece by piece.</summary>
    public async IAsyncEnumerable<StreamEvent> StreamEventsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var reader = Read(0, cancellationToken);
        while (await reader.WaitAsync().ConfigureAwait(false))
        {
            while (reader.TryRead(out var next)) yield return next;
        }

        ThrowFailure(cancellationToken);
    }

    /// <summary>Waits for the whole answer.</summary>
    public async Task<Response> CompleteAsync(CancellationToken cancellationToken = default)
    {
        if (response is null) await WaitAsync(cancellationToken).ConfigureAwait(false);
        ThrowFailure(cancellationToken);
        return response!;
    }

    /// <summary>Waits for the whole answer and returns its text.</summary>
    public async Task<string> GetTextAsync(CancellationToken cancellationToken = default) =>
        (await CompleteAsync(cancellationToken).ConfigureAwait(false)).Text;

    /// <summary>Lets the object be awaited for the whole answer.</summary>
    public TaskAwaiter<Response> GetAwaiter() => CompleteAsync().GetAwaiter();

    /// <summary>Calls back when the answer has ended, whole or cut short; at once if it already has.</summary>
    /// <remarks>One of the readers at the end receives the first exception of a callback; the answer stays whole.</remarks>
    /// <param name="callback">Receives the answer and <paramref name="cancellationToken"/>.</param>
    /// <param name="cancellationToken">Cancels the callback, not the answer.</param>
    public Task OnCompletedAsync(Func<Response, CancellationToken, Task> callback, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(callback);
        lock (gate)
        {
            if (response is null)
            {
                callbacks.Add((complete, _) => callback(complete, cancellationToken));
                return Task.CompletedTask;
            }
        }

        return callback(response, cancellationToken);
    }

    /// <summary>Describes the request that would be sent, and sends nothing to the model; null if the model has none to show.</summary>
    /// <remarks>Attachments given by an address may be fetched where the model sends their bytes. The key may be missing.</remarks>
    /// <exception cref="LlmException">The request cannot be made.</exception>
    public Task<ModelRequest?> DescribeRequestAsync(CancellationToken cancellationToken = default)
    {
        string? key = null;
        try
        {
            key = Model.ResolveKey(options.Key);
        }
        catch (MissingKeyException)
        {
            // It would not be shown.
        }

        return Model.DescribeRequestAsync(Prompt, new ModelContext(key, Stream), cancellationToken);
    }

    /// <summary>Stops the request if it is still under way; the part that was received is kept.</summary>
    public async ValueTask DisposeAsync()
    {
        if (response is not null) return;
        pump?.Stop();
        if (StartedAt is not null) await WaitAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>The text if the answer has ended, else a description, for a debugger or a log.</summary>
    public override string ToString() => response?.Text ?? $"<Response prompt='{Prompt.Text}' text='... not yet done ...'>";

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var reader = Read(int.MaxValue, cancellationToken);
        // The number of events is never reached, so only the end is.
        while (await reader.WaitAsync().ConfigureAwait(false))
        {
        }
    }

    private EventReader Read(int index, CancellationToken cancellationToken)
    {
        var current = pump;
        if (current is not null) return new EventReader(current, current.Events, index, cancellationToken);
        return new EventReader(null, index == 0 ? EventLog.Of(response!.Messages) : new EventLog(), index, cancellationToken);
    }
}
