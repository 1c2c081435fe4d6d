using System.Text.Json;

namespace Llm.Providers.Http;

/// <summary>Reads one answer of an <see cref="HttpModel"/>: converts what the server sends to stream events.</summary>
/// <remarks>
/// <para>
/// There is one reader for each answer, so it may keep state, and its methods are called one after the other. A stream is read by
/// <see cref="ReadEvent"/>, an answer in one piece by <see cref="ReadWhole"/>; a server may send the latter although a stream was
/// requested. <see cref="ReadEnd"/> follows in both cases.
/// </para>
/// <para>
/// The methods set what the server reports on <see cref="Context"/>:
/// <see cref="ModelContext.ResponseId"/> and <see cref="ModelContext.ResponseModel"/> as soon as they are known, and
/// <see cref="ModelContext.FinishReason"/>, <see cref="ModelContext.Usage"/> and <see cref="ModelContext.RawJson"/> by the end.
/// </para>
/// </remarks>
/// <param name="context">What the reader sets the reported facts on.</param>
public abstract class AnswerReader(ModelContext context)
{
    /// <summary>Whether the server has sent all of the answer, usually because it has given a finish reason.</summary>
    /// <remarks>
    /// Read at the end. A stream that is not complete then was lost, which is an error; so is any answer that is not complete and has no
    /// content. What the reader reports as <see cref="ModelContext.FinishReason"/> counts too: one that means failure
    /// (<see cref="FinishReason.IsFailure"/>) is an error, and an unknown one is if there is no content.
    /// </remarks>
    public abstract bool IsComplete { get; }

    /// <summary>Whether the server has sent <c>[DONE]</c>, the mark that ends the streams of OpenAI and many others.</summary>
    protected internal bool IsDone { get; private set; }

    /// <summary>Receives what the server reports about the answer.</summary>
    protected ModelContext Context { get; } = context;

    /// <summary>Reads an event from its bytes; null leaves it to <see cref="ReadEvent"/>.</summary>
    /// <remarks>Override it where speed matters, for the kind of event that carries a piece of text. It must not throw.</remarks>
    /// <param name="name">The name of the event, <see cref="EventStream.DefaultName"/> if the server sends none.</param>
    /// <param name="data">The data of the event, which may be anything but blank.</param>
    public virtual StreamEvent? ReadUtf8(string name, ReadOnlySpan<byte> data) => null;

    /// <summary>Reads an event; one that means nothing to the reader yields nothing.</summary>
    /// <param name="name">The name of the event, <see cref="EventStream.DefaultName"/> if the server sends none.</param>
    /// <param name="data">The data of the event. An error in one of the usual forms has been thrown already.</param>
    /// <exception cref="LlmException">The event reports an error.</exception>
    public abstract IEnumerable<StreamEvent> ReadEvent(string name, JsonElement data);

    /// <summary>Reads an answer that was sent in one piece.</summary>
    /// <param name="answer">The answer. An object with an <c>error</c> has been thrown already.</param>
    /// <exception cref="LlmException">It is not an answer.</exception>
    public abstract IEnumerable<StreamEvent> ReadWhole(JsonElement answer);

    /// <summary>Ends an answer that the server has ended, complete or not, with the events that only the end can give.</summary>
    public virtual IEnumerable<StreamEvent> ReadEnd() => [];

    /// <summary>
    /// Takes a large text out of the JSON that is to be read next, so that it is not copied; returns the rest, or null to leave all of it.
    /// </summary>
    internal virtual byte[]? TakeText(ReadOnlySpan<byte> json, bool isWhole) => null;

    internal void MarkDone() => IsDone = true;
}
