namespace Llm.Providers.OpenAI.Tasks;

/// <summary>How a server's transcription interface differs from others.</summary>
internal sealed record TranscriptionSettings
{
    /// <summary>The format of answers that have segments; null if the model has no such format.</summary>
    public string? SegmentFormat { get; init; } = "verbose_json";

    /// <summary>The size of the largest file in MB; null if it is not known.</summary>
    public int? Limit { get; init; }

    /// <summary>Whether the server has to be asked to cut the recording, which it then does at pauses.</summary>
    public bool InChunks { get; init; }
}
