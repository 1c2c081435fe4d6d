namespace Llm.Packages;

/// <summary>What a model of a package does.</summary>
public enum PackageModelType
{
    /// <summary>Answers prompts: <c>llm</c>.</summary>
    Llm,

    /// <summary>Classifies texts that should not be answered: <c>moderation</c>.</summary>
    Moderation,

    /// <summary>Orders documents by what they say about a query: <c>rerank</c>.</summary>
    Rerank,

    /// <summary>Writes down speech: <c>speech2text</c>.</summary>
    SpeechToText,

    /// <summary>Turns texts into vectors: <c>text-embedding</c>.</summary>
    TextEmbedding,

    /// <summary>Reads texts aloud: <c>tts</c>.</summary>
    TextToSpeech,
}
