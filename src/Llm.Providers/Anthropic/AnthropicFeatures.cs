namespace Llm.Providers.Anthropic;

/// <summary>What one of Anthropic's models can do beyond text, images and tools.</summary>
[Flags]
public enum AnthropicFeatures
{
    /// <summary>Nothing more.</summary>
    None = 0,

    /// <summary>The model accepts PDF files.</summary>
    Pdf = 1,

    /// <summary>The model can think before it answers.</summary>
    Thinking = 2,

    /// <summary>The model has levels of effort.</summary>
    Effort = 4,

    /// <summary>The model decides itself how much it thinks; such a model does not continue an answer that the prompt begins.</summary>
    AdaptiveThinking = 8,

    /// <summary>The model thinks unless a prompt turns that off.</summary>
    ThinksByDefault = 16,

    /// <summary>The model always thinks.</summary>
    AlwaysThinks = 32,

    /// <summary>The server enforces a schema; for other models, a tool that the model must call stands in for it.</summary>
    StructuredOutputs = 64,

    /// <summary>The server searches and reads web pages for the model, and connects to MCP servers.</summary>
    Web = 128,

    /// <summary>The server runs code for the model.</summary>
    CodeExecution = 256,

    /// <summary>The model accepts instructions in the middle of a conversation.</summary>
    LaterInstructions = 512,
}
