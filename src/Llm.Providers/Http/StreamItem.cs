using System.Text.Json;

namespace Llm.Providers.Http;

/// <summary>What an answer to a streaming request is made of.</summary>
internal enum StreamItemKind
{
    /// <summary>The data of one event.</summary>
    Event,

    /// <summary>An event that is nothing but a piece of text.</summary>
    Text,

    /// <summary>A whole answer, from a server that does not stream.</summary>
    Whole,

    /// <summary>The server's word that nothing more comes, <c>[DONE]</c>.</summary>
    Done,

    /// <summary>An event without data, which keeps the connection alive.</summary>
    KeepAlive,
}

/// <summary>One piece of an answer to a streaming request.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Data">The data of an event or the whole answer; undefined for others.</param>
/// <param name="Text">The text of an event that is nothing else.</param>
/// <remarks>A class, because the framework's parser is compiled ahead of time only for classes.</remarks>
internal sealed record StreamItem(StreamItemKind Kind, JsonElement Data = default, string? Text = null);

/// <summary>Reads an event that is nothing but a piece of text; null if it is anything else.</summary>
internal delegate string? TextReading(ReadOnlySpan<byte> data);
