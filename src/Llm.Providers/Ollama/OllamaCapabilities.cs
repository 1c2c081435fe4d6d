namespace Llm.Providers.Ollama;

/// <summary>What a model can do, as <c>/api/show</c> lists it (github.com/ollama/ollama, types/model/capability.go).</summary>
[Flags]
internal enum OllamaCapabilities
{
    /// <summary>The server has not said, so nothing is refused here.</summary>
    Unknown = 0,

    /// <summary>The server has said.</summary>
    Known = 1,

    Completion = 2,
    Tools = 4,
    Vision = 8,
    Thinking = 16,
    Embedding = 32,
}
