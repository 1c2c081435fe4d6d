namespace Llm.Providers.Http;

/// <summary>The format of an answer that a server sends piece by piece.</summary>
public enum StreamFormat
{
    /// <summary>Server-sent events, the format of most providers.</summary>
    ServerSentEvents,

    /// <summary>One JSON value on each line.</summary>
    JsonLines,
}
