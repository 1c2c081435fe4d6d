using System.Text.Json;

namespace Llm.Providers.Http;

/// <summary>The kinds of items in an answer to a streaming request.</summary>
internal enum StreamItemKind
{
    /// <summary>The data of one event.</summary>
    Event,

    /// <summary>An event that contains only a piece of text.</summary>
    Text,

    /// <summary>A complete answer, from a server that does not stream.</summary>
    Whole,

    /// <summary>The server's end mark, <c>[DONE]</c>.</summary>
    Done,

    /// <summary>An event without data, which keeps the connection alive.</summary>
    KeepAlive,
}

/// <summary>An item of an answer to a streaming request.</summary>
/// <param name="Kind">The kind of item.</param>
/// <param name="Data">The data of an event or the complete answer; undefined for other kinds.</param>
/// <param name="Text">The text of an event that contains only text.</param>
/// <remarks>Start-up: a class, because the framework's parser is compiled ahead of time only for classes.</remarks>
internal sealed record StreamItem(StreamItemKind Kind, JsonElement Data = default, string? Text = null);

/// <summary>Reads an event that contains only a piece of text; returns null for any other event.</summary>
internal delegate string? TextReading(ReadOnlySpan<byte> data);
