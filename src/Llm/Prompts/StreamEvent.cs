using System.Text.Json.Nodes;

namespace Llm;

/// <summary>One event of an answer that is under way: a piece of one of its parts.</summary>
/// <remarks>Immutable. The family is closed, so a <c>switch</c> over the types of this file covers every event.</remarks>
public abstract class StreamEvent
{
    private readonly int partIndex = -1;

    private protected StreamEvent()
    {
    }

    /// <summary>Which part of the answer the event belongs to; null where the order of events decides.</summary>
    public int? PartIndex
    {
        get => partIndex < 0 ? null : partIndex;
        init => partIndex = value ?? -1;
    }

    /// <summary>Which message of the answer the part belongs to.</summary>
    public int MessageIndex { get; init; }

    /// <summary>Data that only the provider understands; merged into the part, and a later event wins for each top-level key.</summary>
    public JsonObject? ProviderMetadata { get; init; }

    /// <summary>A string is a piece of the answer's text.</summary>
    public static implicit operator StreamEvent(string text) => new TextEvent(text);

    /// <summary>The event that <paramref name="text"/> becomes.</summary>
    public static StreamEvent FromString(string text) => text;
}

/// <summary>A piece of the answer's text.</summary>
public sealed class TextEvent : StreamEvent
{
    // Events are kept for late readers, so those of a provider refer to the text that it collects anyway.
    private readonly object source;

    /// <summary>Creates an event of a piece of text.</summary>
    public TextEvent(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        source = text;
        Length = text.Length;
    }

    /// <summary>Creates an event of a range of the text that a provider collects.</summary>
    internal TextEvent(TextBuffer buffer, int start, int length)
    {
        source = buffer;
        Start = start;
        Length = length;
    }

    /// <summary>The piece; may be empty if the event only carries metadata.</summary>
    public string Text => source as string ?? ((TextBuffer)source).GetString(Start, Length);

    /// <summary>The text that the piece is a range of; null if it is a string of its own.</summary>
    internal TextBuffer? Buffer => source as TextBuffer;

    /// <summary>Where the piece begins in <see cref="Buffer"/>.</summary>
    internal int Start { get; }

    /// <summary>The length in <see cref="Buffer"/>, or the number of characters.</summary>
    internal int Length { get; }

    /// <summary>The piece in strings of a few thousand characters if it is large, for those who need no more at a time.</summary>
    internal IEnumerable<string> Pieces() =>
        Length >= Utf8Text.Large && source is TextBuffer buffer ? Utf8Text.Pieces(buffer, Start, Length) : [Text];

    /// <summary>Passes on the piece as it is, or decoded into parts of the size of an array, so that no string is created.</summary>
    internal void Read(char[] part, Action<ReadOnlySpan<char>> receive)
    {
        if (source is TextBuffer buffer) buffer.Read(Start, Length, part, receive);
        else receive((string)source);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>A piece of the reasoning.</summary>
public sealed class ReasoningEvent(string text = "") : StreamEvent
{
    /// <summary>The piece; empty if the provider withholds the reasoning.</summary>
    public string Text { get; } = text;

    /// <summary>Whether the model reasoned and the provider withholds the text.</summary>
    public bool Redacted { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>An event of a tool call or of its result.</summary>
public abstract class ToolEvent : StreamEvent
{
    private protected ToolEvent()
    {
    }

    /// <summary>Joins the events of one call; null if the provider gave no id.</summary>
    public string? ToolCallId { get; init; }

    /// <summary>Whether the provider runs the tool itself.</summary>
    public bool ServerExecuted { get; init; }
}

/// <summary>The name of a tool that the model calls, or a piece of it.</summary>
public sealed class ToolCallNameEvent(string name) : ToolEvent
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;
}

/// <summary>A piece of the arguments of a tool call.</summary>
public sealed class ToolCallArgumentsEvent(string json) : ToolEvent
{
    /// <summary>A piece of JSON text, which is rarely valid by itself.</summary>
    public string Json { get; } = json;
}

/// <summary>The result of a tool that the provider ran, or a piece of it.</summary>
public sealed class ToolResultEvent(string name, string output) : ToolEvent
{
    /// <summary>The tool's name.</summary>
    public string Name { get; } = name;

    /// <summary>The text of the result.</summary>
    public string Output { get; } = output;
}

/// <summary>Something that the model made, such as an image. The Python tool has no such event.</summary>
public sealed class AttachmentEvent(Attachment? attachment) : StreamEvent
{
    /// <summary>What was made; null if the event only carries metadata.</summary>
    public Attachment? Attachment { get; } = attachment;
}
